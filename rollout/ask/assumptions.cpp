// How much each assumption matters: change it, run again, compare.
#include <algorithm>
#include <functional>

#include <fmt/format.h>

#include "fleetlint/rollout/ask.h"
#include "fleetlint/rollout/simulate.h"
#include "fleetlint/rollout/verdict.h"

namespace fleetlint::rollout {
namespace {

struct Alternative {
  Rule rule;
  const char* instead;
  void (*change)(Scenario&);
};

void scale_durations(Scenario& s, Millis numerator, Millis denominator) {
  constexpr DurationName assumed[] = {DurationName::drain, DurationName::disk_swap, DurationName::boot, DurationName::custom_data, DurationName::extension, DurationName::app_warmup, DurationName::restore_swap,
                                      DurationName::create, DurationName::remove, DurationName::ext_upgrade, DurationName::ext_rollback, DurationName::patch_install, DurationName::reboot, DurationName::sf_prepare, DurationName::sf_restore};
  std::vector<bool> scaled(s.tables.size());
  for (const auto name : assumed) {
    Duration& d = s.durations[static_cast<std::size_t>(name)];
    d.value = d.value * numerator / denominator;
    if (d.table < 0 || scaled[static_cast<std::size_t>(d.table)]) continue;
    scaled[static_cast<std::size_t>(d.table)] = true;
    for (auto& quantile : s.tables[static_cast<std::size_t>(d.table)]) quantile = quantile * numerator / denominator;
  }
}

constexpr Alternative alternatives[] = {
    {Rule::K_1, "every assumed duration half as long (durations)", [](Scenario& s) { scale_durations(s, 1, 2); }},
    {Rule::K_1, "every assumed duration twice as long (durations)", [](Scenario& s) { scale_durations(s, 2, 1); }},
    {Rule::A_1, "failed instances compared with the whole set (switches.upgradedDenominator: total)", [](Scenario& s) { s.switches.upgraded_denominator = Switches::Denominator::total; }},
    {Rule::A_1, "failed instances compared with their batch (switches.upgradedDenominator: batch)", [](Scenario& s) { s.switches.upgraded_denominator = Switches::Denominator::batch; }},
    {Rule::A_3, "batches may mix update domains (switches.udBoundary: ignore)", [](Scenario& s) { s.switches.ud_boundary = false; }},
    {Rule::A_4, "zones are kept apart within a set only (switches.zoneToken: false)", [](Scenario& s) { s.switches.zone_token = false; }},
    {Rule::A_5, "the rolling policy always holds (switches.policySource: always)", [](Scenario& s) { s.switches.policy_always = true; }},
    {Rule::A_6, "no health signal is required (switches.eligibility: lenient)", [](Scenario& s) { s.switches.lenient_eligibility = true; }},
    {Rule::A_7, "stopped instances are not unhealthy (switches.stoppedCountsUnhealthy: false)", [](Scenario& s) { s.switches.stopped_counts_unhealthy = false; }},
    {Rule::A_8, "expired credentials are like other failures (switches.credentialFatal: false)", [](Scenario& s) { s.switches.credential_fatal = false; }},
    {Rule::A_9, "Arc tries again one hour after the failure (switches.arcRetry: plusHour)", [](Scenario& s) { s.switches.arc_plus_hour = true; }},
    {Rule::A_10, "Service Fabric sets take part in extension upgrades (switches.extUpgradeServiceFabric: true)", [](Scenario& s) { s.switches.ext_upgrade_service_fabric = true; }},
    {Rule::A_2, "batches shrink while instances are ill (switches.shrinkOnUnhealthy: true, A-11)", [](Scenario& s) { s.switches.shrink_on_unhealthy = true; }},
    {Rule::A_12, "one failing instance halts a phase (phases.gate.maxFailedPercent: 0)", [](Scenario& s) { s.phases.max_failed_percent = 0; }},
    {Rule::A_12, "failures never halt a phase (phases.gate.scope: none)", [](Scenario& s) { s.phases.gate = false; }},
    {Rule::F_3, "a day between phases instead of the given time (phases.bake: P1D)", [](Scenario& s) { s.phases.bake = one_day; }},
    {Rule::A_15, "the first rollout begins at once (durations.firstRollout: PT0S)", [](Scenario& s) {
       auto& d = s.durations[static_cast<std::size_t>(DurationName::first_rollout)];
       d = {0, -1};
       s.first_rollout_given = true;
     }},
    {Rule::A_22, "off-peak hours from 20:00 to 08:00 (guestPatching.offPeak)", [](Scenario& s) {
       for (auto& g : s.guest) {
         g.off_peak_from = 20 * one_hour;
         g.off_peak_to = 8 * one_hour;
       }
     }},
};

/// A run in numbers that a person would ask for.
struct Gist {
  std::int64_t operations = 0, completed = 0, stopped = 0, upgraded = 0, failed = 0, old = 0, lowest = 0, batches = 0, machines = 0;
  Millis last = 0, machine_times = 0;
  explicit Gist(const RolloutReport& r) {
    const Scenario& s = *r.scenario;
    for (const auto& c : r.classes) {
      const auto times = static_cast<std::int64_t>(c.members.size());
      lowest += times * c.min_serving;
      old += times * static_cast<std::int64_t>(c.old_image.size());
      for (const auto& o : c.operations) {
        operations += times;
        completed += times * (o.code == OperationCode::completed);
        stopped += times * (o.code == OperationCode::faulted || o.code == OperationCode::cancelled);
        upgraded += times * o.successful;
        failed += times * o.failed;
        // Large runs keep only the number of batches of operations that went well.
        batches += times * static_cast<std::int64_t>(o.batches.empty() && o.code == OperationCode::completed ? o.planned_batches : o.batches.size());
        last = std::max(last, o.end.value_or(s.end()) - s.start);
      }
    }
    for (const auto& a : r.arc) {
      for (const auto& m : a.machines) {
        machines += m.status == "Succeeded" && !m.attempts.empty() && !m.queued;
        if (!m.attempts.empty()) machine_times += m.attempts.back().end - s.start;
      }
    }
    const auto add = [&](const std::vector<GuestReport::Machine>& list) {
      for (const auto& m : list) {
        machines += m.result == "patched";
        if (m.end) machine_times += *m.end - s.start;
      }
    };
    for (const auto& g : r.guest) add(g.machines);
    for (const auto& g : r.schedules) add(g.machines);
  }
};

std::string change_between(const Gist& a, const Gist& b) {
  std::string text;
  const auto say = [&](std::string part) { text += (text.empty() ? "" : "; ") + part; };
  const auto count = [&](std::int64_t before, std::int64_t after, const char* what) {
    if (before != after) say(fmt::format("{} {} instead of {}", after, what, before));
  };
  count(a.operations, b.operations, "operations");
  count(a.stopped, b.stopped, "stopped");
  count(a.completed, b.completed, "completed");
  count(a.upgraded, b.upgraded, "instances upgraded");
  count(a.failed, b.failed, "failed");
  count(a.old, b.old, "left on an older image");
  count(a.batches, b.batches, "batches");
  count(a.lowest, b.lowest, "serving at worst");
  if (a.last != b.last) say(fmt::format("over {} {}", format_span((b.last > a.last ? b.last - a.last : a.last - b.last) / one_second * one_second), b.last > a.last ? "later" : "earlier"));
  count(a.machines, b.machines, "machines done");
  if (a.machine_times != b.machine_times && a.machines == b.machines) say(fmt::format("machines are done {} in all", b.machine_times > a.machine_times ? "later" : "earlier"));
  return text;
}

}  // namespace

std::vector<Reading> weigh_assumptions(const RolloutReport& report) {
  const Scenario& s = *report.scenario;
  SimulateOptions options;
  options.trial = s.trial.value_or(0);
  options.capacity = false;
  const Gist base(report);
  std::vector<Reading> readings;
  for (const auto& alternative : alternatives) {
    if (!report.rules[static_cast<std::size_t>(alternative.rule)]) continue;
    auto changed = std::make_shared<Scenario>(s);
    alternative.change(*changed);
    const std::string change = change_between(base, Gist(simulate(changed, options)));
    readings.push_back({alternative.rule, alternative.instead, change.empty() ? "nothing here" : change, !change.empty()});
  }
  return readings;
}

bool is_assumption(Rule rule) {
  return info(rule).assumption() || std::any_of(std::begin(alternatives), std::end(alternatives), [&](const Alternative& other) { return other.rule == rule; });
}

std::string assumptions_text(const RolloutReport& report) {
  std::string text = "Assumptions that entered this result. Where another reading is built in, the scenario was run with it.\n\n";
  for (std::size_t i = 0; i < report.rules.size(); ++i) {
    const RuleInfo& rule = all_rules()[i];
    if (!report.rules[i] || !is_assumption(static_cast<Rule>(i))) continue;
    text += fmt::format("{:<6} {} ({})\n", rule.id, rule.text, rule.source);
    for (const auto& reading : report.readings) {
      if (static_cast<std::size_t>(reading.rule) == i) text += fmt::format("       {} {}: {}\n", reading.matters ? "*" : "-", reading.instead, reading.change);
    }
  }
  return text + "\n* changes this result   - changes nothing here\n";
}

}  // namespace fleetlint::rollout
