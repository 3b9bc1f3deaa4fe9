#pragma once
// FLEETLINT_ASSERT states an invariant; it is compiled out of release builds.
#include <cstdio>
#include <cstdlib>

#ifdef FLEETLINT_ASSERTIONS
#define FLEETLINT_ASSERT(condition)                                                             \
  do {                                                                                          \
    if (!(condition)) {                                                                         \
      std::fprintf(stderr, "%s:%d: invariant broken: %s\n", __FILE__, __LINE__, #condition);    \
      std::abort();                                                                             \
    }                                                                                           \
  } while (false)
#else
#define FLEETLINT_ASSERT(condition) ((void)0)
#endif
