#pragma once
// Runs a scenario. A function of its arguments only: no clock, no generator, no file; the same bytes for any number of threads.
#include <functional>
#include <memory>

#include "fleetlint/rollout/report.h"
#include "fleetlint/rollout/saved_run.h"
#include "fleetlint/rollout/scenario.h"

namespace fleetlint::rollout {

struct SimulateOptions {
  std::uint64_t trial = 0;
  bool capacity = true;   ///< record the serving capacity over time
  bool finals = false;    ///< record the state of every instance at the end
  bool details = false;   ///< record the end of every instance's upgrade
  bool classes = true;    ///< compute sets that behave alike once
  bool crowds = true;     ///< compute members of a batch together as long as nothing singles them out; the result is the same
  bool batches = true;    ///< keep the batches of every operation
  bool zones = false;     ///< find the lowest serving capacity of each zone: every instance is looked at by itself
  bool summary = false;   ///< only totals of every set are asked for, as by monte_carlo(); nothing else is kept
  std::vector<std::uint8_t> regions;  ///< by region: whether its sets take part; empty: all
  std::optional<Millis> until;  ///< stop there, as if stopped by hand when that instant was reached
  /// Asked now and then; true stops the run, which then reports what it has (RolloutReport::interrupted).
  std::function<bool()> cancelled;
  /// Told now and then: the simulated instant reached.
  std::function<void(Millis)> progress;
};

/// One run: the deterministic one, or trial `options.trial` of a scenario with `monteCarlo`.
RolloutReport simulate(std::shared_ptr<const Scenario> scenario, const SimulateOptions& options = {});

/// One trial of the whole fleet in short: what comparisons pair.
struct TrialSummary {
  bool completed = false;
  Millis completion = never;  ///< longest of the sets, from publication to end; never: stopped or still running
  std::uint32_t floor = 0, failed = 0, old = 0;
};

struct MonteCarloOptions {
  std::uint64_t trials = 0;  ///< 0: as the scenario says
  unsigned threads = 1;
  std::function<bool()> cancelled;
  std::function<void(std::uint64_t)> progress;
  /// Told of every trial in their order; of trial 0 only, if all trials are the same run.
  std::function<void(std::uint64_t trial, const TrialSummary&)> observe;
  /// Runs only every `shard_count`-th trial; the rest is another shard's.
  std::uint64_t shard = 0, shard_count = 1;
  const SavedRun* saved = nullptr;                      ///< trials that are known already
  std::function<void(const std::string& bytes)> save;  ///< told to append these bytes
  bool events = false;  ///< use the event engine even for fleets that can do without; the result is the same
};
struct PartsOptions {
  SimulateOptions run;
  unsigned threads = 1;
  std::uint64_t shard = 0, shard_count = 1;             ///< runs only every `shard_count`-th part
  const SavedRun* saved = nullptr;                      ///< parts that are known already
  std::function<void(const std::string& bytes)> save;  ///< told to append these bytes; one call at a time
};
/// The same as simulate(), region by region where regions do not wait for one another; a shard's report is empty.
RolloutReport simulate_parts(const std::shared_ptr<const Scenario>& scenario, PartsOptions& options);

/// Many trials, summed up; byte-identical for any number of threads.
MonteCarloReport monte_carlo(const std::shared_ptr<const Scenario>& scenario, MonteCarloOptions& options);

/// Evaluates the scenario's assertions on a run (and on its Monte Carlo part, if there is one). Some need every trial to be run
/// again: `cancelled`, asked now and then, ends that; what is not decided by then is undecided.
void evaluate_assertions(RolloutReport& report, std::string_view variant = "", const std::function<bool()>& cancelled = {});

}  // namespace fleetlint::rollout
