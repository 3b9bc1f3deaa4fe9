#pragma once
// How messages list and suggest names.
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace fleetlint::compiler {

/// `"a", "b"`
template <typename Names>
std::string quoted_list(const Names& names, std::string_view between = ", ") {
  std::string out;
  for (const auto& name : names) {
    if (!out.empty()) out += between;
    out += '"';
    out += name;
    out += '"';
  }
  return out;
}

/// Ordinal order without regard to ASCII case.
void sort_ignoring_case(std::vector<std::string>& names);

/// The known name that a misspelt one most likely means (edit distance, as the reference's spell checker); nothing when none is near.
std::optional<std::string> nearest_name(std::string_view name, const std::vector<std::string>& known);

}  // namespace fleetlint::compiler
