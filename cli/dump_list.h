#pragma once
#include <vector>

#include "command.h"

namespace fleetlint::cli {
/// The phases of `fleetlint dump`: one file cli/dump/<phase>_dump.cpp each, which defines `Command <phase>_dump()`.
std::vector<Command> all_dumps();
}  // namespace fleetlint::cli
