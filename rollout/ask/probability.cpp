#include <algorithm>

#include <fmt/format.h>

#include "fleetlint/rollout/ask.h"
#include "fleetlint/rollout/recurrence.h"
#include "fleetlint/rollout/simulate.h"
#include "output/narrative.h"

namespace fleetlint::rollout {
namespace {

std::vector<const Fault*> faults_of(const Scenario& s, std::uint32_t set) {
  std::vector<const Fault*> list;
  for (const auto& fault : s.faults) {
    if (fault.type != Fault::Type::region_outage && (fault.set == all_sets || fault.set == set)) list.push_back(&fault);
  }
  return list;
}

/// The course without chance, whose batches the recurrence goes over.
RolloutReport calm_course(const Scenario& scenario) {
  auto calm = std::make_shared<Scenario>(scenario);
  calm->monte_carlo = {};
  calm->assertions.clear();
  for (auto& fault : calm->faults) {
    if (!fault.probability.certain()) fault.probability.threshold = 0;
  }
  return simulate(calm);
}

/// What the recurrence takes for one set; nothing if it does not apply.
std::optional<RecurrenceInput> input_of(const Scenario& scenario, const RolloutReport& calm, std::uint32_t set) {
  const auto faults = faults_of(scenario, set);
  const auto& operations = calm.of_set(set).operations;
  const bool applies = faults.size() == 1 && faults[0]->type == Fault::Type::unhealthy_after_upgrade && faults[0]->every_instance && !faults[0]->after && !faults[0]->attempt && faults[0]->update == no_version &&
                       operations.size() == 1 && operations[0].kind == OperationKind::os && operations[0].code == OperationCode::completed && !operations[0].policy.max_surge && !scenario.switches.shrink_on_unhealthy &&
                       scenario.spec_of(scenario.sets[set]).overrides.empty();
  if (!applies) return std::nullopt;
  const OperationReport& o = operations[0];
  RecurrenceInput input;
  for (const auto& batch : o.batches) input.batches.push_back(batch.instances.size());
  input.instances = o.existing;
  input.failure_probability = faults[0]->probability_text;
  input.max_unhealthy = o.policy.max_unhealthy;
  input.max_unhealthy_upgraded = o.policy.max_unhealthy_upgraded;
  input.denominator = static_cast<RecurrenceInput::Denominator>(scenario.switches.upgraded_denominator);
  input.restored = !o.by_user && !scenario.spec_of(scenario.sets[set]).disable_rollback;
  if (!o.batches.empty() && o.batches[0].end) input.healthy_seconds = (*o.batches[0].end - o.batches[0].start) / 1000;
  input.failed_seconds = input.healthy_seconds + (input.restored ? 480 : 270);
  input.pause_seconds = o.policy.pause / 1000;
  return input;
}

/// What one more instance in each batch would do: the jump at batches of five is what nobody expects.
void worth(std::string& text, const RecurrenceInput& input) {
  if (input.max_unhealthy_upgraded <= 0 || input.max_unhealthy_upgraded >= 100 || input.denominator != RecurrenceInput::Denominator::upgraded || input.batches.empty()) return;
  const auto tolerant = static_cast<std::uint32_t>((100 + input.max_unhealthy_upgraded - 1) / input.max_unhealthy_upgraded);
  const auto first = input.batches.front();
  if (first >= tolerant) return;
  text += fmt::format("  the first batch has {} of the {} members from which one failure is tolerated ({} % of {} is {:.1f}, less than one)\n", first, tolerant, input.max_unhealthy_upgraded, first,
                      static_cast<double>(input.max_unhealthy_upgraded * static_cast<int>(first)) / 100);
}

/// Whether the time that the recurrence is about is a constant: distributions only leave the probabilities exact.
bool constant_times(const Scenario& scenario) {
  return std::all_of(scenario.durations.begin(), scenario.durations.end(), [](const Duration& d) { return d.table < 0; });
}

}  // namespace

std::optional<ExactCompletion> exact_completion(const Scenario& scenario, std::uint32_t set) {
  if (scenario.sets.size() > 1000) return std::nullopt;
  const RolloutReport calm = calm_course(scenario);
  const auto input = input_of(scenario, calm, set);
  if (!input) return std::nullopt;
  // With a failure in every batch it has to end before the horizon as well: what still runs then has neither completed nor stopped.
  const Millis delay = static_cast<Millis>(input->batches.size()) * (input->failed_seconds - input->healthy_seconds) * one_second;
  if (*calm.of_set(set).operations[0].end + delay > scenario.start + scenario.horizon) return std::nullopt;
  const auto solved = solve_recurrence(*input);
  return solved ? std::optional(ExactCompletion{solved->complete, constant_times(scenario)}) : std::nullopt;
}

std::string probability_text(const Scenario& scenario) {
  const RolloutReport calm = calm_course(scenario);
  std::string text;
  std::size_t told = 0;
  for (std::uint32_t i = 0; i < scenario.sets.size() && told < 50; ++i) {
    const std::string& id = scenario.sets[i].id;
    const auto input = input_of(scenario, calm, i);
    if (!input) {
      const auto faults = faults_of(scenario, i);
      if (std::any_of(faults.begin(), faults.end(), [](const Fault* f) { return !f->probability.certain(); })) {
        text += fmt::format("{}: no recurrence applies (it takes one fault `unhealthyAfterUpgrade` with a probability for every instance, and one image upgrade in place that ends before the horizon); use --monte-carlo\n", id);
        ++told;
      }
      continue;
    }
    const auto solved = solve_recurrence(*input);
    if (!solved) continue;
    ++told;
    text += fmt::format("{}: {}, each instance fails with probability {}\n", id, narrative::count_of(input->batches.size(), "batch"), input->failure_probability);
    text += fmt::format("  completes with probability {:.6f}{}\n", solved->complete, solved->complete_exact && solved->complete_exact->size() < 60 ? " = " + *solved->complete_exact : "");
    std::string stops;
    for (std::size_t j = 0; j < solved->stop_after_batch.size() && j < 12; ++j) stops += fmt::format("{}{:.6f}", j == 0 ? "" : ", ", solved->stop_after_batch[j]);
    text += fmt::format("  stops after batch 1, 2, …: {}{}\n", stops, solved->stop_after_batch.size() > 12 ? ", …" : "");
    text += fmt::format("  expected instances on the new image {:.2f} of {}\n", solved->expected_on_new_image, input->instances);
    text += fmt::format("  expected time until the end {}{}\n", format_span(static_cast<Millis>(solved->expected_seconds * 1000) / one_second * one_second), constant_times(scenario) ? "" : ", if every duration were its median");
    if (!constant_times(scenario)) text += "  with random durations an instance can also be late by itself, so that --monte-carlo completes a little less often\n";
    worth(text, *input);
  }
  if (text.empty()) text = "nothing in the scenario is left to chance\n";
  return text;
}

}  // namespace fleetlint::rollout
