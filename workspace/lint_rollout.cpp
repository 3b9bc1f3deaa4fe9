// The simulator as the rules see it: batches of each set, and facts by name.
#include <algorithm>

#include "fleetlint/rollout/fleet_sets.h"
#include "fleetlint/rollout/report.h"
#include "fleetlint/rollout/scenario_reader.h"
#include "fleetlint/rollout/simulate.h"
#include "lint_input.h"

namespace fleetlint::workspace {
namespace {

using rules::RolloutFacts;

std::string seconds(rollout::Millis millis) { return std::to_string(millis / 1000); }

/// What one class of sets that behaved alike did.
void take_operations(const rollout::ClassReport& report, RolloutFacts::Set& set) {
  rollout::Millis pauses = 0;
  for (const auto& operation : report.operations) {
    std::optional<rollout::Millis> last;
    for (const auto& batch : operation.batches) {
      set.batches.push_back({static_cast<std::int64_t>(batch.index), batch.start / 1000, batch.end.value_or(batch.start) / 1000, batch.instances.size(), batch.zone});
      if (batch.end) last = std::max(last.value_or(0), *batch.end);
    }
    pauses = std::max(pauses, operation.policy.pause * static_cast<rollout::Millis>(operation.batches.size()));
    if (!operation.batches.empty()) set.facts["batchPercent"] = std::to_string(operation.policy.max_batch);
    if (operation.kind == rollout::OperationKind::os && operation.code == rollout::OperationCode::completed && last && !operation.batches.empty())
      set.facts["durationSeconds"] = seconds(*last - operation.batches.front().start);
    if (operation.code == rollout::OperationCode::faulted || operation.code == rollout::OperationCode::rolling_back)
      set.facts["stopped"] = operation.batches.empty() ? std::string("before the first batch") : "batch " + std::to_string(operation.batches.back().index) + ", " + std::to_string(operation.failed) + " failed";
    set.finished = operation.code == rollout::OperationCode::completed;
  }
  set.facts["pauseSeconds"] = seconds(pauses);
  set.facts["minServing"] = std::to_string(report.min_serving);
}

}  // namespace

std::optional<RolloutFacts> simulate_rollout(SourceSet& sources, const LintOptions& options, const fleet::FleetModel& model, std::vector<Finding>& problems) {
  if (options.scenario.empty()) return std::nullopt;
  auto file = read_file(options.scenario, options.limits.file_bytes);
  if (!file.text) {
    Finding finding;
    finding.code = "FL0504";
    finding.message = "scenario " + options.scenario + ": " + file.message;
    problems.push_back(std::move(finding));
    return std::nullopt;
  }
  const auto source = sources.add(options.scenario, std::move(*file.text));
  const auto sets = rollout::template_sets(model);
  rollout::ReadOptions read;
  // The scenario's `from` means the template that is linted, with the values of this run.
  read.loader = [&](std::string_view, const std::vector<std::string>&, std::string&) { return std::optional(sets); };
  auto scenario = rollout::read_scenario(sources, source, read);
  problems.insert(problems.end(), scenario.findings.begin(), scenario.findings.end());
  if (!scenario.scenario) return std::nullopt;
  const auto shared = std::make_shared<const rollout::Scenario>(std::move(*scenario.scenario));
  const auto report = rollout::simulate(shared, {});
  RolloutFacts facts;
  for (const auto& group : report.classes)
    for (const auto member : group.members) {
      const auto& simulated = shared->sets[member];
      if (shared->size_unknown(simulated)) continue;  // no rule is to judge what nobody knows
      RolloutFacts::Set set;
      // A scenario may name the set otherwise; with one set in the template there is no doubt.
      set.name = model.scale_sets.size() == 1 ? model.scale_sets.front().display_name() : simulated.id;
      set.facts["capacity"] = std::to_string(simulated.capacity);
      const auto maintenance = shared->specs[simulated.spec].maintenance;
      if (maintenance >= 0) set.facts["windowSeconds"] = seconds(shared->maintenance[static_cast<std::size_t>(maintenance)].duration);
      take_operations(group, set);
      facts.sets.push_back(std::move(set));
    }
  return facts;
}

}  // namespace fleetlint::workspace
