#include "engine/plain_fleet.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <string>
#include <unordered_set>

#include "policies/eligibility.h"
#include "policies/health_wait.h"
#include "policies/phases.h"
#include "policies/rolling_policy.h"
#include "policies/stop_conditions.h"

namespace fleetlint::rollout {
namespace {

constexpr std::size_t grid = 4096;  ///< bins of a compiled sum of durations

std::uint64_t counter_of(Purpose purpose, std::uint64_t k) { return ((static_cast<std::uint64_t>(purpose) << 32) | k) + golden_gamma; }

/// One random step on its way into a sum: its table, and whether its value is seen by probes only and has to come in time.
struct Part {
  const QuantileTable* table = nullptr;
  bool observed = false;
};

/// The share of a distribution that lies above `limit`.
double share_above(const QuantileTable& table, Millis limit) {
  double share = 0;
  for (std::size_t i = 0; i < 1024; ++i) {
    const Millis low = table[i], high = table[i + 1];
    if (low > limit) {
      share += 1;
    } else if (high > limit) {
      share += static_cast<double>(high - limit) / static_cast<double>(high - low);
    }
  }
  return share / 1024;
}

}  // namespace

const QuantileTable& PlainFleet::Slowest::of(std::uint32_t count) {
  if (by_count.size() <= count) by_count.resize(count + 1);
  auto& table = by_count[count];
  if (table) return *table;
  table = std::make_unique<QuantileTable>();
  std::size_t k = 0;
  while (k + 1 < cumulative.size() && cumulative[k] <= 0) ++k;
  for (std::size_t i = 0; i <= 1024; ++i) {
    // P(all of them by t) = F(t)^count, so its quantile at u is F's at u^(1/count).
    const double u = std::pow(static_cast<double>(i) / 1024, 1.0 / count);
    while (k + 1 < cumulative.size() && cumulative[k] < u) ++k;
    const double below = k == 0 ? 0 : cumulative[k - 1], mass = cumulative[k] - below;
    const double inside = mass > 0 ? std::clamp((u - below) / mass, 0.0, 1.0) : 0;
    (*table)[i] = origin + static_cast<Millis>(std::floor((static_cast<double>(k) + inside) * static_cast<double>(bin) + 0.5));
  }
  return *table;
}

std::unique_ptr<PlainFleet> PlainFleet::of(std::shared_ptr<const Scenario> scenario, bool aggregate) {
  std::unique_ptr<PlainFleet> fleet(new PlainFleet(std::move(scenario)));
  return fleet->build(aggregate) ? std::move(fleet) : nullptr;
}

bool PlainFleet::build(bool aggregate) {
  const Scenario& s = *scenario_;
  if (!s.actions.empty() || !s.extension_versions.empty() || s.switches.shrink_on_unhealthy || !s.monte_carlo.present) return false;
  for (const Fault& fault : s.faults) {
    switch (fault.type) {
      case Fault::Type::unhealthy_after_upgrade:
      case Fault::Type::provisioning_fails:
      case Fault::Type::extension_fails:
      case Fault::Type::rollback_fails: break;
      default: return false;
    }
  }
  // The instances of a batch must be away for a while: what returns at once would not lower the floor.
  Millis away = 0;
  for (const auto name : {DurationName::drain, DurationName::disk_swap}) {
    const Duration& d = s.duration(name);
    away += d.table >= 0 ? s.tables[static_cast<std::size_t>(d.table)][0] : d.value;
  }
  if (away <= 0) return false;
  std::unordered_set<std::string> streams;
  for (const auto& image : s.images) {
    if (!image.excluded && !streams.insert(image.stream).second) return false;
  }
  resting_.resize(s.sets.size());
  for (std::size_t i = 0; i < s.sets.size(); ++i) resting_[i].floor = s.sets[i].capacity;

  std::vector<std::vector<std::uint32_t>> by_region(s.regions.size());
  for (std::uint32_t i = 0; i < s.sets.size(); ++i) {
    const SetSpec& spec = s.spec_of(s.sets[i]);
    const bool windowed = spec.maintenance >= 0 && s.maintenance[static_cast<std::size_t>(spec.maintenance)].scope == MaintenanceWindow::Scope::osimage;
    if (!spec.overrides.empty() || windowed || spec.service_fabric.gated() || spec.auto_os_configured_at) return false;
    std::uint32_t seen = 0;
    for (const std::uint8_t zone : s.zones_of(s.sets[i])) {
      if ((seen & (1u << zone)) != 0) return false;
      seen |= 1u << zone;
    }
    for (const auto& extension : spec.extensions) {
      if (extension.credentials_expire) return false;
    }
    by_region[s.sets[i].region].push_back(i);
  }
  const auto planned = s.phases.listed ? s.phases.list : plan_phases(s);
  std::unordered_map<std::uint64_t, std::uint32_t> kinds;
  std::unordered_map<std::string, std::uint32_t> plans;
  for (std::uint32_t i = 0; i < s.images.size(); ++i) {
    const ImagePublication& image = s.images[i];
    if (image.excluded) continue;
    Wave wave;
    wave.image = i;
    const auto add_group = [&](std::uint32_t region) {
      Group group;
      for (const std::uint32_t set : by_region[region]) {
        if (!add_set(set, group, i, kinds, plans)) return false;
      }
      if (group.members.empty()) return true;
      wave.phases.back().push_back(static_cast<std::uint32_t>(groups_.size()));
      groups_.push_back(std::move(group));
      return true;
    };
    if (image.gallery) {
      wave.timetable = true;
      for (const auto& [region, at] : image.replicas) {
        wave.phases.emplace_back();
        wave.opens.push_back(std::max(at, s.start));
        if (!add_group(region)) return false;
      }
    } else {
      wave.timetable = s.phases.timetable;
      wave.gated = s.phases.gate && !s.phases.timetable;
      for (std::size_t p = 0; p < planned.size(); ++p) {
        if (wave.timetable && p >= s.phases.opens_at.size()) break;
        wave.phases.emplace_back();
        if (wave.timetable) wave.opens.push_back(std::max(image.published + s.phases.opens_at[p], s.start));
        for (const auto region : planned[p]) {
          if (!add_group(region)) return false;
        }
      }
    }
    waves_.push_back(std::move(wave));
  }
  aggregate_ = aggregate;
  for (Kind& kind : kinds_) aggregate_ = aggregate_ && (!kind.eligible || compile_aggregate(kind));
  if (!aggregate_) return true;
  for (const Group& group : groups_) {
    for (const Member& member : group.members) {
      if (!member.starts) continue;
      Kind& kind = kinds_[member.kind];
      Plan& plan = plans_[member.plan];
      for (std::size_t b = plan.drawn.size(); b < plan.batches.size(); ++b) {
        const std::uint32_t size = plan.batches[b].size();
        auto& thresholds = kind.failures[size];
        if (thresholds.empty()) {
          double mass = std::pow(1 - kind.fails, size), sum = 0;
          for (std::uint32_t x = 0; x <= size; ++x) {
            sum += mass;
            thresholds.push_back(x == size ? std::uint64_t{1} << 53 : static_cast<std::uint64_t>(std::min(1.0, sum) * 9007199254740992.0));
            mass *= static_cast<double>(size - x) / (x + 1) * kind.fails / (1 - kind.fails);
          }
        }
        plan.drawn.push_back({&thresholds, &kind.healthy.of(size)});
      }
    }
  }
  return true;
}

bool PlainFleet::add_set(std::uint32_t index, Group& group, std::uint32_t image_index, std::unordered_map<std::uint64_t, std::uint32_t>& kinds,
                         std::unordered_map<std::string, std::uint32_t>& plans) {
  const Scenario& s = *scenario_;
  const ScaleSet& set = s.sets[index];
  const SetSpec& spec = s.spec_of(set);
  const ImagePublication& image = s.images[image_index];
  if (spec.image.stream != image.stream || spec.image.kind != (image.gallery ? ImageKind::gallery : ImageKind::platform)) return true;
  Member member;
  member.set = index;
  member.capacity = set.capacity;
  member.set_path = fnv1a(set.id, fnv1a("/", fnv1a(s.regions[set.region].name)));
  member.path = fnv1a("/", member.set_path);
  member.behind = s.rank(spec.image.current) < s.rank(image.version);
  const bool own_faults = std::any_of(s.faults.begin(), s.faults.end(), [&](const Fault& f) { return f.set == index; });
  const std::uint64_t key = own_faults ? (std::uint64_t{1} << 32) + index : spec.image.stream.empty() ? set.spec : set.spec;
  const auto [found, fresh] = kinds.try_emplace(key, static_cast<std::uint32_t>(kinds_.size()));
  member.kind = found->second;
  if (fresh) {
    Kind& kind = kinds_.emplace_back();
    kind.eligible = eligibility(s, spec, set.capacity, rules_).empty();
    kind.policy = policy_in_force(spec, OperationKind::os, false, s.switches, rules_);
    for (const Fault& fault : s.faults) {
      if (fault.set != all_sets && fault.set != index) continue;
      switch (fault.type) {
        case Fault::Type::unhealthy_after_upgrade: kind.faults.unhealthy_after.push_back(&fault); break;
        case Fault::Type::provisioning_fails: kind.faults.provisioning.push_back(&fault); break;
        case Fault::Type::extension_fails: kind.faults.extension.push_back(&fault); break;
        default: kind.faults.rollback.push_back(&fault); break;
      }
    }
    UpgradeSettings& settings = kind.settings;
    settings.scenario = &s;
    settings.spec = &spec;
    settings.faults = &kind.faults;
    settings.outages = &no_outages_;
    static const std::vector<std::optional<Millis>> never_expires(256);
    settings.credentials = std::span(never_expires).first(std::min<std::size_t>(spec.extensions.size(), never_expires.size()));
    settings.rules = &rules_;
    settings.version = image.version;
    settings.random = true;
    settings.rollback = !spec.disable_rollback;
    kind.course = CrowdCourse(settings, 1);
  }
  const Kind& kind = kinds_[member.kind];
  if (spec.extensions.size() > 256) return false;
  if (kind.eligible && kind.policy.max_surge && !spec.flexible) return false;
  const bool settled = set.capacity > 0 && !member.behind;
  member.starts = kind.eligible && !settled;
  if (member.starts) {
    const auto& zones = s.zones_of(set);
    const bool one_domain = spec.flexible || spec.kind == SetKind::vm_group;
    const auto domains = static_cast<std::uint32_t>(spec.update_domains.value_or(one_domain ? 1 : 5));
    if (kind.policy.cross_zone && zones.size() > 1 && s.switches.ud_boundary && domains > 1) return false;
    member.token = !zones.empty() && s.switches.zone_token && !kind.policy.cross_zone;
    const PlanRules rules{batch_max(set.capacity, kind.policy.max_batch), s.switches.ud_boundary, kind.policy.cross_zone, false};
    std::string shape = std::to_string(set.capacity) + "/" + std::to_string(domains) + "/" + std::to_string(rules.batch_max) + "/" + std::to_string(member.kind) + (kind.policy.cross_zone ? "x" : "");
    for (const std::uint8_t zone : zones) shape += static_cast<char>('0' + zone);
    const auto [plan, new_plan] = plans.try_emplace(shape, static_cast<std::uint32_t>(plans_.size()));
    if (new_plan) plans_.push_back({plan_regular(set.capacity, zones, domains, rules), {}});
    member.plan = plan->second;
  }
  if (group.members.empty()) {
    group.published = never;
    for (const auto& other : s.images) {
      if (other.stream == image.stream && s.version_text(other.version) == s.version_text(image.version)) group.published = std::min(group.published, other.published);
    }
  }
  group.members.push_back(member);
  return true;
}

/// Compiles what a batch needs if its members are not looked at; false if they have to be.
bool PlainFleet::compile_aggregate(Kind& kind) {
  const Scenario& s = *scenario_;
  const SetSpec& spec = *kind.settings.spec;
  const bool watched = spec.health.source != HealthSource::none;
  if (!kind.course.usable() || kind.course.names_anyone()) return false;
  if (!kind.faults.provisioning.empty() || !kind.faults.extension.empty() || !kind.faults.rollback.empty()) return false;
  kind.fails = 0;
  for (const Fault* fault : kind.faults.unhealthy_after) {
    const bool meant = (!fault->attempt || *fault->attempt == 1) && fault->extension.empty() && (fault->update == no_version || s.rank(fault->update) == s.rank(kind.settings.version));
    if (!meant) continue;
    if (fault->after || fault->probability.certain()) return false;
    kind.fails = watched ? static_cast<double>(fault->probability.threshold) / 9007199254740992.0 : 0;
    break;
  }
  const Millis interval = spec.health.interval * one_second;
  const auto seen = [&](Millis raw) { return watched ? observed_health(raw, spec.health.interval, spec.health.probes) : 0; };
  std::vector<Part> parts;
  Millis fixed = kind.course.notice(), extensions = 0;
  const auto add = [&](DurationName name, Millis& constant) -> Millis {
    const Duration& d = s.duration(name);
    if (d.table < 0) {
      constant += d.value;
      return d.value;
    }
    parts.push_back({&s.tables[static_cast<std::size_t>(d.table)], false});
    return (*parts.back().table)[1024];
  };
  add(DurationName::drain, fixed);
  add(DurationName::disk_swap, fixed);
  add(DurationName::boot, fixed);
  if (spec.custom_data) add(DurationName::custom_data, fixed);
  for (const auto& extension : spec.extensions) {
    if (extension.duration) {
      fixed += *extension.duration;
      extensions += *extension.duration;
    } else {
      extensions += add(DurationName::extension, fixed);
    }
  }
  if (!spec.extensions.empty() && extensions > s.duration(DurationName::extensions_time_budget).value) return false;
  const Duration& warmup = s.duration(DurationName::app_warmup);
  const Millis window = s.duration(DurationName::health_window).value;
  // Who becomes healthy too late fails like one that never does; a restored one is then left unhealthy.
  const Millis in_time = (window - (spec.health.probes - 1) * interval) / interval * interval;
  double late = 0;
  if (watched && warmup.table < 0 && seen(warmup.value) > window) return false;
  if (watched && warmup.table >= 0) late = share_above(s.tables[static_cast<std::size_t>(warmup.table)], in_time);
  if (late >= 1) return false;
  kind.fails = 1 - (1 - kind.fails) * (1 - late);
  kind.late = kind.settings.rollback ? static_cast<std::uint64_t>(late * 9007199254740992.0) : 0;
  std::vector<Part> failing = parts;
  Millis failing_fixed = fixed + window;
  const auto warm = [&](std::vector<Part>& into, Millis& constant) {
    if (!watched) return;
    if (warmup.table >= 0) {
      into.push_back({&s.tables[static_cast<std::size_t>(warmup.table)], true});
    } else {
      constant += seen(warmup.value);
    }
  };
  warm(parts, fixed);
  std::vector<Part> failing_late;
  Millis late_fixed = 0;
  if (kind.settings.rollback) {
    std::swap(parts, failing);
    add(DurationName::restore_swap, failing_fixed);
    add(DurationName::boot, failing_fixed);
    failing_late = parts;
    late_fixed = failing_fixed + window;
    warm(parts, failing_fixed);
    std::swap(parts, failing);
  }
  const auto compile_sum = [&](const std::vector<Part>& steps, Millis constant, Slowest& out) {
    const auto value = [&](const Part& part, Millis raw) { return part.observed ? seen(std::min(raw, in_time)) : raw; };
    Millis range = 0;
    out.origin = constant;
    for (const Part& part : steps) {
      const Millis low = value(part, (*part.table)[0]);
      range += value(part, (*part.table)[1024]) - low + (part.observed ? interval : 0);
      out.origin += low;
    }
    out.bin = std::max<Millis>(1, range / static_cast<Millis>(grid) + 1);
    std::vector<double> mass(1, 1.0);
    for (const Part& part : steps) {
      constexpr int fine = 64;
      std::vector<double> own;
      const Millis low = value(part, (*part.table)[0]);
      for (std::size_t i = 0; i < 1024; ++i) {
        for (int j = 0; j < fine; ++j) {
          const Millis raw = (*part.table)[i] + ((*part.table)[i + 1] - (*part.table)[i]) * (2 * j + 1) / (2 * fine);
          if (part.observed && raw > in_time) continue;  // not among these
          const auto k = static_cast<std::size_t>((value(part, raw) - low) / out.bin);
          if (own.size() <= k) own.resize(k + 1);
          own[k] += 1.0 / (1024 * fine);
        }
      }
      std::vector<double> sum(mass.size() + own.size() - 1);
      for (std::size_t a = 0; a < mass.size(); ++a) {
        if (mass[a] == 0) continue;
        for (std::size_t b = 0; b < own.size(); ++b) sum[a + b] += mass[a] * own[b];
      }
      mass = std::move(sum);
    }
    if (steps.size() > 1) out.origin += static_cast<Millis>(steps.size() - 1) * out.bin / 2;  // the middle of every part's bin
    double total = 0;
    for (double& m : mass) m = total += m;
    for (double& m : mass) m /= total;
    if (steps.empty()) out.bin = 0;
    out.cumulative = std::move(mass);
  };
  compile_sum(parts, fixed, kind.healthy);
  if (kind.fails > 0) compile_sum(failing, failing_fixed, kind.failed);
  if (kind.late > 0) compile_sum(failing_late, late_fixed, kind.failed_late);
  return true;
}

void PlainFleet::exact_batch(const Member& member, Kind& kind, const PlannedBatch& batch, Millis at, Cursor& cursor, Millis& end, std::uint32_t& failures) {
  kind.settings.trial = trial_key_;
  kind.settings.path_prefix = member.path;
  const InstanceList ids(batch.first + batch.stride * batch.begin, batch.stride, batch.size());
  singled_.clear();
  end = at;
  if (!kind.course.usable()) {
    for (std::uint32_t i = 0; i < ids.size(); ++i) singled_.push_back(i);
  } else {
    end = at + kind.course.run(ids, {}, {}, singled_).longest;
  }
  cursor.old -= ids.size();
  for (const std::uint32_t position : singled_) {
    const MemberResult result = upgrade_in_place(kind.settings, ids[position], 1, {}, at);
    end = std::max(end, result.end);
    if (result.outcome == Outcome::ok) continue;
    ++failures;
    if (result.outcome != Outcome::failed) ++cursor.old;
    if (result.outcome == Outcome::rolled_back) cursor.rolled_back = true;
    if (result.outcome != Outcome::rolled_back) ++cursor.left_failed;
  }
}

inline void PlainFleet::drawn_batch(const Member& member, Kind& kind, const Plan& plan, Cursor& cursor, Millis at, Millis& end, std::uint32_t& failures) {
  const std::uint64_t path = path_key(trial_key_, member.set_path);
  const Plan::Drawn& drawn = plan.drawn[cursor.next];
  const std::uint64_t k = cursor.next + 1;
  const std::uint32_t size = plan.batches[cursor.next].size();
  const std::uint64_t luck = mix(path + counter_of(Purpose::unhealthy_after_upgrade, k)) >> 11;
  const std::uint64_t healthy = mix(path + counter_of(Purpose::disk_swap, k));
  cursor.old -= size;
  if (luck < (*drawn.failures)[0]) {
    end = at + sample(*drawn.slowest, healthy);
    return;
  }
  std::uint32_t x = 1;
  while (x < size && luck >= (*drawn.failures)[x]) ++x;
  if (x < size) end = at + sample(kind.healthy.of(size - x), healthy);
  failures = x;
  std::uint32_t stuck = 0;
  if (kind.late == 0) {
    end = std::max(end, at + sample(kind.failed.of(x), mix(path + counter_of(Purpose::restore_swap, k))));
  } else {
    for (std::uint32_t i = 0; i < x; ++i) {
      const bool late = mix(path + counter_of(Purpose::restore_warmup, k << 10 | i)) >> 11 < kind.late;
      stuck += late;
      end = std::max(end, at + sample((late ? kind.failed_late : kind.failed).of(1), mix(path + counter_of(Purpose::restore_swap, k << 10 | i))));
    }
  }
  if (!kind.settings.rollback) {
    cursor.left_failed += x;
    return;
  }
  cursor.old += x;
  cursor.left_failed += stuck;
  if (stuck < x) cursor.rolled_back = true;
}

bool PlainFleet::advance(const Member& member, Cursor& cursor, Millis at, std::uint8_t zone) {
  Kind& kind = kinds_[member.kind];
  const Plan& plan = plans_[member.plan];
  const Millis horizon = scenario_->end();
  const std::int64_t existing = member.capacity;
  while (cursor.next < plan.batches.size()) {
    const PlannedBatch& batch = plan.batches[cursor.next];
    if (zone != 0 && batch.zone != zone) return true;
    const Millis start = std::max(at, cursor.ready);
    if (start > horizon) return false;
    if (cursor.next > 0 && too_many_unhealthy(cursor.left_failed, existing, kind.policy.max_unhealthy)) {  // S-2
      cursor.over = cursor.stopped = true;
      cursor.release = start;
      return true;
    }
    cursor.floor = std::min(cursor.floor, member.capacity - cursor.left_failed - batch.size());
    Millis end = start;
    std::uint32_t failures = 0;
    if (aggregate_) {
      drawn_batch(member, kind, plan, cursor, start, end, failures);
    } else {
      exact_batch(member, kind, batch, start, cursor, end, failures);
    }
    if (end > horizon) return false;
    ++cursor.next;
    cursor.attempted += batch.size();
    cursor.failed += failures;
    cursor.release = at = end;
    cursor.ready = end + kind.policy.pause;
    const UpgradedShare share = upgraded_share(scenario_->switches.upgraded_denominator, cursor.failed, cursor.attempted, failures, batch.size(), existing);
    if (failures + cursor.failed > 0 && too_many_failed(share.failed, share.of, kind.policy.max_unhealthy_upgraded)) {  // S-3
      cursor.over = cursor.stopped = true;
      return true;
    }
  }
  cursor.over = true;
  return true;
}

bool PlainFleet::run_group(Group& group, Millis start, std::vector<TrialSet>& out, Millis& close, std::int64_t& eligible, std::int64_t& succeeded) {
  const std::size_t count = group.members.size();
  cursors_.assign(count, Cursor{});
  bool tokens = false;
  for (std::size_t i = 0; i < count; ++i) {
    const Member& member = group.members[i];
    Cursor& cursor = cursors_[i];
    cursor.ready = cursor.release = start;
    cursor.floor = member.capacity;
    cursor.old = member.behind ? member.capacity : 0;
    if (!member.starts) continue;
    tokens = tokens || member.token;
    if (!member.token && !advance(member, cursor, start, 0)) return false;
  }
  // Rule Z-3: everyone who claims the token's zone goes through it, then it moves to the next zone that is claimed.
  Millis moved = start;
  for (std::uint8_t zone = 1; tokens && zone <= 3; ++zone) {
    Millis released = moved;
    for (std::size_t i = 0; i < count; ++i) {
      const Member& member = group.members[i];
      Cursor& cursor = cursors_[i];
      if (!member.starts || !member.token || cursor.over) continue;
      const auto& batches = plans_[member.plan].batches;
      if (cursor.next < batches.size() && batches[cursor.next].zone != zone) continue;
      if (!advance(member, cursor, moved, zone)) return false;
      released = std::max(released, cursor.release);
      if (cursor.next == batches.size()) cursor.over = true;
    }
    moved = released;
  }
  const Millis published = std::min(start, group.published);
  for (std::size_t i = 0; i < count; ++i) {
    const Member& member = group.members[i];
    const Cursor& cursor = cursors_[i];
    TrialSet& set = out[member.set];
    set.old = cursor.old;
    if (!member.starts) continue;
    set.floor = cursor.floor;
    set.failed = cursor.failed;
    set.rolled_back = cursor.rolled_back;
    set.faulted = cursor.stopped;
    set.result = cursor.stopped ? TrialSet::Result::stopped : TrialSet::Result::completed;
    set.completion = cursor.stopped ? never : cursor.release - published;
    close = std::max(close, cursor.release);
    eligible += member.capacity;
    succeeded += cursor.attempted - cursor.failed;
  }
  return true;
}

bool PlainFleet::run(std::uint64_t trial, std::vector<TrialSet>& out) {
  const Scenario& s = *scenario_;
  trial_key_ = rollout::trial_key(s.monte_carlo.seed, trial);
  out = resting_;
  for (Wave& wave : waves_) {
    const ImagePublication& image = s.images[wave.image];
    Millis open = std::max(image.published, s.start);
    if (!image.gallery && open > s.end()) continue;
    for (std::size_t p = 0; p < wave.phases.size(); ++p) {
      if (wave.timetable) open = wave.opens[p];
      if (open > s.end()) {
        if (wave.timetable) continue;
        break;
      }
      Millis close = open;
      std::int64_t eligible = 0, succeeded = 0;
      for (const std::uint32_t group : wave.phases[p]) {
        if (!run_group(groups_[group], open, out, close, eligible, succeeded)) return false;
      }
      if (wave.timetable) continue;
      if (wave.gated && !phase_passes(eligible, succeeded, s.phases.max_failed_percent)) break;
      open = close + s.phases.bake;
    }
  }
  return true;
}

}  // namespace fleetlint::rollout
