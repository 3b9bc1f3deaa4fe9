#pragma once
// Policies for machines outside of scale sets: each is a pure function from its question to its answer, in a file of its own.
#include "fleetlint/rollout/report.h"

namespace fleetlint::rollout {

/// What all of them may ask: the scenario's durations, switches and random numbers.
struct MachineContext {
  const Scenario& scenario;
  bool random = false;
  std::uint64_t trial = 0;  ///< trial_key
  RuleSet& rules;

  void apply(Rule rule) const { rules.set(static_cast<std::size_t>(rule)); }
  /// A step of a machine; its path is `machine/name` (rule RNG-2).
  Millis length(DurationName name, Purpose purpose, std::string_view machine, std::uint64_t k) const {
    const Duration& d = scenario.duration(name);
    if (!random || d.table < 0) return d.value;
    return sample(scenario.tables[static_cast<std::size_t>(d.table)], draw(path_key(trial, fnv1a(machine, fnv1a("machine/"))), purpose, k));
  }
};

ArcReport arc_rollout(const MachineContext& context, const ArcRollout& rollout);
GuestReport guest_patching(const MachineContext& context, const GuestPatching& patching);
std::string_view hotpatch_kind(Millis released, bool unplanned);
ScheduleReport run_schedule(const MachineContext& context, const Schedule& schedule);
std::string_view orchestration(const OrchestrationQuestion& question);
HostReport host_maintenance(const MachineContext& context, const HostMaintenance& host);
EventReport scheduled_event(const MachineContext& context, const ScheduledEvent& event);
RepairReport instance_repairs(const MachineContext& context, const RepairQuestion& question);
/// HIST-2: the newest five attempts that began within two calendar months before `at`; indices, newest first.
std::vector<std::uint32_t> recent_attempts(Millis at, const std::vector<Millis>& starts);

void answer_machine_questions(const Scenario& scenario, bool random, std::uint64_t trial, RolloutReport& report, RuleSet& rules);

}  // namespace fleetlint::rollout
