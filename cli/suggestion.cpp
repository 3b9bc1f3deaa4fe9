#include "suggestion.h"

#include <algorithm>

#include "fleetlint/base/unicode.h"
#include "fleetlint/base/finding.h"
#include "fleetlint/rules/rule.h"

namespace fleetlint::cli {
namespace {

constexpr std::size_t longest_word = 64;  // nobody mistypes more than that by two letters

std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    auto diagonal = row[0]++;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const auto above = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, diagonal + (to_lower_ascii(a[i - 1]) == to_lower_ascii(b[j - 1]) ? 0 : 1)});
      diagonal = above;
    }
  }
  return row[b.size()];
}

}  // namespace

std::string did_you_mean(std::string_view word, const std::vector<std::string_view>& names) {
  if (word.empty() || word.size() > longest_word) return {};
  std::string_view nearest;
  std::size_t least = 3;
  for (const auto name : names) {
    const auto distance = edit_distance(word, name);
    if (distance < least) {
      least = distance;
      nearest = name;
    }
  }
  return nearest.empty() ? std::string() : "; did you mean `" + std::string(nearest) + "`?";
}

std::string no_such_rule(std::string_view id_or_name, const std::vector<std::string_view>& others) {
  std::vector<std::string_view> names = others;
  for (const auto* rule : rules::all_rules()) {
    names.emplace_back(rule->id);
    names.emplace_back(rule->name);
  }
  const auto shown = id_or_name.substr(0, 80);
  return std::string(others.empty() ? "there is no rule `" : "there is no rule or code `") + redact_secrets(shown) + "`" + did_you_mean(id_or_name, names) + "\nRun `fleetlint rules` for the list.";
}

}  // namespace fleetlint::cli
