#include "ask/what_if.h"

#include <algorithm>
#include <functional>
#include <optional>

#include <fmt/format.h>

#include "fleetlint/rollout/simulate.h"
#include "output/narrative.h"
#include "policies/rolling_policy.h"
#include "policies/stop_conditions.h"

namespace fleetlint::rollout {
namespace {

/// The policy that was in force, written out in the set, so that one value can be changed and the rest stays.
void write_policy(Scenario& s, const PolicyReport& p) {
  SetSpec& spec = s.specs[0];
  spec.policy.present = true;
  spec.use_rolling_policy = true;
  spec.policy.max_batch = p.max_batch;
  spec.policy.max_unhealthy = p.max_unhealthy;
  spec.policy.max_unhealthy_upgraded = p.max_unhealthy_upgraded;
  spec.policy.pause = p.pause;
  spec.policy.cross_zone = p.cross_zone;
  spec.policy.prioritize_unhealthy = p.prioritize_unhealthy;
  spec.policy.max_surge = p.max_surge;
  spec.policy.rollback_on_breach = p.rollback_on_breach;
}

int needed_percent(const Check& c) { return c.of == 0 ? 101 : static_cast<int>((100 * c.count + c.of - 1) / c.of); }

/// The part of a scenario that concerns one set: that set, its faults and actions, the phases as they were.
Scenario alone(const RolloutReport& report, std::uint32_t set) {
  const Scenario& s = *report.scenario;
  Scenario a;
  a.name = s.name;
  a.start = s.start;
  a.horizon = s.horizon;
  a.switches = s.switches;
  a.durations = s.durations;
  a.first_rollout_given = s.first_rollout_given;
  a.tables = s.tables;
  a.versions = s.versions;
  a.regions = s.regions;
  a.phases = s.phases;
  if (!a.phases.listed && !report.phases.empty()) {  // the planner would order the regions of a smaller fleet differently
    a.phases.listed = true;
    a.phases.list.clear();
    for (const auto& phase : report.phases) {
      if (phase.rollout == report.phases.front().rollout) a.phases.list.push_back(phase.regions);
    }
  }
  a.phases.gate = false;  // the rest of the fleet is not there to pass it
  a.specs = {s.spec_of(s.sets[set])};
  a.sets = {s.sets[set]};
  a.sets[0].spec = 0;
  a.images = s.images;
  a.extension_versions = s.extension_versions;
  a.maintenance = s.maintenance;
  for (const auto& fault : s.faults) {
    if (fault.set != all_sets && fault.set != set && fault.type != Fault::Type::region_outage) continue;
    a.faults.push_back(fault);
    if (fault.set == set) a.faults.back().set = 0;
  }
  for (const auto& action : s.actions) {
    if (action.set != set) continue;
    a.actions.push_back(action);
    a.actions.back().set = 0;
  }
  a.monte_carlo = s.monte_carlo;
  a.trial = s.trial;
  return a;
}

/// How the last operation of a kind went.
struct Outcome {
  bool any = false;  ///< there was such an operation
  OperationCode code = OperationCode::rolling_forward;
  std::uint32_t successful = 0, eligible = 0, min_serving = 0, capacity = 0;
  std::optional<Millis> lasted;  ///< from start to end
  std::optional<Check> stopped_by;
  bool completed() const { return any && code == OperationCode::completed; }
};

Outcome outcome_of(const RolloutReport& report, std::uint32_t set, OperationKind kind) {
  const ClassReport& course = report.of_set(set);
  Outcome outcome;
  outcome.min_serving = course.min_serving;
  outcome.capacity = report.scenario->sets[set].capacity;
  for (const auto& o : course.operations) {
    if (o.kind != kind) continue;
    outcome.any = true;
    outcome.code = o.code;
    outcome.successful = o.successful;
    outcome.eligible = o.eligible;
    outcome.lasted = o.end ? std::optional(*o.end - o.start) : std::nullopt;
    const Check* stop = narrative::stopping_check(o);
    outcome.stopped_by = stop ? std::optional(*stop) : std::nullopt;
  }
  return outcome;
}

/// Changes the one set (index 0) of the scenario and runs it.
Outcome run_changed(const Scenario& base, OperationKind kind, const std::function<void(Scenario&)>& change) {
  auto changed = std::make_shared<Scenario>(base);
  change(*changed);
  SimulateOptions options;
  options.trial = changed->trial.value_or(0);
  const auto report = simulate(changed, options);
  return outcome_of(report, 0, kind);
}

/// "it completes: 24 of 25 upgraded in 25 min 30 s, at worst 20 serve".
std::string outcome_text(const Outcome& o) {
  if (!o.any) return "nothing happens";
  const std::string head = o.code == OperationCode::completed ? "it completes" : o.code == OperationCode::faulted ? "it stops all the same" : o.lasted ? "it is cancelled" : "it still runs at the end";
  return fmt::format("{}: {} of {} upgraded{}, at worst {} of {} serve", head, o.successful, o.eligible, o.lasted ? fmt::format(" in {}", format_span(*o.lasted)) : std::string(), o.min_serving, o.capacity);
}

class Changes {
 public:
  Changes(const RolloutReport& report, std::uint32_t set) : r_(report), s_(*report.scenario), set_(set), base_(alone(report, set)) {}

  std::vector<std::string> all() {
    const ClassReport& course = r_.of_set(set_);
    for (const auto& o : course.operations) {
      if (o.code != OperationCode::faulted || !said_.empty()) continue;
      const Scenario whole = base_;
      std::erase_if(base_.actions, [&](const Action& a) { return a.at > o.start; });  // what was done about it later is not the question
      faulted(o);
      base_ = whole;
    }
    not_eligible();
    windows();
    manual_mode();
    return std::move(said_);
  }

 private:
  Outcome run(OperationKind kind, const std::function<void(Scenario&)>& change) const { return run_changed(base_, kind, change); }
  void say(std::string sentence) { said_.push_back(std::move(sentence)); }
  static std::string where(const OperationReport& o) {
    return o.policy.origin == PolicyReport::Origin::flag_off ? " and useRollingUpgradePolicy true" : o.policy.origin == PolicyReport::Origin::platform_default ? " in a rollingUpgradePolicy of the set" : "";
  }

  void faulted(const OperationReport& o) {
    const Check* found = narrative::stopping_check(o);
    if (credentials(o) || found == nullptr) return;
    const Check& stop = *found;
    const bool by_failures = stop.rule == Rule::S_3;
    if (o.policy.origin == PolicyReport::Origin::flag_off) flag(o);
    if (by_failures) more_instances(o, stop);
    if (!by_failures) healing(stop);
    limit(o, stop, by_failures);
    if (by_failures) larger_batches(o);
    if (s_.spec_of(s_.sets[set_]).disable_rollback && !by_failures) {
      const Outcome out = run(o.kind, [](Scenario& s) { s.specs[0].disable_rollback = false; });
      if (out.completed()) say(fmt::format("With disableAutomaticRollback false failed instances get their old disk back and are healthy again; {}.", outcome_text(out)));
    }
    if (said_.empty() && by_failures) say("No size, limit or batch up to 100 % that was tried lets it go on: what fails has to be repaired.");
  }

  void flag(const OperationReport& o) {
    const Outcome out = run(o.kind, [](Scenario& s) { s.specs[0].use_rolling_policy = true; });
    if (out.any) say(fmt::format("With useRollingUpgradePolicy true the set's own rollingUpgradePolicy holds; {}.", outcome_text(out)));
  }

  void more_instances(const OperationReport& o, const Check& stop) {
    if (o.batches.size() == 1 && o.batches[0].instances.size() == 1 && stop.percent < 100)
      say(fmt::format("The first batch is one instance: if it fails, 100 % of those upgraded have failed, and every limit below 100 stops. That holds for any set of up to {} with {} % a batch.", 200 / o.policy.max_batch - (200 % o.policy.max_batch == 0), o.policy.max_batch));
    if (o.batches.size() != 1 || o.kind != OperationKind::os) return;
    for (std::uint32_t n = base_.sets[0].capacity + 1; n <= 1000; ++n) {
      const auto first = batch_max(n, o.policy.max_batch);
      if (too_many_failed(stop.count, first, o.policy.max_unhealthy_upgraded)) continue;
      const Outcome out = run(o.kind, [&](Scenario& s) { s.sets[0].capacity = n; });
      if (!out.completed()) return;
      say(fmt::format("With {} the first batch has {} and {} {} tolerated; {}.", narrative::count_of(n, "instance"), narrative::count_of(first, "member"), stop.count, stop.count == 1 ? "failure is" : "failures are", outcome_text(out)));
      return;
    }
  }

  void limit(const OperationReport& o, const Check& stop, bool by_failures) {
    int percent = needed_percent(stop);
    for (int tries = 0; tries < 6 && percent <= 100; ++tries) {
      const Outcome out = run(o.kind, [&](Scenario& s) {
        write_policy(s, o.policy);
        (by_failures ? s.specs[0].policy.max_unhealthy_upgraded : s.specs[0].policy.max_unhealthy) = percent;
      });
      if (out.completed()) {
        say(fmt::format("A {} of {}{} would let it go on; {}.", by_failures ? "maxUnhealthyUpgradedInstancePercent" : "maxUnhealthyInstancePercent", percent, where(o), outcome_text(out)));
        return;
      }
      if (!out.stopped_by || (out.stopped_by->rule == Rule::S_3) != by_failures) return;
      percent = std::max(percent + 1, needed_percent(*out.stopped_by));
    }
  }

  void larger_batches(const OperationReport& o) {
    std::uint32_t size = o.batch_max;
    for (int percent = o.policy.max_batch + 1; percent <= 100; ++percent) {
      if (batch_max(o.existing, percent) == size) continue;
      size = batch_max(o.existing, percent);
      const Outcome out = run(o.kind, [&](Scenario& s) {
        write_policy(s, o.policy);
        s.specs[0].policy.max_batch = percent;
      });
      if (!out.completed()) continue;
      say(fmt::format("A maxBatchInstancePercent of {} (batches of up to {}){} would let it go on; {}.", percent, size, where(o), outcome_text(out)));
      return;
    }
  }

  void healing(const Check& stop) {
    const std::int64_t tolerated = stop.percent * stop.of / 100;
    say(fmt::format("At most {} of {} may be unhealthy: it goes on when {} of them {} healthy again.", tolerated, stop.of, stop.count - tolerated, stop.count - tolerated == 1 ? "is" : "are"));
    if (stop.of > 0 && stop.of <= 100 / std::max(stop.percent, std::int64_t{1}))
      say(fmt::format("In a set of {} one unhealthy instance is {} %: with this limit it can never start while one is unhealthy.", stop.of, 100 / stop.of));
  }

  /// An expired credential stops an upgrade whatever the limits are.
  bool credentials(const OperationReport& o) {
    const bool expired = std::any_of(o.batches.begin(), o.batches.end(), [](const BatchReport& b) {
      return std::any_of(b.causes.begin(), b.causes.end(), [](const InstanceFailure& c) { return c.cause == FailureCause::credential; });
    });
    if (!expired) return false;
    const Outcome out = run(o.kind, [](Scenario& s) {
      for (auto& extension : s.specs[0].extensions) extension.credentials_expire.reset();
      std::erase_if(s.faults, [](const Fault& f) { return f.type == Fault::Type::credential_expires; });
    });
    if (out.completed()) say(fmt::format("With a credential that is still valid {}. To recover: update the extension's credential, deploy the set, then start the upgrade again.", outcome_text(out)));
    return true;
  }

  void not_eligible() {
    for (const auto& n : r_.not_eligible) {
      const auto& members = r_.classes[n.member_of].members;
      if (!std::binary_search(members.begin(), members.end(), set_)) continue;
      const Outcome out = run(OperationKind::os, [](Scenario& s) {
        SetSpec& spec = s.specs[0];
        spec.automatic_os_upgrade = true;
        spec.image.version = "latest";
        spec.image.pinned = no_version;
        spec.image.supported_sku = true;
        if (spec.health.source == HealthSource::none || spec.health.source == HealthSource::both) spec.health.source = HealthSource::app_health_extension;
        spec.api_version.clear();
        spec.enable_automatic_updates = false;
        if (spec.patch_mode == PatchMode::automatic_by_platform) spec.patch_mode = PatchMode::unset;
        if (spec.flexible) spec.policy.max_surge = false;
        for (auto& o : spec.overrides) o.protect = false;
      });
      if (out.completed() && out.eligible > 0) say(fmt::format("With {} put right it would be upgraded: {}.", n.reasons.size() == 1 ? "this" : fmt::format("these {} settings", n.reasons.size()), outcome_text(out)));
      return;
    }
  }

  void windows() {
    Millis waited = 0;
    for (const auto& o : r_.of_set(set_).operations) {
      for (const auto& w : o.waits) waited += w.reason == WaitReason::window ? w.to - w.from : 0;
      for (const auto& b : o.batches) {
        for (const auto& w : b.waits) waited += w.reason == WaitReason::window ? w.to - w.from : 0;
      }
    }
    const bool still = base_.specs[0].maintenance >= 0 && r_.of_set(set_).operations.empty() && r_.not_eligible.empty() && !s_.images.empty();
    if (waited == 0 && !still) return;
    const Outcome out = run(OperationKind::os, [](Scenario& s) { s.specs[0].maintenance = -1; });
    if (!out.any || !out.lasted) return;
    say(fmt::format("Without its maintenance window, in which it waits {} in all, {}.", still ? std::string("without end") : format_span(waited), outcome_text(out)));
  }

  void manual_mode() {
    if (base_.specs[0].mode != UpgradeMode::manual) return;
    for (const auto& action : s_.actions) {
      if (action.set != set_ || action.type != Action::Type::model_change) continue;
      const Outcome out = run(OperationKind::model, [](Scenario& s) { s.specs[0].mode = UpgradeMode::rolling; });
      if (out.any) say(fmt::format("With mode Rolling the change is applied in batches; {}.", outcome_text(out)));
      return;
    }
  }

  const RolloutReport& r_;
  const Scenario& s_;
  std::uint32_t set_;
  Scenario base_;
  std::vector<std::string> said_;
};

}  // namespace

std::vector<std::string> counterfactuals(const RolloutReport& report, std::uint32_t set) { return Changes(report, set).all(); }

}  // namespace fleetlint::rollout
