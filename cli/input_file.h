#pragma once
// Files named on the command line.
#include <optional>
#include <string>

namespace fleetlint::cli {

/// The bytes of a file, or nothing after telling on standard error why it cannot be read.
std::optional<std::string> read_input_bytes(const std::string& path);
/// The text of a file as UTF-8 (see source_text), or nothing after telling on standard error why it cannot be read.
std::optional<std::string> read_input(const std::string& path);

}  // namespace fleetlint::cli
