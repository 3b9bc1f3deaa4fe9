#pragma once
// Questions beyond one run: comparison of variants, exact probabilities, a real history, policies that hold, a first scenario.
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "fleetlint/base/source.h"
#include "fleetlint/rollout/report.h"
#include "fleetlint/rollout/scenario_reader.h"

namespace fleetlint::rollout {

struct NamedReport {
  std::string name;
  RolloutReport report;
};
/// A table of base and variants; the same random numbers in all of them, so that differences are paired.
std::string compare_text(const std::vector<NamedReport>& reports);

/// Exact probabilities by recurrence for every set to which they apply, and a sentence for the others.
std::string probability_text(const Scenario& scenario);

/// Compares a real history (the service's JSON) with the simulated one of a set: the first difference and the rule concerned.
/// `same` tells whether there is none.
std::string replay_text(const RolloutReport& report, std::uint32_t set, const SourceSet& sources, SourceId history, bool& same);

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
};
PolicyAdvice suggest_policy(const PolicyWish& wish);

/// The smallest number of instances whose failure stops a rollout of `count` instances and the largest that it survives.
struct Breaking {
  std::vector<std::uint32_t> smallest;   ///< batch sizes hit: ids of a smallest stopping set; empty: nothing stops it
  std::uint32_t largest_survived = 0;
};
Breaking breaking_failures(const std::vector<std::uint32_t>& batches, int max_unhealthy_upgraded);

/// A commented scenario for the sets of templates (or an example).
std::string new_scenario_text(const std::vector<TemplateSet>& sets);

}  // namespace fleetlint::rollout
