// What a history query returns. Rules HIST-2, A-17.
#include <algorithm>
#include <numeric>

#include "policies/machines.h"

namespace fleetlint::rollout {

std::vector<std::uint32_t> recent_attempts(Millis at, const std::vector<Millis>& starts) {
  const Millis oldest = months_before(at, 2);
  std::vector<std::uint32_t> order;
  for (std::uint32_t i = 0; i < starts.size(); ++i) {
    if (starts[i] >= oldest && starts[i] <= at) order.push_back(i);
  }
  std::stable_sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) { return starts[a] > starts[b]; });
  if (order.size() > 5) order.resize(5);
  return order;
}

void answer_machine_questions(const Scenario& scenario, bool random, std::uint64_t trial, RolloutReport& report, RuleSet& rules) {
  const MachineContext context{scenario, random, trial, rules};
  for (const auto& rollout : scenario.arc) report.arc.push_back(arc_rollout(context, rollout));
  for (const auto& patching : scenario.guest) report.guest.push_back(guest_patching(context, patching));
  for (const auto& schedule : scenario.schedules) report.schedules.push_back(run_schedule(context, schedule));
  for (const auto& host : scenario.hosts) report.hosts.push_back(host_maintenance(context, host));
  for (const auto& event : scenario.events) report.events.push_back(scheduled_event(context, event));
  for (const auto& repair : scenario.repairs) report.repairs.push_back(instance_repairs(context, repair));
  for (const auto& question : scenario.hotpatches) {
    context.apply(question.unplanned ? Rule::HP_2 : Rule::HP_1);
    report.hotpatches.push_back(hotpatch_kind(question.released, question.unplanned));
  }
  for (const auto& question : scenario.orchestration) {
    context.apply(Rule::AUM_1);
    report.orchestration.push_back(orchestration(question));
  }
  for (const auto& query : scenario.history_queries) {
    context.apply(Rule::HIST_2);
    context.apply(Rule::A_17);
    report.history_queries.push_back(recent_attempts(query.at, query.starts));
  }
  for (const auto& q : scenario.draws) {
    context.apply(Rule::RNG_1);
    report.draws.push_back(draw(path_key(trial_key(q.seed, q.trial), fnv1a(q.path)), static_cast<Purpose>(q.purpose), q.k));
  }
}

}  // namespace fleetlint::rollout
