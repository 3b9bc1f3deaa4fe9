#include <algorithm>
#include <cstdlib>

#include <fmt/format.h>

#include "fleetlint/rollout/ask.h"
#include "scenario/yaml_tree.h"

namespace fleetlint::rollout {
namespace {

const YamlNode* path(const YamlNode* node, std::initializer_list<std::string_view> keys) {
  for (const auto key : keys) {
    if (node == nullptr || node->kind != YamlNode::Kind::mapping) return nullptr;
    node = node->find(key);
  }
  return node;
}
std::string text_of(const YamlNode* node) { return node == nullptr ? std::string() : node->text; }

/// The service writes seven fraction digits and +00:00.
std::optional<Millis> service_instant(std::string text) {
  const auto point = text.find('.');
  if (point != std::string::npos) {
    auto end = point + 1;
    while (end < text.size() && text[end] >= '0' && text[end] <= '9') ++end;
    text.erase(std::min(point + 4, end), end - std::min(point + 4, end));
  }
  return parse_instant(text);
}

struct Difference {
  std::string what, real, simulated;
  Rule rule;
};

}  // namespace

std::string replay_text(const RolloutReport& report, std::uint32_t set, const SourceSet& sources, SourceId history, bool& same) {
  same = false;
  YamlTree tree;
  std::vector<Finding> findings;
  const YamlNode* root = parse_yaml(sources, history, {}, tree, findings);
  const YamlNode* list = path(root, {"value"});
  std::vector<const YamlNode*> real;
  if (findings.empty() && list != nullptr && list->kind == YamlNode::Kind::sequence) {
    real.assign(list->items.begin(), list->items.end());
  } else if (findings.empty() && path(root, {"properties", "runningStatus"}) != nullptr) {
    real.push_back(root);  // the newest attempt alone, as `rollingUpgrades/latest` gives it
  } else {
    return findings.empty() ? "the history has neither a list `value` nor one record with `properties`\n" : findings.front().message + "\n";
  }
  std::stable_sort(real.begin(), real.end(), [](const YamlNode* a, const YamlNode* b) {
    return service_instant(text_of(path(a, {"properties", "runningStatus", "startTime"}))).value_or(0) <
           service_instant(text_of(path(b, {"properties", "runningStatus", "startTime"}))).value_or(0);
  });
  std::vector<const OperationReport*> simulated;
  for (const auto& o : report.of_set(set).operations) {
    if (o.kind == OperationKind::os) simulated.push_back(&o);
  }
  const std::string& id = report.scenario->sets[set].id;
  for (std::size_t i = 0; i < std::max(real.size(), simulated.size()); ++i) {
    if (i >= real.size()) return fmt::format("{}: the simulation has attempt {} ({}), the history has not. {}: {}\n", id, i + 1, simulated[i]->update, info(Rule::V_1).id, info(Rule::V_1).text);
    if (i >= simulated.size()) return fmt::format("{}: the history has attempt {}, the simulation has not. {}: {}\n", id, i + 1, info(Rule::V_1).id, info(Rule::V_1).text);
    const YamlNode* p = path(real[i], {"properties"});
    const OperationReport& o = *simulated[i];
    const auto number = [&](const char* group, const char* key) { return text_of(path(p, {group, key})); };
    std::string error = text_of(path(p, {"error", "code"}));
    // Errors that the model never predicts are accepted (rule ERR-4).
    if (error == "InternalExecutionError" || error == "RollingUpgradeTimeoutError") error = std::string(to_string(o.error));
    const Difference rows[] = {
        {"target version", text_of(path(p, {"targetImageReference", "version"})), o.update, Rule::V_2},
        {"started by", text_of(path(p, {"startedBy"})), o.by_user ? "User" : "Platform", Rule::E_11},
        {"code", text_of(path(p, {"runningStatus", "code"})), std::string(to_string(o.code)), Rule::HIST_4},
        {"error", error, std::string(to_string(o.error)), o.error == ErrorCode::unhealthy_before ? Rule::S_1 : o.error == ErrorCode::unhealthy_during ? Rule::S_2 : Rule::S_3},
        {"failed instances", number("progress", "failedInstanceCount"), std::to_string(o.failed), Rule::H_2},
        {"successful instances", number("progress", "successfulInstanceCount"), std::to_string(o.successful), Rule::HIST_3},
        {"pending instances", number("progress", "pendingInstanceCount"), std::to_string(o.pending), Rule::B_8},
        {"restored instances", number("rollbackInfo", "successfullyRolledbackInstanceCount"), std::to_string(o.rolled_back), Rule::R_1},
    };
    for (const auto& row : rows) {
      if (row.real.empty() && row.what != "error") continue;  // the history does not say
      if (row.real == row.simulated) continue;
      return fmt::format("{}: attempt {} differs first in {}: history {}, simulation {}. Rule {}: {} ({})\n", id, i + 1, row.what, row.real.empty() ? "none" : row.real,
                         row.simulated.empty() ? "none" : row.simulated, info(row.rule).id, info(row.rule).text, info(row.rule).source);
    }
  }
  same = true;
  std::string text = fmt::format("{}: {} {} as simulated\n", id, real.size(), real.size() == 1 ? "attempt went" : "attempts went");
  // Times are no differences: the model's durations are assumptions, and the real ones are what to put in their place.
  for (std::size_t i = 0; i < real.size(); ++i) {
    const auto from = service_instant(text_of(path(real[i], {"properties", "runningStatus", "startTime"})));
    auto to = service_instant(text_of(path(real[i], {"properties", "runningStatus", "completedTime"})));
    if (!to) to = service_instant(text_of(path(real[i], {"properties", "runningStatus", "endTime"})));
    if (!from || !to || *to < *from || !simulated[i]->end) continue;
    const Millis took = *to - *from, expected = *simulated[i]->end - simulated[i]->start;
    text += fmt::format("  attempt {}: took {}, simulated {}{}\n", i + 1, format_span(took / one_second * one_second), format_span(expected / one_second * one_second),
                        took == expected ? "" : fmt::format("; rule {}: the durations are assumptions, set `durations` to what you measure", info(Rule::K_1).id));
  }
  return text;
}

}  // namespace fleetlint::rollout
