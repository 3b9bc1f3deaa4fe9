#pragma once
// Questions beyond one run: comparison of variants, exact probabilities, a real history, policies that hold, a first scenario.
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "fleetlint/base/source.h"
#include "fleetlint/rollout/report.h"
#include "fleetlint/rollout/scenario_reader.h"
#include "fleetlint/rollout/simulate.h"

namespace fleetlint::rollout {

struct NamedReport {
  std::string name;
  RolloutReport report;
  std::vector<TrialSummary> trials;  ///< in order; empty without Monte Carlo
};
/// A table of base and variants. All see the same random numbers, so that differences are paired trial by trial: they are shown with
/// a 95 % interval, and as "no difference" only when that lies within 1 % of the base.
std::string compare_text(const std::vector<NamedReport>& reports);
/// The same for programs: durations in ISO 8601, differences in the unit of their value, "noDifference" as in the table.
std::string compare_json(const std::vector<NamedReport>& reports);

/// The exact probability that the upgrade of a set completes, where a recurrence applies: one fault `unhealthyAfterUpgrade` with a
/// probability, one image upgrade in place that ends before the horizon. Nothing otherwise.
struct ExactCompletion {
  double complete = 0;
  bool constant_times = true;  ///< otherwise it holds for durations at their medians: random ones make some instances late
};
std::optional<ExactCompletion> exact_completion(const Scenario& scenario, std::uint32_t set);

/// Exact probabilities by recurrence for every set to which they apply, and a sentence for the others.
std::string probability_text(const Scenario& scenario);

/// Compares a real history (the service's JSON) with the simulated one of a set: the first difference and the rule concerned.
/// `same` tells whether there is none.
std::string replay_text(const RolloutReport& report, std::uint32_t set, const SourceSet& sources, SourceId history, bool& same);

/// Runs the scenario again with each other reading of the assumptions that entered, and says what it changes. Costs a run each.
std::vector<Reading> weigh_assumptions(const RolloutReport& report);
/// The assumptions that entered, with their readings.
std::string assumptions_text(const RolloutReport& report);

/// The lowest serving capacity of each zone of each set that has zones. Costs a run that looks at every instance.
std::vector<ZoneServing> serving_by_zone(const RolloutReport& report);

struct PolicyWish {
  std::uint32_t from = 5, to = 5, zones = 0;
  std::optional<std::uint32_t> max_down;
  std::optional<Millis> within;
  std::uint32_t survive = 0;  ///< failures in any one batch that must not stop the rollout
  Millis pause = 0;
};
struct PolicyAdvice {
  bool possible = false;
  int max_batch = 20, max_unhealthy = 20, max_unhealthy_upgraded = 20;
  Millis pause = 0;
  std::string text;  ///< what it does, or the proof that nothing does and which wish to drop
  std::vector<std::string> remarks;  ///< what the proposal costs, with the rules of lint that say so
  struct Assumption {
    Rule rule = Rule::A_1;
    std::string text;
  };
  std::vector<Assumption> assumptions;
};
/// A policy that holds for every size of the range and that lint has no error or warning about.
PolicyAdvice suggest_policy(const PolicyWish& wish);

/// The smallest number of instances whose failure stops a rollout of `count` instances and the largest that it survives.
struct Breaking {
  std::vector<std::uint32_t> smallest;   ///< batch sizes hit: ids of a smallest stopping set; empty: nothing stops it
  std::uint32_t largest_survived = 0;
};
Breaking breaking_failures(const std::vector<std::uint32_t>& batches, int max_unhealthy_upgraded);

struct NewScenario {
  std::string text;
  std::vector<std::string> assumed;  ///< what stands in it for something that the templates do not tell, as sentences
};
/// A commented scenario that runs as it is: for the sets of templates, which it names, or an example if there are none. Sets of
/// the same name get ids that tell them apart.
NewScenario new_scenario(const std::vector<TemplateSet>& sets);

}  // namespace fleetlint::rollout
