#include "lower/name_order.h"

#include <algorithm>

namespace fleetlint::compiler {
namespace {

/// Position in the root collation without case: punctuation, digits, letters; bytes of other scripts behind them.
int primary(unsigned char c) {
  constexpr std::string_view punctuation = "_-,;:!?.'\"()[]{}@*/\\&#%`^+<=>|~$";
  if (const auto at = punctuation.find(static_cast<char>(c)); at != std::string_view::npos) return static_cast<int>(at) + 1;
  if (c >= '0' && c <= '9') return 100 + (c - '0');
  if (c >= 'A' && c <= 'Z') return 200 + (c - 'A');
  if (c >= 'a' && c <= 'z') return 200 + (c - 'a');
  return 300 + c;
}

}  // namespace

int compare_names(std::string_view a, std::string_view b) {
  const auto common = std::min(a.size(), b.size());
  for (std::size_t i = 0; i < common; ++i) {
    const int difference = primary(static_cast<unsigned char>(a[i])) - primary(static_cast<unsigned char>(b[i]));
    if (difference != 0) return difference;
  }
  if (a.size() != b.size()) return a.size() < b.size() ? -1 : 1;
  // Equal but for case: lower case first.
  for (std::size_t i = 0; i < common; ++i) {
    if (a[i] != b[i]) return a[i] >= 'a' && a[i] <= 'z' ? -1 : 1;
  }
  return 0;
}

}  // namespace fleetlint::compiler
