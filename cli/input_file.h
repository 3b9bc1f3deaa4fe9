#pragma once
// Files named on the command line.
#include <optional>
#include <string>

namespace fleetlint::cli {

/// The text of a file, or nothing after telling on standard error why it cannot be read.
std::optional<std::string> read_input(const std::string& path);

}  // namespace fleetlint::cli
