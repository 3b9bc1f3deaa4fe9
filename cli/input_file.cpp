#include "input_file.h"

#include <cstdio>

#include "fleetlint/base/finding.h"
#include "fleetlint/base/limits.h"
#include "fleetlint/base/source.h"
#include "fleetlint/base/text_encoding.h"

namespace fleetlint::cli {

std::optional<std::string> read_input_bytes(const std::string& path) {
  auto result = read_file(path, Limits{}.file_bytes);
  if (!result.text) std::fprintf(stderr, "fleetlint: %s: %s\n", redact_secrets(path).c_str(), result.message.c_str());
  return std::move(result.text);
}

std::optional<std::string> read_input(const std::string& path) {
  auto bytes = read_input_bytes(path);
  if (!bytes) return std::nullopt;
  return source_text(std::move(*bytes));
}

}  // namespace fleetlint::cli
