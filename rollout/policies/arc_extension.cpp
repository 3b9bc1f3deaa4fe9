// Automatic extension upgrade of Arc-enabled servers. Rules ARC-1 to ARC-7.
#include <algorithm>
#include <numeric>
#include <tuple>

#include "policies/machines.h"

namespace fleetlint::rollout {
namespace {

constexpr std::size_t listed_attempts = 2000;  ///< a machine that fails for ever is told so far

void attempt_machine(const MachineContext& context, const ArcRollout& rollout, const ArcMachine& machine, Millis start, ArcReport::Machine& out) {
  out.version = rollout.from;
  out.queued = true;
  for (std::uint32_t k = 1; out.attempts.size() < listed_attempts; ++k) {
    if (machine.disable_after && k > *machine.disable_after) {
      out.queued = false;
      return;
    }
    context.apply(Rule::ARC_7);
    ArcReport::Attempt attempt{start, start + context.length(DurationName::ext_upgrade, Purpose::extension_upgrade, machine.name, k), "ok"};
    if (k > machine.fail_attempts) {
      out.attempts.push_back(attempt);
      out.version = rollout.version;
      out.queued = false;
      return;
    }
    context.apply(Rule::ARC_3);
    attempt.end += context.length(DurationName::ext_rollback, Purpose::extension_rollback, machine.name, k);
    attempt.result = "rolledBack";
    if (machine.rollback_fails_at && k == *machine.rollback_fails_at) {
      context.apply(Rule::ARC_5);
      attempt.result = "rollbackFailed";
      out.attempts.push_back(attempt);
      out.status = "Failed";
      out.version.reset();
      out.queued = false;
      return;
    }
    out.attempts.push_back(attempt);
    context.apply(Rule::ARC_4);
    context.apply(Rule::A_9);
    start = context.scenario.switches.arc_plus_hour ? attempt.end + one_hour : (attempt.end / one_hour + 1) * one_hour;
  }
}

}  // namespace

ArcReport arc_rollout(const MachineContext& context, const ArcRollout& rollout) {
  ArcReport report;
  context.apply(Rule::ARC_1);
  context.apply(Rule::ARC_2);
  context.apply(Rule::ARC_6);
  std::vector<std::uint32_t> order;
  for (std::uint32_t i = 0; i < rollout.machines.size(); ++i) {
    auto& machine = report.machines.emplace_back();
    machine.name = rollout.machines[i].name;
    machine.version = rollout.from;
    if (rollout.machines[i].automatic_upgrade) order.push_back(i);
  }
  std::stable_sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
    const auto& x = rollout.machines[a];
    const auto& y = rollout.machines[b];
    return std::tie(x.region, x.subscription, x.name) < std::tie(y.region, y.subscription, y.name);
  });
  const auto count = static_cast<std::uint32_t>(order.size());
  if (count == 0) return report;
  report.batch_size = std::max(1u, count / 5);
  report.batches = (count + report.batch_size - 1) / report.batch_size;
  const Millis window = rollout.window.value_or(rollout.critical_security ? 3 * one_week : 8 * one_week);
  for (std::uint32_t i = 0; i < count; ++i) {
    const std::uint32_t batch = i / report.batch_size;
    auto& out = report.machines[order[i]];
    out.batch = batch + 1;
    attempt_machine(context, rollout, rollout.machines[order[i]], rollout.published + window * batch / report.batches, out);
  }
  return report;
}

}  // namespace fleetlint::rollout
