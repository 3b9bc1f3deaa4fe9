// Small text helpers of the model: names and enum texts of the platform are ASCII and compare without case.
#include "fleetlint/base/unicode.h"
#include "fleetlint/fleet/property.h"

namespace fleetlint::fleet {

bool equal_ignoring_case(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  for (std::size_t i = 0; i < a.size(); ++i)
    if (to_lower_ascii(a[i]) != to_lower_ascii(b[i])) return false;
  return true;
}

bool contains_ignoring_case(std::string_view text, std::string_view part) {
  if (part.size() > text.size()) return false;
  for (std::size_t i = 0; i + part.size() <= text.size(); ++i)
    if (equal_ignoring_case(text.substr(i, part.size()), part)) return true;
  return false;
}

std::string to_lower(std::string_view text) { return to_lower_ascii(text); }

std::string_view trim(std::string_view text) {
  constexpr std::string_view blanks = " \t\r\n";
  const auto first = text.find_first_not_of(blanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

}  // namespace fleetlint::fleet
