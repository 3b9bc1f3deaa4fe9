// analyzers.fleetlint of bicepconfig.json: the same shape as the reference linter's section.
#include <algorithm>
#include <span>

#include "fleetlint/base/nearest_name.h"
#include "fleetlint/workspace/lint.h"

namespace fleetlint::workspace {
namespace {

using rules::RuleSettings;

std::optional<Severity> level_named(std::string_view text) {
  if (text == "off") return Severity::off;
  if (text == "info") return Severity::info;
  if (text == "warning") return Severity::warning;
  if (text == "error") return Severity::error;
  return std::nullopt;
}

std::string text_of(const arm::Node& node) {
  switch (node.kind) {
    case arm::NodeKind::string: return std::string(node.text);
    case arm::NodeKind::integer: return std::to_string(node.integer);
    case arm::NodeKind::number: return std::string(node.text);
    case arm::NodeKind::boolean: return node.boolean ? "true" : "false";
    case arm::NodeKind::array: {
      std::string list;
      for (const auto& item : node.items) list += text_of(item) + "\n";
      return list;
    }
    default: return {};
  }
}

Finding problem(std::string code, Location location, std::string message) {
  Finding finding;
  finding.code = std::move(code);
  finding.severity = Severity::warning;
  finding.message = std::move(message);
  finding.location = location;
  return finding;
}

Finding no_such_rule(const arm::Member& member) {
  return problem("FL0501", member.name_location, "there is no rule `" + std::string(member.name) + "`" + did_you_mean(member.name, rules::rule_ids_and_names()));
}

Finding no_such_level(const arm::Node& node) {
  constexpr std::string_view levels[] = {"off", "info", "warning", "error"};
  const auto meant = did_you_mean(node.text, levels);
  return problem("FL0502", node.location, "`" + std::string(node.text) + "` is no level: off, info, warning or error" + meant);
}

Finding no_such_key(std::string code, const arm::Member& member, std::string_view where, std::span<const std::string_view> names) {
  auto finding = problem(std::move(code), member.name_location, std::string(where) + " has no `" + std::string(member.name) + "`" + did_you_mean(member.name, names));
  for (const auto name : names) finding.help += (finding.help.empty() ? "there are: `" : ", `") + std::string(name) + "`";
  return finding;
}

/// What a rule can be told: its level, and settings of its own.
std::vector<std::string_view> keys_of(const rules::Rule& rule) {
  std::vector<std::string_view> keys{"level"};
  for (const auto& [name, value] : rule.settings_with_defaults()) keys.push_back(name);
  return keys;
}

void read_rule(const arm::Member& member, std::map<std::string, RuleSettings>& settings, std::vector<Finding>& findings) {
  const rules::Rule* rule = rules::find_rule(member.name);
  if (rule == nullptr) {
    findings.push_back(no_such_rule(member));
    return;
  }
  auto& mine = settings[rule->id];
  if (member.value.is_string()) {  // "FL-UPG-001": "off" for short
    if (const auto level = level_named(member.value.text)) mine.level = mine.level.value_or(*level);
    else findings.push_back(no_such_level(member.value));
    return;
  }
  const auto keys = keys_of(*rule);
  for (const auto& setting : member.value.members) {
    if (setting.name != "level") {
      if (std::find(keys.begin(), keys.end(), setting.name) == keys.end()) findings.push_back(no_such_key("FL0508", setting, "the rule " + std::string(rule->id), keys));
      mine.values.emplace(std::string(setting.name), text_of(setting.value));  // nearer layers come first and win
      continue;
    }
    const auto level = level_named(setting.value.text);
    if (!level) findings.push_back(no_such_level(setting.value));
    else if (!mine.level) mine.level = *level;
  }
}

/// Names of the section and in it that mean nothing. Of other analyzers nothing is known, so only what is nearly ours counts.
void check_keys(const arm::Node& analyzers, std::vector<Finding>& findings) {
  constexpr std::string_view section[] = {"fleetlint"}, keys[] = {"enabled", "rules"};
  for (const auto& member : analyzers.members)
    if (member.name != "core" && member.name != section[0] && !nearest_name(member.name, section).empty()) findings.push_back(no_such_key("FL0507", member, "`analyzers`", section));
  const auto* own = analyzers.find(section[0]);
  if (own == nullptr) return;
  for (const auto& member : own->members)
    if (std::find(std::begin(keys), std::end(keys), member.name) == std::end(keys)) findings.push_back(no_such_key("FL0507", member, "`analyzers.fleetlint`", keys));
}

}  // namespace

std::map<std::string, RuleSettings> rule_settings(const compiler::Configuration& configuration, std::vector<Finding>& findings) {
  std::map<std::string, RuleSettings> settings;
  for (const auto& layer : configuration.layers) {
    const auto* analyzers = layer->root.find("analyzers");
    if (analyzers != nullptr) check_keys(*analyzers, findings);
    const auto* own = analyzers == nullptr ? nullptr : analyzers->find("fleetlint");
    if (own == nullptr) continue;
    if (const auto* enabled = own->find("enabled"); enabled != nullptr && enabled->is(arm::NodeKind::boolean) && !enabled->boolean)
      for (const auto* rule : rules::all_rules())
        if (!settings[rule->id].level) settings[rule->id].level = Severity::off;
    if (const auto* list = own->find("rules"))
      for (const auto& member : list->members) read_rule(member, settings, findings);
  }
  return settings;
}

}  // namespace fleetlint::workspace
