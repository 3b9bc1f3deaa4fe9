// Runs in parts: regions that do not wait for one another are run apart, on any number of threads, in any number of processes,
// before and after a kill; the report is put together in the order of the scenario, so it is the same as that of one run.
#include <algorithm>
#include <mutex>

#include "engine/engine.h"
#include "fleetlint/base/threads.h"
#include "fleetlint/rollout/saved_run.h"
#include "fleetlint/rollout/simulate.h"
#include "policies/machines.h"
#include "saved/bytes.h"

namespace fleetlint::rollout {

// How the parts of a report are written down; both ways.
template <typename A>
void fields(A& a, InstanceList& list) {
  std::vector<std::uint32_t> ids;
  std::uint32_t first = list.empty() ? 0 : list[0], stride = list.stride(), count = list.listed() ? 0 : list.size();
  if (list.listed()) ids = list.to_vector();
  a(first, stride, count, ids);
  if constexpr (A::reading) list = ids.empty() ? InstanceList(first, stride, count) : InstanceList(std::move(ids));
}
template <typename A>
void fields(A& a, Check& c) {
  a(c.rule, c.at, c.count, c.of, c.percent, c.fires);
}
template <typename A>
void fields(A& a, Wait& w) {
  a(w.reason, w.from, w.to, w.zone);
}
template <typename A>
void fields(A& a, InstanceFailure& f) {
  std::string extension(f.extension);
  a(f.instance, f.cause, extension);
  if constexpr (A::reading) f.extension = a.named(extension);
}
template <typename A>
void fields(A& a, BatchReport& b) {
  a(b.index, b.zone, b.ud, b.method, b.instances, b.start, b.end, b.failed, b.rolled_back, b.rollback_failed, b.created, b.deleted, b.unfinished, b.causes, b.waits, b.checks, b.member_ends);
}
template <typename A>
void fields(A& a, PolicyReport& p) {
  a(p.max_batch, p.max_unhealthy, p.max_unhealthy_upgraded, p.pause, p.cross_zone, p.prioritize_unhealthy, p.max_surge, p.rollback_on_breach, p.origin);
}
template <typename A>
void fields(A& a, OperationReport& o) {
  a(o.kind, o.update, o.extension, o.by_user, o.disruptive, o.queued, o.start, o.end, o.code, o.error, o.errors, o.eligible, o.existing, o.batch_max, o.skipped, o.policy, o.batches, o.planned_batches, o.omitted_batches,
    o.successful, o.failed, o.in_progress, o.pending, o.rolled_back, o.rollback_failed, o.waits, o.checks);
}
template <typename A>
void fields(A& a, InstanceFinal& f) {
  static constexpr std::string_view states[] = {"Succeeded", "Failed", "Updating"};
  auto state = static_cast<std::uint8_t>(std::find(std::begin(states), std::end(states), f.provisioning) - std::begin(states));
  a(f.id, f.zone, f.ud, f.os, f.health, state, f.app, f.model, f.extensions);
  if constexpr (A::reading) f.provisioning = states[std::min<std::size_t>(state, 2)];
}
template <typename A>
void fields(A& a, ClassReport& c) {
  a(c.members, c.operations, c.min_serving, c.min_serving_at, c.count, c.old_image, c.capacity, c.lost_instance_millis, c.finals);
}
template <typename A>
void fields(A& a, PhaseReport& p) {
  a(p.index, p.rollout, p.kind, p.update, p.regions, p.open, p.close, p.passed, p.decided, p.eligible, p.succeeded);
}
template <typename A>
void fields(A& a, RepairTaskReport& t) {
  a(t.member_of, t.zone, t.ud, t.created, t.approved, t.completed, t.queued, t.turn);
}
template <typename A>
void fields(A& a, NotEligible& n) {
  a(n.member_of, n.at, n.turn, n.reasons);
}

namespace {

std::string_view extension_named(const Scenario& scenario, std::string_view name) {
  for (const auto& spec : scenario.specs) {
    for (const auto& extension : spec.extensions) {
      if (extension.name == name) return extension.name;
    }
  }
  return {};
}

struct Part {
  std::uint64_t key = 0;               ///< region, or all of them
  std::vector<std::uint8_t> regions;   ///< empty: all
};
constexpr std::uint64_t whole = UINT64_MAX;

std::vector<Part> parts_of(const Scenario& s) {
  std::vector<std::uint8_t> used(s.regions.size());
  for (const auto& set : s.sets) used[set.region] = 1;
  std::vector<Part> parts;
  if (runs_by_region(s)) {
    for (std::uint64_t r = 0; r < s.regions.size(); ++r) {
      if (used[r] == 0) continue;
      parts.push_back({r, std::vector<std::uint8_t>(s.regions.size())});
      parts.back().regions[r] = 1;
    }
  }
  if (parts.empty()) parts.push_back({whole, {}});
  return parts;
}

/// What a run keeps decides what its parts hold: parts of runs that keep something else are no use.
std::uint8_t kept(const SimulateOptions& o) {
  return static_cast<std::uint8_t>(o.capacity | o.finals << 1 | o.details << 2 | o.classes << 3 | o.batches << 4);
}

std::string pack(RolloutReport& r, const SimulateOptions& options) {
  ByteWriter w;
  std::uint8_t what = kept(options);
  std::uint64_t trial = options.trial;
  std::string rules = r.rules.to_string();
  w(what, trial, r.classes, r.phases, r.repair_tasks, r.not_eligible, rules, r.reached);
  return w.take();
}

bool unpack(std::string_view bytes, const Scenario& scenario, const SimulateOptions& options, RolloutReport& r) {
  std::uint8_t what = 0;
  std::uint64_t trial = 0;
  std::string rules;
  ByteReader reader(bytes);
  reader.named = [&](std::string_view name) { return extension_named(scenario, name); };
  reader(what, trial);
  if (what != kept(options) || trial != options.trial) return false;
  reader(r.classes, r.phases, r.repair_tasks, r.not_eligible, rules, r.reached);
  if (!reader.complete() || rules.size() != r.rules.size()) return false;
  r.rules = RuleSet(rules);
  for (const auto& c : r.classes) {
    if (c.members.empty() || std::any_of(c.members.begin(), c.members.end(), [&](std::uint32_t m) { return m >= scenario.sets.size(); })) return false;
  }
  const auto known = [&](const auto& list) { return std::all_of(list.begin(), list.end(), [&](const auto& x) { return x.member_of < r.classes.size(); }); };
  return known(r.repair_tasks) && known(r.not_eligible);
}

void add_phases(std::vector<PhaseReport>& all, std::vector<PhaseReport>&& more) {
  if (all.empty()) {
    all = std::move(more);
    return;
  }
  for (std::size_t i = 0; i < std::min(all.size(), more.size()); ++i) {
    PhaseReport& phase = all[i];
    const PhaseReport& other = more[i];
    phase.eligible += other.eligible;
    phase.succeeded += other.succeeded;
    if (!other.close || !phase.close) {
      phase.close.reset();
      phase.passed = phase.decided = false;
    } else {
      phase.close = std::max(*phase.close, *other.close);
    }
  }
}

/// Puts parts together in the order of the scenario.
RolloutReport assemble(const std::shared_ptr<const Scenario>& scenario, std::vector<RolloutReport>&& parts, const SimulateOptions& options) {
  RolloutReport all;
  all.scenario = scenario;
  const bool random = scenario->monte_carlo.present;
  all.mode = random ? "monteCarlo" : "deterministic";
  all.class_of.assign(scenario->sets.size(), 0);
  all.reached = never;
  struct Place {
    std::uint32_t first;
    std::size_t part, index;
  };
  std::vector<Place> places;
  for (std::size_t p = 0; p < parts.size(); ++p) {
    for (std::size_t i = 0; i < parts[p].classes.size(); ++i) places.push_back({parts[p].classes[i].members.front(), p, i});
  }
  std::sort(places.begin(), places.end(), [](const Place& a, const Place& b) { return a.first < b.first; });
  std::vector<std::vector<std::uint32_t>> moved(parts.size());
  for (std::size_t p = 0; p < parts.size(); ++p) moved[p].resize(parts[p].classes.size());
  all.classes.reserve(places.size());
  for (const Place& place : places) {
    moved[place.part][place.index] = static_cast<std::uint32_t>(all.classes.size());
    for (const std::uint32_t set : parts[place.part].classes[place.index].members) all.class_of[set] = static_cast<std::uint32_t>(all.classes.size());
    all.classes.push_back(std::move(parts[place.part].classes[place.index]));
  }
  for (std::size_t p = 0; p < parts.size(); ++p) {
    RolloutReport& part = parts[p];
    for (auto& task : part.repair_tasks) {
      task.member_of = moved[p][task.member_of];
      all.repair_tasks.push_back(task);
    }
    for (auto& n : part.not_eligible) {
      n.member_of = moved[p][n.member_of];
      all.not_eligible.push_back(std::move(n));
    }
    add_phases(all.phases, std::move(part.phases));
    all.rules |= part.rules;
    all.interrupted = all.interrupted || part.interrupted;
    all.reached = std::min(all.reached, part.reached);
  }
  sort_by_time_and_region(all);
  answer_machine_questions(*scenario, random, trial_key(scenario->monte_carlo.seed, options.trial), all, all.rules);
  return all;
}

}  // namespace

RolloutReport simulate_parts(const std::shared_ptr<const Scenario>& scenario, PartsOptions& options) {
  const auto parts = parts_of(*scenario);
  std::vector<RolloutReport> reports(parts.size());
  std::vector<std::uint8_t> done(parts.size());
  for (std::size_t p = 0; p < parts.size(); ++p) {
    if (options.saved == nullptr) break;
    const auto found = options.saved->parts().find(parts[p].key);
    if (found == options.saved->parts().end()) continue;
    RolloutReport report;
    if (!unpack(found->second, *scenario, options.run, report)) continue;
    reports[p] = std::move(report);
    done[p] = 1;
  }
  std::mutex saving;
  for_each_index(parts.size(), options.threads, [&](std::size_t p) {
    if (done[p] != 0 || p % options.shard_count != options.shard) return;
    SimulateOptions run = options.run;
    run.regions = parts[p].regions;
    if (parts.size() > 1 && options.threads > 1) run.progress = nullptr;
    reports[p] = simulate(scenario, run);
    done[p] = 1;
    if (reports[p].interrupted || !options.save) return;
    const std::string record = SavedRun::record(SavedRun::Kind::part, parts[p].key, pack(reports[p], options.run));
    const std::lock_guard lock(saving);
    options.save(record);
  });
  if (options.shard_count > 1) return {};  // the rest is in other shards
  if (std::any_of(reports.begin(), reports.end(), [](const RolloutReport& r) { return r.interrupted; })) {
    // What is told ends at one instant for all parts: those that came further are run again up to there.
    Millis reached = never;
    for (const auto& report : reports) reached = std::min(reached, report.reached);
    for (std::size_t p = 0; p < parts.size(); ++p) {
      if (reports[p].reached == reached) continue;
      SimulateOptions run = options.run;
      run.regions = parts[p].regions;
      run.until = reached;
      run.cancelled = nullptr;
      run.progress = nullptr;
      reports[p] = simulate(scenario, run);
    }
  }
  return assemble(scenario, std::move(reports), options.run);
}

}  // namespace fleetlint::rollout
