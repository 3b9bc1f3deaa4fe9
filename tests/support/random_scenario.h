#pragma once
// Random scenarios over the whole format, as text; and what must hold after every run of any of them. Used by tests and by the
// fuzzer, so nothing here needs a test framework.
#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "fleetlint/rollout/report.h"

namespace fleetlint::rollout::test {

/// Small random numbers, reproducible.
class Dice {
 public:
  explicit Dice(std::uint64_t seed) : state_(seed) {}
  std::uint64_t next() { return mix(state_ += golden_gamma); }
  int pick(int from, int to) { return from + static_cast<int>(next() % static_cast<std::uint64_t>(to - from + 1)); }
  bool chance(int percent) { return pick(1, 100) <= percent; }
  template <typename T>
  const T& of(const std::vector<T>& values) { return values[static_cast<std::size_t>(pick(0, static_cast<int>(values.size()) - 1))]; }

 private:
  std::uint64_t state_;
};

/// Lines of a scenario; each can be left out, which is how a failing one is made smaller.
struct RandomScenario {
  std::vector<std::string> lines;  ///< the first ones are needed
  std::size_t needed = 0;
  std::string text() const {
    std::string out;
    for (const auto& line : lines) out += line + "\n";
    return out;
  }
};

inline std::string clock(Dice& dice, int hours) {
  const auto two = [](int n) { return (n < 10 ? "0" : "") + std::to_string(n); };
  return "2026-01-05T" + two(dice.pick(0, hours - 1)) + ":" + two(dice.pick(0, 59)) + ":00Z";
}

/// `luck`: with random durations.
inline RandomScenario random_scenario(Dice& dice, bool luck) {
  using S = std::string;
  const auto yes = [&](int percent) { return S(dice.chance(percent) ? "true" : "false"); };
  const S zones = dice.of<S>({"[]", "[\"1\"]", "[\"1\", \"2\"]", "[\"1\", \"2\", \"3\"]"});
  const int regions = dice.of<int>({1, 1, 2, 3});
  RandomScenario out;
  auto& l = out.lines;
  l.push_back("start: 2026-01-05T00:00:00Z");
  l.push_back("horizon: " + dice.of<S>({"PT20M", "PT2H", "PT9H", "P3D", "P20D"}));
  S list = "regions: [";
  for (int r = 0; r < regions; ++r) list += (r == 0 ? "" : ", ") + S("{name: r") + std::to_string(r) + ", zones: " + zones + (r == 1 && dice.chance(50) ? ", pair: [r0]" : "") + "}";
  l.push_back(list + "]");
  l.push_back("images: [{stream: img, version: \"2.0\", published: 2026-01-05T00:00:00Z}, {stream: img2, version: \"2.0\", published: 2026-01-05T00:30:00Z}, {stream: gal, kind: gallery, version: \"2.0\", published: "
              "2026-01-05T00:10:00Z, replicated: {r0: 2026-01-05T00:20:00Z}}" + (dice.chance(50) ? ", {stream: img, version: \"3.0\", published: " + clock(dice, 3) + "}" : S()) + "]");
  l.push_back("maintenanceConfigurations: [{id: w, scope: osimage, start: 2026-01-01T02:00:00Z, duration: PT5H}]");
  const int sets = dice.pick(1, 3);
  std::vector<int> capacity;
  std::vector<bool> has_extension;
  l.push_back("sets:");
  for (int i = 0; i < sets; ++i) {
    capacity.push_back(dice.of<int>({0, 1, 3, 5, 7, 10, 12, 23, 24, 30, 60, 130}));
    const bool fabric = dice.chance(15), flexible = !fabric && dice.chance(15), gallery = dice.chance(15);
    S s = "  - {id: s" + std::to_string(i) + ", region: r" + std::to_string(dice.pick(0, regions - 1)) + ", capacity: " + std::to_string(capacity.back());
    s += gallery ? S(", image: {kind: gallery, stream: gal, current: \"1.0\"}") : ", image: {stream: " + dice.of<S>({"img", "img", "img2"}) + ", current: \"1.0\"}";
    s += ", upgradePolicy: {mode: " + dice.of<S>({"Automatic", "Rolling", "Manual"}) + ", automaticOSUpgradePolicy: {enableAutomaticOSUpgrade: true, useRollingUpgradePolicy: " + yes(80) + ", disableAutomaticRollback: " + yes(30) + "}";
    if (dice.chance(75)) {
      const int batch = dice.of<int>({5, 10, 20, 35, 50, 100});
      s += ", rollingUpgradePolicy: {maxBatchInstancePercent: " + std::to_string(batch) + ", maxUnhealthyInstancePercent: " + std::to_string(std::max(batch, dice.of<int>({20, 50, 100}))) +
           ", maxUnhealthyUpgradedInstancePercent: " + std::to_string(dice.of<int>({0, 10, 20, 50, 100})) + ", pauseTimeBetweenBatches: " + dice.of<S>({"PT0S", "PT0S", "PT1M", "PT10M", "PT2H"}) +
           ", enableCrossZoneUpgrade: " + yes(20) + ", prioritizeUnhealthyInstances: " + yes(20) + ", maxSurge: " + (flexible ? S("false") : yes(15)) + ", rollbackFailedInstancesOnPolicyBreach: " + yes(30) + "}";
    }
    s += "}, health: {source: " + (fabric ? S("none") : dice.of<S>({"lbProbe", "lbProbe", "appHealthExtension", "none"})) + ", intervalInSeconds: " + std::to_string(dice.of<int>({5, 7, 30})) +
         ", numberOfProbes: " + std::to_string(dice.pick(1, 3)) + "}, zones: " + dice.of<S>({"all", "[]", zones});
    if (flexible) s += ", orchestration: Flexible";
    if (fabric) s += ", serviceFabric: {durability: Silver, clusterDurability: Silver, typeHandlerVersion: \"1.1\"}";
    if (dice.chance(30)) s += ", customData: true";
    if (dice.chance(12)) s += ", maintenanceConfiguration: w";
    if (dice.chance(12)) s += ", autoOsConfiguredAt: 2026-01-04T23:00:00Z";
    if (dice.chance(15)) s += ", notifications: {osImage: {enable: true, approveAfter: PT" + std::to_string(dice.pick(0, 20)) + "M}, terminate: {enable: true, approveAfter: PT2M}}";
    has_extension.push_back(dice.chance(50));
    if (has_extension.back()) {
      s += ", extensions: [{name: ama, version: \"1.5\", enableAutomaticUpgrade: " + yes(80) + "}";
      if (dice.chance(30)) s += ", {name: cs, version: \"1.0\", duration: PT1M30S, provisionAfterExtensions: [ama]}";
      if (dice.chance(20)) s += ", {name: tok, version: \"1.0\", credentialsExpire: " + clock(dice, 6) + "}";
      s += "]";
    }
    if (capacity.back() > 0 && dice.chance(30)) {
      std::map<int, S> own;
      for (int k = dice.pick(1, 3); k > 0; --k) {
        own[dice.pick(0, capacity.back() - 1)] = dice.of<S>({"{health: Unhealthy}", "{power: Stopped}", "{protectFromScaleSetActions: true}", "{skipUpgrade: true}", "{osVersion: \"2.0\"}", "{phaseOrderingNumber: 1}",
                                                             "{health: Initializing, healthUntil: 2026-01-05T00:30:00Z}", "{latestModelApplied: false}", "{ud: 3}", "{health: Unhealthy, healthUntil: 2026-01-05T00:07:00Z}"});
      }
      s += ", instances: {";
      for (const auto& [id, what] : own) s += (id == own.begin()->first ? "\"" : ", \"") + std::to_string(id) + "\": " + what;
      s += "}";
    }
    l.push_back(s + "}");
  }
  out.needed = l.size();
  if (luck) {
    l.push_back("monteCarlo: {seed: " + std::to_string(dice.pick(0, 999)) + ", trials: 3}");
    S d = "durations: {";
    for (const char* name : {"drain", "diskSwap", "boot", "customData", "extension", "appWarmup", "restoreSwap", "create", "delete", "extUpgrade", "extRollback", "sfPrepare", "sfRestore", "firstRollout"}) {
      if (dice.chance(40)) d += (d.back() == '{' ? "" : ", ") + S(name) + ": " + dice.of<S>({"{dist: lognormal, median: PT2M, sigma: 0.6, min: PT5S, max: PT15M}", "{dist: uniform, min: PT10S, max: PT6M}", "{dist: exponential, mean: PT1M}", "{dist: triangular, min: PT1S, mode: PT30S, max: PT2M}"});
    }
    l.push_back(d + "}");
  }
  if (dice.chance(50)) l.push_back("switches: {udBoundary: " + dice.of<S>({"strict", "ignore"}) + ", shrinkOnUnhealthy: " + yes(20) + ", zoneToken: " + yes(80) + ", credentialFatal: " + yes(70) + ", stoppedCountsUnhealthy: " + yes(80) + ", upgradedDenominator: " + dice.of<S>({"upgraded", "total", "batch"}) + "}");
  l.push_back("phases: {bake: PT1H}");
  if (dice.chance(35)) l.push_back("fleet: {generate: [{count: " + std::to_string(dice.pick(1, 6)) + ", idPattern: \"{region}-g{n}\", capacity: {quantiles: [[0, 1], [0.9, 20], [1, 60]]}, set: {zones: all, image: {stream: img, current: \"1.0\"}, upgradePolicy: {automaticOSUpgradePolicy: {enableAutomaticOSUpgrade: true}}, extensions: [{name: ama, version: \"1.5\", enableAutomaticUpgrade: true}]}}]}");
  if (dice.chance(60)) l.push_back("extensionVersions: [{stream: ama, version: \"1.6\", published: " + clock(dice, 5) + "}]");
  const auto victim = [&] { return dice.pick(0, sets - 1); };
  S faults;
  for (int k = dice.of<int>({0, 0, 1, 1, 2, 3}); k > 0; --k) {
    const int v = victim();
    const S set = "set: s" + std::to_string(v);
    const S some = capacity[static_cast<std::size_t>(v)] > 0 && dice.chance(40) ? ", instances: [" + std::to_string(dice.pick(0, capacity[static_cast<std::size_t>(v)] - 1)) + "]" : S();
    const S often = dice.chance(60) ? ", probability: " + dice.of<S>({"0.01", "0.1", "0.5", "0", "1"}) : S();
    const S when = (dice.chance(20) ? S(", attempt: 1") : S()) + (dice.chance(20) ? S(", update: \"2.0\"") : S());
    S f;
    switch (dice.pick(0, 8)) {
      case 0: f = "{type: unhealthyAfterUpgrade, " + set + some + often + when + (dice.chance(30) ? ", after: PT" + std::to_string(dice.of<int>({2, 4, 6})) + "M" : S()) + "}"; break;
      case 1: f = "{type: provisioningFails, " + set + some + often + when + "}"; break;
      case 2: f = "{type: extensionFails, " + set + some + often + when + "}"; break;
      case 3: f = "{type: rollbackFails, " + set + some + often + "}"; break;
      case 4: f = "{type: unhealthy, " + set + some + ", from: " + clock(dice, 1) + (dice.chance(50) ? ", to: 2026-01-05T01:00:00Z" : "") + ", survivesReimage: " + yes(40) + "}"; break;
      case 5: f = "{type: regionOutage, region: r0, from: " + clock(dice, 1) + ", to: 2026-01-05T0" + std::to_string(dice.pick(1, 5)) + ":00:00Z}"; break;
      case 6: f = has_extension[static_cast<std::size_t>(v)] ? "{type: credentialExpires, " + set + ", extension: ama, at: " + clock(dice, 3) + "}" : S(); break;
      case 7: f = "{type: quotaExhausted, " + set + ", from: " + clock(dice, 1) + ", to: 2026-01-05T02:00:00Z}"; break;
      default: f = "{type: sfApprovalBlocked, " + set + ", ud: 1, until: " + clock(dice, 4) + "}"; break;
    }
    if (!f.empty()) faults += (faults.empty() ? "" : ", ") + f;
  }
  if (!faults.empty()) l.push_back("faults: [" + faults + "]");
  S actions;
  for (int k = dice.of<int>({0, 0, 0, 1, 2, 3}); k > 0; --k) {
    const int v = victim();
    const S head = ", set: s" + std::to_string(v) + ", at: " + clock(dice, 4);
    S a;
    switch (dice.pick(0, 5)) {
      case 0: a = "{type: startOSUpgrade" + head + ", version: \"2.0\"}"; break;
      case 1: a = "{type: cancel" + head + "}"; break;
      case 2: a = "{type: modelChange" + head + ", change: " + dice.of<S>({"image", "extension", "customData", "other"}) + ", version: " + dice.of<S>({"m1", "m2"}) + ", disruptive: " + yes(50) + "}"; break;
      case 3: a = "{type: manualUpgrade" + head + ", instances: \"*\"}"; break;
      case 4: a = "{type: scale" + head + ", capacity: " + std::to_string(dice.pick(0, 40)) + "}"; break;
      default: a = has_extension[static_cast<std::size_t>(v)] ? "{type: updateExtension" + head + ", extension: ama, version: \"1.6\"}" : S(); break;
    }
    if (!a.empty()) actions += (actions.empty() ? "" : ", ") + a;
  }
  if (!actions.empty()) l.push_back("actions: [" + actions + "]");
  return out;
}

/// Nothing happens before what causes it: users' operations wait for their action, the platform's for the phase of their region, the
/// batches of Service Fabric for a repair task, and nothing begins in an outage or outside the window of the set.
inline std::string without_cause(const RolloutReport& report, const ClassReport& c, const OperationReport& o) {
  const Scenario& s = *report.scenario;
  const std::uint32_t index = c.members.front();
  const ScaleSet& set = s.sets[index];
  const SetSpec& spec = s.spec_of(set);
  if (o.by_user) {
    const auto asked = [&](const Action& a) {
      const bool fits = o.kind == OperationKind::os ? a.type == Action::Type::start_os_upgrade : a.type == Action::Type::model_change || a.type == Action::Type::manual_upgrade;
      return fits && a.set == index && std::max(a.at, s.start) == o.queued;
    };
    if (std::none_of(s.actions.begin(), s.actions.end(), asked)) return "a user's operation without an action";
  } else if (o.kind == OperationKind::os && spec.image.kind == ImageKind::platform) {
    const auto opened = [&](const PhaseReport& p) { return p.kind == OperationKind::os && p.open <= o.queued && std::find(p.regions.begin(), p.regions.end(), set.region) != p.regions.end(); };
    if (std::none_of(report.phases.begin(), report.phases.end(), opened)) return "an upgrade before the phase of its region";
  }
  for (const auto& b : o.batches) {
    for (const Fault& fault : s.faults) {
      if (fault.type == Fault::Type::region_outage && fault.region == set.region && fault.from <= b.start && b.start < fault.to && b.method != BatchMethod::all_at_once) return "a batch begins in an outage";
    }
    if (!o.by_user && o.kind == OperationKind::os && spec.maintenance >= 0) {
      const MaintenanceWindow& window = s.maintenance[static_cast<std::size_t>(spec.maintenance)];
      const bool inside = b.start >= window.start && (b.start - window.start) % window.period < window.duration;
      if (window.scope == MaintenanceWindow::Scope::osimage && !inside && !spec.service_fabric.gated()) return "a batch begins outside its window";
    }
    if (!spec.service_fabric.gated() || b.method == BatchMethod::all_at_once) continue;
    const auto allows = [&](const RepairTaskReport& t) {
      const auto& members = report.classes[t.member_of].members;
      return members.front() == index && t.zone == b.zone && t.ud == b.ud && t.approved && *t.approved <= b.start && (!t.completed || b.end.value_or(b.start) <= *t.completed);
    };
    if (std::none_of(report.repair_tasks.begin(), report.repair_tasks.end(), allows)) return "a batch begins without an approved repair task";
  }
  return {};
}

/// What must hold after any run: counters add up, nobody is in two batches, capacity is never negative nor more than exists,
/// nothing happens before its cause. Empty, or what is wrong.
inline std::string broken_invariant(const RolloutReport& report) {
  const Scenario& s = *report.scenario;
  const auto in_order = [](const auto& inner, const auto& outer) { return std::all_of(inner.begin(), inner.end(), [&](const auto id) { return std::find(outer.begin(), outer.end(), id) != outer.end(); }); };
  for (const auto& phase : report.phases) {
    if (phase.open < s.start || (phase.close && *phase.close < phase.open)) return "a phase closes before it opens";
    if (phase.succeeded > phase.eligible || phase.eligible < 0 || phase.succeeded < 0) return "more succeed in a phase than are in it";
  }
  for (const auto& task : report.repair_tasks) {
    if (task.approved && *task.approved < task.created) return "a repair task is approved before it exists";
    if (task.completed && (!task.approved || *task.completed < *task.approved)) return "a repair task is over before it is approved";
  }
  for (const auto& c : report.classes) {
    const ScaleSet& set = s.sets[c.members.front()];
    std::uint32_t most = set.capacity;
    bool scaled = false;
    for (const auto& action : s.actions) {
      if (action.type != Action::Type::scale || s.sets[action.set].id != set.id) continue;
      scaled = true;
      most = std::max(most, action.capacity);
    }
    Millis free = s.start;
    std::set<std::uint32_t> made;
    for (const auto& o : c.operations) {
      if (o.successful + o.failed + o.in_progress + o.pending != o.eligible) return "the counters do not add up";
      if (o.start < o.queued || o.queued < s.start) return "an operation starts before it is asked for";
      if (o.start < free) return "two operations of one set at a time";
      if (o.end && *o.end < o.start) return "an operation ends before it starts";
      if (o.code == OperationCode::completed && o.pending + o.in_progress > 0 && !scaled) return "completed, and somebody is left";  // who disappears before his batch stays pending
      if (o.rolled_back + o.rollback_failed > o.failed) return "more were put back than failed";
      if (!o.by_user && o.queued < published_at(s, set, o)) return "an update before its publication";
      if (const std::string broken = without_cause(report, c, o); !broken.empty()) return broken;
      std::set<std::uint32_t> seen;
      Millis before = o.start;
      std::uint32_t members = 0, index = 0;
      for (const auto& b : o.batches) {
        if (b.index != ++index) return "batches are not numbered in order";
        if (b.start < before || (b.end && *b.end < b.start)) return "a batch begins before the one before it has ended";
        if (!b.end && &b != &o.batches.back()) return "a batch begins while another runs";
        if (b.instances.empty()) return "a batch without members";
        if (b.method != BatchMethod::all_at_once && b.instances.size() > o.batch_max) return "a batch is larger than allowed";
        before = b.end.value_or(b.start);
        members += b.instances.size();
        for (const auto id : b.instances.to_vector()) {
          if (!seen.insert(id).second) return "an instance is in two batches";
        }
        const auto members_of_batch = b.instances.to_vector();
        if (!in_order(b.failed, members_of_batch) || !in_order(b.unfinished, members_of_batch)) return "somebody failed who was not in the batch";
        if (!in_order(b.rolled_back, b.failed) || !in_order(b.rollback_failed, b.failed)) return "somebody was put back who had not failed";
        if (b.end && !b.unfinished.empty()) return "a batch ends before its members";
        if (b.succeeded().size() + b.failed.size() + b.unfinished.size() != members_of_batch.size()) return "the results of a batch do not add up";
        if (!in_order(b.deleted, members_of_batch)) return "somebody was deleted who was not in the batch";
        for (const auto id : b.created) {
          if (!made.insert(id).second) return "an instance was made twice";
        }
        for (const auto& w : b.waits) {
          if (w.to < w.from || w.from < o.queued) return "a wait ends before it begins";
        }
      }
      if (o.end && !o.batches.empty() && *o.end < before) return "an operation ends before its last batch";
      if (!o.batches.empty() && members > o.eligible) return "more were upgraded than were eligible";
      if (o.end) free = *o.end;
      most = std::max(most, most + (o.policy.max_surge ? o.batch_max : 0));
    }
    std::uint32_t lowest = UINT32_MAX;
    Millis at = INT64_MIN;
    for (const auto& [from, value] : c.capacity) {
      if (from <= at) return "capacity is not in the order of time";
      at = from;
      if (value > 2 * most) return "more serve than exist";
      lowest = std::min(lowest, value);
    }
    if (!c.capacity.empty() && c.min_serving < lowest) return "the floor is below the line";
    const auto under_way = std::count_if(c.finals.begin(), c.finals.end(), [](const InstanceFinal& f) { return f.provisioning == "Updating"; });  // newcomers under way
    if (!c.finals.empty() && (c.finals.size() < c.count || c.finals.size() - static_cast<std::size_t>(under_way) > c.count)) return "instances at the end do not add up";
    if (c.old_image.size() > c.count) return "more run the old image than exist";
    if (c.lost_instance_millis < -static_cast<std::int64_t>(most) * s.horizon) return "time was gained";
  }
  return {};
}

}  // namespace fleetlint::rollout::test
