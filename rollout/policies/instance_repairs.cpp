// Automatic instance repairs. Rules AIR-1, AIR-2.
#include <algorithm>

#include "policies/machines.h"

namespace fleetlint::rollout {

RepairReport instance_repairs(const MachineContext& context, const RepairQuestion& question) {
  RepairReport report;
  context.apply(Rule::AIR_1);
  context.apply(Rule::AIR_2);
  report.concurrent = question.capacity < 20 ? 1 : std::max(1u, question.capacity * 5 / 100);
  const Millis length = question.repair_time ? *question.repair_time
                                             : context.scenario.duration(DurationName::disk_swap).value + context.scenario.duration(DurationName::boot).value +
                                                   context.scenario.duration(DurationName::app_warmup).value;
  std::vector<std::pair<Millis, std::uint32_t>> ready;
  for (const auto& patient : question.patients) {
    if (patient.is_protected) continue;
    // The grace period follows a change of state; an instance that went through none is repaired as soon as it is ill.
    const Millis spared = patient.state_change_end ? *patient.state_change_end + question.grace : patient.since;
    ready.emplace_back(std::max(patient.since, spared), patient.id);
  }
  std::sort(ready.begin(), ready.end());
  std::vector<Millis> slots(report.concurrent, INT64_MIN);
  for (const auto& [at, id] : ready) {
    auto slot = std::min_element(slots.begin(), slots.end());
    const Millis start = std::max(at, *slot);
    *slot = start + length;
    report.repairs.push_back({id, start, *slot});
  }
  return report;
}

}  // namespace fleetlint::rollout
