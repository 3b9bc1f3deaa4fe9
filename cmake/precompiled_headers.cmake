# Half of the time of a clean build went into reading the same standard headers for each source.
option(FLEETLINT_PRECOMPILED_HEADERS "read the standard headers once; off: better for a compiler cache shared between checkouts" ON)

# ccache must be told that a precompiled header may stand for the headers themselves.
if(FLEETLINT_PRECOMPILED_HEADERS AND CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env CCACHE_SLOPPINESS=pch_defines,time_macros ${CCACHE})
endif()

#   fleetlint_precompile(target headers…)      makes the precompiled header of a target
#   fleetlint_precompile(target FROM target)   uses the one of a target with the same compile options
function(fleetlint_precompile target)
  if(NOT FLEETLINT_PRECOMPILED_HEADERS)
    return()
  endif()
  if(ARGV1 STREQUAL "FROM")
    target_precompile_headers(${target} REUSE_FROM ${ARGV2})
  else()
    target_precompile_headers(${target} PRIVATE ${ARGN})
  endif()
endfunction()
