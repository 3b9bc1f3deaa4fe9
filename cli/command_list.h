#pragma once
#include <vector>

#include "command.h"

namespace fleetlint::cli {
std::vector<Command> all_commands();
}
