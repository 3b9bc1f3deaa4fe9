// Suppressions that silence nothing because they name nothing: a misspelt rule, key or directive.
#include <algorithm>

#include "directives.h"
#include "fleetlint/base/nearest_name.h"
#include "fleetlint/compiler/core_linter.h"
#include "fleetlint/workspace/lint.h"

namespace fleetlint::workspace {
namespace {

using Kind = Directive::Kind;
using fleet::equal_ignoring_case;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// A prefix and a number of so many digits: BCP057, FL0209.
bool is_numbered(std::string_view code, std::string_view prefix, std::size_t digits) {
  return code.size() == prefix.size() + digits && equal_ignoring_case(code.substr(0, prefix.size()), prefix) && std::all_of(code.begin() + static_cast<std::ptrdiff_t>(prefix.size()), code.end(), is_digit);
}

/// Whether something that fleetlint or the compiler tells has this name.
bool is_known_code(std::string_view code) {
  return rules::find_rule(code) != nullptr || compiler::find_core_rule(code) != nullptr || is_numbered(code, "BCP", 3) || is_numbered(code, "FL", 4);
}

/// The code that was meant; empty when none is near.
std::string meant_code(std::string_view code) {
  auto names = rules::rule_ids_and_names();
  for (const auto& rule : compiler::core_rules()) names.emplace_back(rule.code);
  // BCP57, BPC057: the number says which one.
  const auto digits = code.substr(std::min(code.size(), code.find_last_not_of("0123456789") + 1));
  std::string numbered;
  if (!digits.empty() && digits.size() <= 3) names.emplace_back(numbered = "BCP" + std::string(3 - digits.size(), '0') + std::string(digits));
  return std::string(nearest_name(code, names));
}

Finding warning(Location location, std::string message) {
  Finding finding;
  finding.code = "FL0506";
  finding.severity = Severity::warning;
  finding.message = std::move(message);
  finding.location = location;
  return finding;
}

Finding unknown_code(Location location, std::string_view code, std::string_view meant) {
  auto finding = warning(location, "there is no rule or code `" + std::string(code.substr(0, 80)) + "`, so nothing is silenced");
  finding.help = meant.empty() ? "`fleetlint rules` lists the rules" : "did you mean `" + std::string(meant) + "`?";
  return finding;
}

/// Behind the first code people may write why, without the dashes that a reason begins with: only what looks like a code counts.
void check_codes(const Directive& directive, SourceId source, std::vector<Finding>& findings) {
  bool is_first = true;
  for (const auto& [text, span] : directive.codes) {
    if (!is_known_code(text)) {
      const auto meant = meant_code(text);
      if (is_first || !meant.empty() || fleet::to_lower(text).starts_with("fl-")) findings.push_back(unknown_code({source, span}, text, meant));
    }
    is_first = false;
  }
}

constexpr std::string_view metadata_key = "fleetlint", ignore_key = "ignore";

/// Metadata is free, and a reason may stand beside the list: only what is nearly the name is taken for a slip.
void check_key(std::string_view name, Location location, std::string_view wanted, std::vector<Finding>& findings) {
  if (equal_ignoring_case(name, wanted) || nearest_name(name, {&wanted, 1}).empty()) return;
  auto finding = warning(location, "metadata has no use for `" + std::string(name.substr(0, 80)) + "`, so nothing is silenced");
  finding.help = "did you mean `" + std::string(wanted) + "`?";
  findings.push_back(std::move(finding));
}

void check_code(std::string_view code, Location location, std::vector<Finding>& findings) {
  if (!is_known_code(code)) findings.push_back(unknown_code(location, code, meant_code(code)));
}

Finding not_a_list(Location location) {
  auto finding = warning(location, "`metadata.fleetlint.ignore` is no list, so nothing is silenced");
  finding.help = "write `[\"FL-UPG-015\"]`";
  return finding;
}

void check_template_metadata(const arm::Node* root, std::vector<Finding>& findings) {
  const auto* metadata = root == nullptr ? nullptr : root->find("metadata");
  if (metadata == nullptr) return;
  for (const auto& member : metadata->members) check_key(member.name, member.name_location, metadata_key, findings);
  const auto* own = metadata->find(metadata_key);
  if (own == nullptr) return;
  for (const auto& member : own->members) check_key(member.name, member.name_location, ignore_key, findings);
  const auto* list = own->find(ignore_key);
  if (list == nullptr) return;
  if (!list->is_array()) findings.push_back(not_a_list(list->location));
  for (const auto& item : list->items)
    if (item.is_string()) check_code(item.text, item.location, findings);
}

void check_resource_metadata(const fleet::Property& metadata, std::vector<Finding>& findings) {
  for (const auto& member : metadata.members()) check_key(member.name(), member.name_location(), metadata_key, findings);
  const auto own = metadata[metadata_key];
  for (const auto& member : own.members()) check_key(member.name(), member.name_location(), ignore_key, findings);
  const auto list = own[ignore_key];
  if (list.value() != nullptr && !list.value()->is_array() && !list.value()->is_unknown() && !list.is_absent()) findings.push_back(not_a_list(list.where()));
  for (const auto& item : list.items().certain)
    if (const auto code = item.text()) check_code(*code, item.where(), findings);
}

}  // namespace

void check_directives(const SourceSet& sources, SourceId source, std::vector<Finding>& findings) {
  for (const auto& directive : read_directives(sources[source])) {
    const auto& name = directive.name;
    if (directive.kind == Kind::misspelt) {
      constexpr std::string_view names[] = {"fleetlint:ignore", "fleetlint:ignore-file", "fleetlint:ignore-start", "fleetlint:ignore-end"};
      const auto meant = nearest_name(name.text, names);
      if (meant.empty()) continue;  // prose that happens to begin so
      auto finding = warning({source, name.span}, "there is no directive `" + name.text + "`, so nothing is silenced");
      finding.help = "did you mean `" + std::string(meant) + "`?";
      findings.push_back(std::move(finding));
    } else if (directive.codes.empty() && (directive.kind == Kind::ignore || directive.kind == Kind::ignore_file || directive.kind == Kind::ignore_start)) {
      auto finding = warning({source, name.span}, "`" + name.text + "` names no rule, so nothing is silenced");
      finding.help = "name what it is for: `" + name.text + " FL-UPG-015 -- reason`";
      findings.push_back(std::move(finding));
    } else {
      check_codes(directive, source, findings);
    }
  }
}

void check_metadata(const fleet::FleetModel& model, std::vector<Finding>& findings) {
  if (model.evaluated != nullptr && !model.evaluated->deployments.empty()) check_template_metadata(model.evaluated->deployments[0]->template_node, findings);
  for (const auto& resource : model.resources) check_resource_metadata(resource["metadata"], findings);
}

}  // namespace fleetlint::workspace
