fleetlint_generate_list(
  OUTPUT ${CMAKE_BINARY_DIR}/generated/command_list.cpp
  TEMPLATE ${CMAKE_SOURCE_DIR}/cli/command_list.cpp.in
  GLOB ${CMAKE_SOURCE_DIR}/cli/commands/*_command.cpp
  DECLARATION "Command <stem>()"
  CALL "      <stem>(),")
configure_file(${CMAKE_SOURCE_DIR}/cli/version.h.in ${CMAKE_BINARY_DIR}/generated/version.h @ONLY)
target_sources(fleetlint PRIVATE ${CMAKE_BINARY_DIR}/generated/command_list.cpp)
target_include_directories(fleetlint PRIVATE ${CMAKE_BINARY_DIR}/generated)
fleetlint_generate_list(
  OUTPUT ${CMAKE_BINARY_DIR}/generated/dump_list.cpp
  TEMPLATE ${CMAKE_SOURCE_DIR}/cli/dump_list.cpp.in
  GLOB ${CMAKE_SOURCE_DIR}/cli/dump/*_dump.cpp
  DECLARATION "Command <stem>()"
  CALL "      <stem>(),")
target_sources(fleetlint PRIVATE ${CMAKE_BINARY_DIR}/generated/dump_list.cpp)
