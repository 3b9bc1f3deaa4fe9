// Update Manager: who orchestrates, and customer-managed schedules. Rules AUM-1 to AUM-5.
#include <algorithm>
#include <map>

#include "policies/machines.h"

namespace fleetlint::rollout {

std::string_view orchestration(const OrchestrationQuestion& q) {
  // Rows: platform orchestration, bypass of the platform's safety checks, schedule attached.
  static constexpr std::string_view answers[2][2][2] = {
      {{"none", "errorPrerequisitesNotMet"}, {"none", "errorPrerequisitesNotMet"}},
      {{"autoPatching", "errorPrerequisitesNotMet"}, {"none", "scheduledPatching"}},
  };
  return answers[q.azure_orchestrated ? 1 : 0][q.bypass ? 1 : 0][q.schedule ? 1 : 0];
}

ScheduleReport run_schedule(const MachineContext& context, const Schedule& schedule) {
  ScheduleReport report;
  const Millis duration = schedule.duration.value_or(3 * one_hour + 55 * one_minute);
  if (schedule.on_demand) {
    context.apply(Rule::AUM_5);
  } else {
    context.apply(Rule::AUM_2);
    if (duration < 90 * one_minute || duration > 235 * one_minute) report.errors.push_back("DurationOutOfRange");
    if (schedule.recur_every && *schedule.recur_every < 6 * one_hour) report.errors.push_back("RecurrenceTooShort");
    if (schedule.created_at && schedule.start < *schedule.created_at + 15 * one_minute) report.errors.push_back("StartTooSoon");
    if (!report.errors.empty()) return report;
  }
  context.apply(Rule::AUM_3);
  const Millis close = schedule.start + duration;
  std::map<std::uint32_t, Millis> domain_start;  // members of an availability set go by update domain
  const auto work_of = [&](const ScheduledMachine& machine) {
    const Millis install = machine.patch_time ? *machine.patch_time : context.length(DurationName::patch_install, Purpose::patch_install, machine.name, 1);
    return install + (machine.reboot ? context.length(DurationName::reboot, Purpose::reboot, machine.name, 1) : 0);
  };
  for (const auto& machine : schedule.machines) {
    if (machine.ud) domain_start[*machine.ud] = std::max(domain_start[*machine.ud], work_of(machine));
  }
  Millis turn = schedule.start;
  for (auto& [ud, longest] : domain_start) {
    const Millis length = longest;
    longest = turn;
    turn += length;
  }
  for (const auto& machine : schedule.machines) {
    auto& out = report.machines.emplace_back();
    out.name = machine.name;
    if (!schedule.on_demand) {
      if (!machine.arc) {
        context.apply(Rule::AUM_1);
        const auto decision = orchestration({machine.mode == PatchMode::automatic_by_platform, machine.bypass, true});
        if (decision != "scheduledPatching") {
          out.result = decision;
          continue;
        }
      }
      context.apply(Rule::AUM_4);
      if (machine.running_since && *machine.running_since > schedule.start - 15 * one_minute) {
        out.result = "notRunning";
        continue;
      }
    }
    const Millis start = machine.ud ? domain_start[*machine.ud] : schedule.start;
    const Millis end = start + work_of(machine);
    out.result = "patched";
    out.start = start;
    out.end = end;
    out.reboot = machine.reboot;
    if (!schedule.on_demand && end > close) {
      out.result = "windowExceeded";
      out.end = close;
    }
  }
  return report;
}

}  // namespace fleetlint::rollout
