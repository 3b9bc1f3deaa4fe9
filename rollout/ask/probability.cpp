#include <algorithm>

#include <fmt/format.h>

#include "fleetlint/rollout/ask.h"
#include "fleetlint/rollout/recurrence.h"
#include "fleetlint/rollout/simulate.h"

namespace fleetlint::rollout {
namespace {

std::vector<const Fault*> faults_of(const Scenario& s, std::uint32_t set) {
  std::vector<const Fault*> list;
  for (const auto& fault : s.faults) {
    if (fault.type != Fault::Type::region_outage && (fault.set == all_sets || fault.set == set)) list.push_back(&fault);
  }
  return list;
}

}  // namespace

std::string probability_text(const Scenario& scenario) {
  // The batches are those of a run without failures.
  auto calm = std::make_shared<Scenario>(scenario);
  calm->monte_carlo = {};
  for (auto& fault : calm->faults) {
    if (!fault.probability.certain()) fault.probability.threshold = 0;
  }
  const RolloutReport report = simulate(calm);
  std::string text;
  std::size_t told = 0;
  for (std::uint32_t i = 0; i < scenario.sets.size(); ++i) {
    const auto faults = faults_of(scenario, i);
    const auto& operations = report.of_set(i).operations;
    const bool applies = faults.size() == 1 && faults[0]->type == Fault::Type::unhealthy_after_upgrade && faults[0]->every_instance && !faults[0]->after &&
                         operations.size() == 1 && operations[0].kind == OperationKind::os && !operations[0].policy.max_surge;
    if (!applies) {
      if (!faults.empty() && told < 50) {
        text += fmt::format("{}: no recurrence applies (it takes one fault `unhealthyAfterUpgrade` with a probability, and one image upgrade in place); use --monte-carlo\n", scenario.sets[i].id);
        ++told;
      }
      continue;
    }
    const OperationReport& o = operations[0];
    RecurrenceInput input;
    for (const auto& batch : o.batches) input.batches.push_back(batch.instances.size());
    input.instances = o.existing;
    input.failure_probability = faults[0]->probability_text;
    input.max_unhealthy = o.policy.max_unhealthy;
    input.max_unhealthy_upgraded = o.policy.max_unhealthy_upgraded;
    input.denominator = static_cast<RecurrenceInput::Denominator>(scenario.switches.upgraded_denominator);
    input.restored = !o.by_user && !scenario.spec_of(scenario.sets[i]).disable_rollback;
    if (!o.batches.empty()) input.healthy_seconds = (*o.batches[0].end - o.batches[0].start) / 1000;
    input.failed_seconds = input.healthy_seconds + (input.restored ? 480 : 270);
    input.pause_seconds = o.policy.pause / 1000;
    const auto solved = solve_recurrence(input);
    if (!solved) continue;
    text += fmt::format("{}: {} batches, p = {}: completes with probability {:.6f}{}\n", scenario.sets[i].id, input.batches.size(), input.failure_probability, solved->complete,
                        solved->complete_exact && solved->complete_exact->size() < 60 ? " = " + *solved->complete_exact : "");
    std::string stops;
    for (std::size_t j = 0; j < solved->stop_after_batch.size() && j < 12; ++j) stops += fmt::format("{}{:.6f}", j == 0 ? "" : ", ", solved->stop_after_batch[j]);
    text += fmt::format("  stops after batch 1, 2, …: {}{}\n", stops, solved->stop_after_batch.size() > 12 ? ", …" : "");
    text += fmt::format("  expected time until the end {}, expected instances on the new image {:.2f} of {}\n", format_span(static_cast<Millis>(solved->expected_seconds * 1000)),
                        solved->expected_on_new_image, o.existing);
  }
  if (text.empty()) text = "nothing in the scenario is left to chance\n";
  return text;
}

}  // namespace fleetlint::rollout
