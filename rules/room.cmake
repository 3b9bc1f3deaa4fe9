# Rules are the files one folder down; the list of them is generated and the many small files are compiled in batches.
fleetlint_generate_list(
  OUTPUT ${CMAKE_BINARY_DIR}/generated/rule_list.cpp
  TEMPLATE ${CMAKE_SOURCE_DIR}/rules/rule_list.cpp.in
  GLOB ${CMAKE_SOURCE_DIR}/rules/*/*.cpp
  DECLARATION "extern const Rule <stem>"
  CALL "      &<stem>,")
target_sources(fleetlint_rules PRIVATE ${CMAKE_BINARY_DIR}/generated/rule_list.cpp)
file(GLOB rules_framework CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/rules/*.cpp)
set_source_files_properties(${rules_framework} ${CMAKE_BINARY_DIR}/generated/rule_list.cpp PROPERTIES SKIP_UNITY_BUILD_INCLUSION ON)
set_target_properties(fleetlint_rules PROPERTIES UNITY_BUILD ON UNITY_BUILD_MODE BATCH UNITY_BUILD_BATCH_SIZE 12)
