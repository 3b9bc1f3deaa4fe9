#include "suggestion.h"

#include "fleetlint/base/finding.h"
#include "fleetlint/base/nearest_name.h"
#include "fleetlint/rules/rule.h"

namespace fleetlint::cli {
std::string no_such_rule(std::string_view id_or_name, const std::vector<std::string_view>& others) {
  auto names = others;
  const auto of_rules = rules::rule_ids_and_names();
  names.insert(names.end(), of_rules.begin(), of_rules.end());
  const auto shown = id_or_name.substr(0, 80);
  return std::string(others.empty() ? "there is no rule `" : "there is no rule or code `") + redact_secrets(shown) + "`" + did_you_mean(id_or_name, names) + "\nRun `fleetlint rules` for the list.";
}

}  // namespace fleetlint::cli
