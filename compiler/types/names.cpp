#include "types/names.h"

#include <algorithm>
#include <cstdlib>

namespace fleetlint::compiler {
namespace {

std::string upper(std::string_view text) {
  std::string result(text);
  for (auto& c : result) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 32);
  }
  return result;
}

// Edit distance; more than `limit` gives nothing.
std::optional<std::size_t> edit_distance(std::string_view a, std::string_view b, std::size_t limit) {
  std::vector<std::size_t> previous(b.size() + 1), current(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) previous[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    current[0] = i;
    std::size_t least = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      current[j] = a[i - 1] == b[j - 1] ? previous[j - 1] : 1 + std::min({previous[j], current[j - 1], previous[j - 1]});
      least = std::min(least, current[j]);
    }
    if (least > limit) return std::nullopt;
    std::swap(previous, current);
  }
  return previous[b.size()] > limit ? std::nullopt : std::optional(previous[b.size()]);
}

}  // namespace

void sort_ignoring_case(std::vector<std::string>& names) {
  std::stable_sort(names.begin(), names.end(), [](const std::string& a, const std::string& b) { return upper(a) < upper(b); });
}

std::optional<std::string> nearest_name(std::string_view name, const std::vector<std::string>& known) {
  // A third of the letters may differ, and at most two be missing or too many.
  const auto third = name.size() * 34 / 100;
  const auto max_length_difference = std::min<std::size_t>(third, 2);
  auto max_distance = third + 1;
  const auto wanted = upper(name);
  std::optional<std::string> best;
  bool only_case = false;
  for (const auto& candidate : known) {
    const auto difference = name.size() > candidate.size() ? name.size() - candidate.size() : candidate.size() - name.size();
    if (candidate.empty() || difference > max_length_difference) continue;
    const auto other = upper(candidate);
    if (other == wanted) return candidate;
    if (only_case || candidate.size() < 3 || max_distance == 0) continue;
    const auto distance = edit_distance(wanted, other, max_distance - 1);
    if (!distance) continue;
    if (*distance < 2) only_case = true; else max_distance = *distance;
    best = candidate;
  }
  return best;
}

}  // namespace fleetlint::compiler
