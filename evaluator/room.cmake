# The functions of the template language: one file a family, found by existing.
fleetlint_generate_list(
  OUTPUT ${CMAKE_BINARY_DIR}/generated/function_list.cpp
  TEMPLATE ${CMAKE_SOURCE_DIR}/evaluator/functions/function_list.cpp.in
  GLOB ${CMAKE_SOURCE_DIR}/evaluator/functions/*_functions.cpp
  DECLARATION "Family <stem>()"
  CALL "      <stem>(),")
target_sources(fleetlint_evaluator PRIVATE ${CMAKE_BINARY_DIR}/generated/function_list.cpp)
