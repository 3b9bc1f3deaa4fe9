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
# One compilation an area: a new rule recompiles its neighbours only.
file(GLOB rule_areas LIST_DIRECTORIES true ${CMAKE_SOURCE_DIR}/rules/*)
foreach(area IN LISTS rule_areas)
  if(IS_DIRECTORY ${area})
    get_filename_component(area_name ${area} NAME)
    file(GLOB area_rules CONFIGURE_DEPENDS ${area}/*.cpp)
    set_source_files_properties(${area_rules} PROPERTIES UNITY_GROUP ${area_name})
  endif()
endforeach()
set_target_properties(fleetlint_rules PROPERTIES UNITY_BUILD ON UNITY_BUILD_MODE GROUP)
