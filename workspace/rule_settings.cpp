// analyzers.fleetlint of bicepconfig.json: the same shape as the reference linter's section.
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

void read_rule(const arm::Member& member, std::map<std::string, RuleSettings>& settings, std::vector<Finding>& findings) {
  const rules::Rule* rule = rules::find_rule(member.name);
  if (rule == nullptr) {
    findings.push_back(problem("FL0501", member.name_location, "there is no rule `" + std::string(member.name) + "`"));
    return;
  }
  auto& mine = settings[rule->id];
  if (member.value.is_string()) {  // "FL-UPG-001": "off" for short
    if (const auto level = level_named(member.value.text)) mine.level = mine.level.value_or(*level);
    else findings.push_back(problem("FL0502", member.value.location, "`" + std::string(member.value.text) + "` is no level: off, info, warning or error"));
    return;
  }
  for (const auto& setting : member.value.members) {
    if (setting.name != "level") {
      mine.values.emplace(std::string(setting.name), text_of(setting.value));  // nearer layers come first and win
      continue;
    }
    const auto level = level_named(setting.value.text);
    if (!level) findings.push_back(problem("FL0502", setting.value.location, "`" + std::string(setting.value.text) + "` is no level: off, info, warning or error"));
    else if (!mine.level) mine.level = *level;
  }
}

}  // namespace

std::map<std::string, RuleSettings> rule_settings(const compiler::Configuration& configuration, std::vector<Finding>& findings) {
  std::map<std::string, RuleSettings> settings;
  for (const auto& layer : configuration.layers) {
    const auto* analyzers = layer->root.find("analyzers");
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
