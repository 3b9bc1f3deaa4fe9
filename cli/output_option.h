#pragma once
// `--output FORMAT=FILE` of commands that write one kind of file.
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace fleetlint::cli {

/// The file of `jsonl=FILE` (the last one counts); `-` when there is none. Nothing, and told, for another format.
std::optional<std::string> jsonl_target(const std::vector<std::string>& outputs);

/// Writes the file whole or not at all (beside it first, then renamed); `-` is standard output. An exit code.
int write_output(const std::string& path, std::string_view text);

}  // namespace fleetlint::cli
