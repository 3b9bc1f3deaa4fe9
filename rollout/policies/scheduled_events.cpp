// Scheduled events: the notice of each type, approval, hardware failure. Rules N-1, N-2, N-4.
#include <algorithm>

#include "policies/machines.h"

namespace fleetlint::rollout {

EventReport scheduled_event(const MachineContext& context, const ScheduledEvent& event) {
  EventReport report;
  if (event.hardware_failure) {
    context.apply(Rule::N_2);
    report.started = event.raised;
    return report;
  }
  context.apply(Rule::N_1);
  Millis notice = 15 * one_minute;  // Freeze, Reboot
  if (event.type == "Redeploy") notice = 10 * one_minute;
  if (event.type == "Preempt") notice = 30 * one_second;
  if (event.type == "Terminate") {
    context.apply(Rule::N_4);
    notice = event.not_before_timeout.value_or(5 * one_minute);
    if (notice < 5 * one_minute || notice > 15 * one_minute) {
      report.error = "NotBeforeTimeoutOutOfRange";
      return report;
    }
  }
  report.not_before = event.raised + notice;
  report.started = std::min(std::max(event.approved.value_or(never), event.raised), *report.not_before);
  return report;
}

}  // namespace fleetlint::rollout
