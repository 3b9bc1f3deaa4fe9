#pragma once
// Files that commands write.
#include <filesystem>
#include <string_view>

namespace fleetlint::cli {

/// Replaces the content of a file, making the folders it is in. False with `errno` set when it cannot be written.
bool write_file(const std::filesystem::path& path, std::string_view text);

/// Tells on standard error that a file cannot be written, and why (`error` as in errno).
void tell_not_written(const std::filesystem::path& path, int error);

}  // namespace fleetlint::cli
