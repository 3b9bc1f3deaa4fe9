#include <cstdio>

#include "command.h"
#include "version.h"

namespace fleetlint::cli {

Command version_command() {
  return {"version", "print the version", "  fleetlint version\n", 900, [](CLI::App&) -> std::function<int()> {
            return [] {
              std::printf("fleetlint %s\n", version);
              return clean;
            };
          }};
}

}  // namespace fleetlint::cli
