#include "engine/plain_fleet.h"

#include <algorithm>
#include <string>
#include <unordered_set>

#include "policies/eligibility.h"
#include "policies/phases.h"
#include "policies/rolling_policy.h"
#include "policies/stop_conditions.h"

namespace fleetlint::rollout {

std::unique_ptr<PlainFleet> PlainFleet::of(std::shared_ptr<const Scenario> scenario, bool aggregate, const std::vector<std::uint8_t>& regions) {
  std::unique_ptr<PlainFleet> fleet(new PlainFleet(std::move(scenario)));
  return fleet->build(aggregate, regions) ? std::move(fleet) : nullptr;
}

/// Nothing that `region` needs can be had without events.
void PlainFleet::hand_over(std::uint32_t region) {
  hard_[region] = 1;
  impossible_ = impossible_ || !independent_;
}

/// Which regions have something that only the event engine knows about; false if all of them have.
bool PlainFleet::sort_out() {
  const Scenario& s = *scenario_;
  if (s.switches.shrink_on_unhealthy) return false;
  for (const Action& action : s.actions) hand_over(s.sets[action.set].region);
  for (const Fault& fault : s.faults) {
    switch (fault.type) {
      case Fault::Type::unhealthy_after_upgrade:
      case Fault::Type::provisioning_fails:
      case Fault::Type::extension_fails:
      case Fault::Type::rollback_fails: break;
      case Fault::Type::region_outage: hand_over(fault.region); break;
      default:
        if (fault.set == all_sets) return false;
        hand_over(s.sets[fault.set].region);
    }
  }
  // The instances of a batch must be away for a while: what returns at once would not lower the floor.
  Millis away = 0;
  for (const auto name : {DurationName::drain, DurationName::disk_swap}) {
    const Duration& d = s.duration(name);
    away += d.table >= 0 ? s.tables[static_cast<std::size_t>(d.table)][0] : d.value;
  }
  if (away <= 0) return false;
  std::unordered_set<std::string> streams, extensions;
  for (const auto& image : s.images) {
    if (!image.excluded && !streams.insert(image.stream).second) return false;
  }
  for (const auto& publication : s.extension_versions) {
    if (!extensions.insert(publication.stream).second) return false;
  }
  for (std::uint32_t i = 0; i < s.sets.size(); ++i) {
    if (hard_[s.sets[i].region] != 0) continue;
    const SetSpec& spec = s.spec_of(s.sets[i]);
    const auto& zones = s.zones_of(s.sets[i]);
    const bool windowed = spec.maintenance >= 0 && s.maintenance[static_cast<std::size_t>(spec.maintenance)].scope == MaintenanceWindow::Scope::osimage;
    std::uint32_t seen = 0;
    bool twice = false;
    for (const std::uint8_t zone : zones) {
      twice = twice || (seen & (1u << zone)) != 0;
      seen |= 1u << zone;
    }
    if (!spec.overrides.empty() || windowed || twice || spec.auto_os_configured_at || spec.extensions.size() > 256 || (spec.service_fabric.gated() && !zones.empty())) hand_over(s.sets[i].region);
    by_region_[s.sets[i].region].push_back(i);
  }
  return !impossible_;
}

bool PlainFleet::build(bool aggregate, const std::vector<std::uint8_t>& regions) {
  const Scenario& s = *scenario_;
  const bool phased = !s.extension_versions.empty() || std::any_of(s.images.begin(), s.images.end(), [](const ImagePublication& i) { return !i.gallery; });
  independent_ = s.phases.timetable || !phased;
  hard_.resize(s.regions.size());
  by_region_.resize(s.regions.size());
  for (std::size_t r = 0; r < regions.size(); ++r) hard_[r] = regions[r] == 0;
  if (!sort_out() || !add_waves()) return false;
  bool any = false;
  for (std::uint32_t r = 0; r < s.regions.size(); ++r) any = any || (hard_[r] == 0 && !by_region_[r].empty());
  if (!any) return false;
  resting_.resize(s.sets.size());
  for (std::size_t i = 0; i < s.sets.size(); ++i) resting_[i].floor = s.sets[i].capacity;
  if (aggregate) {
    for (Kind& kind : kinds_) {
      kind.drawn = kind.eligible && kind.settings.kind == OperationKind::os && compile_aggregate(kind);
      aggregate_ = aggregate_ || kind.drawn;
    }
    for (const Group& group : groups_) {
      for (const Member& member : group.members) {
        if (member.starts && kinds_[member.kind].drawn) prepare_draws(kinds_[member.kind], plans_[member.plan]);
      }
    }
  }
  std::size_t members = 0;
  for (Group& group : groups_) {
    group.first = members;
    members += group.members.size();
    for (std::uint32_t i = 0; i < group.members.size(); ++i) {
      Member& member = group.members[i];
      if (!member.starts) continue;
      const Kind& kind = kinds_[member.kind];
      member.smooth = kind.drawn && !kind.settings.gated && (kind.policy.pause == 0 || !member.token);
      if (!member.smooth) group.rough.push_back(i);
    }
  }
  return true;
}

bool PlainFleet::add_waves() {
  const Scenario& s = *scenario_;
  const auto planned = s.phases.listed ? s.phases.list : plan_phases(s);
  const auto add_phases = [&](Wave& wave) {
    wave.timetable = s.phases.timetable;
    wave.gated = s.phases.gate && !s.phases.timetable;
    for (std::size_t p = 0; p < planned.size(); ++p) {
      if (wave.timetable && p >= s.phases.opens_at.size()) break;
      wave.phases.emplace_back();
      if (wave.timetable) wave.opens.push_back(std::max(wave.published + s.phases.opens_at[p], s.start));
      for (const auto region : planned[p]) add_group(region, wave);
    }
  };
  for (std::uint32_t i = 0; i < s.images.size(); ++i) {
    const ImagePublication& image = s.images[i];
    if (image.excluded) continue;
    Wave wave{OperationKind::os, i, image.version, image.published, image.gallery, {}, {}, false, false};
    if (image.gallery) {
      wave.timetable = true;
      for (const auto& [region, at] : image.replicas) {
        wave.phases.emplace_back();
        wave.opens.push_back(std::max(at, s.start));
        add_group(region, wave);
      }
    } else {
      add_phases(wave);
    }
    waves_.push_back(std::move(wave));
  }
  for (std::uint32_t i = 0; i < s.extension_versions.size(); ++i) {
    const ExtensionPublication& publication = s.extension_versions[i];
    Wave wave{OperationKind::ext, i, publication.version, publication.published, false, {}, {}, false, false};
    add_phases(wave);
    waves_.push_back(std::move(wave));
  }
  if (!s.extension_versions.empty()) past_.resize(s.sets.size());
  if (independent_) {
    timed_.resize(s.regions.size());
    for (const Wave& wave : waves_) {
      for (std::size_t p = 0; p < wave.phases.size(); ++p) {
        for (const std::uint32_t group : wave.phases[p]) timed_[groups_[group].region].push_back({wave.opens[p], group});
      }
    }
    for (auto& list : timed_) {
      std::stable_sort(list.begin(), list.end(), [](const Timed& a, const Timed& b) { return a.open < b.open; });
    }
  }
  return !impossible_;
}

bool PlainFleet::add_group(std::uint32_t region, Wave& wave) {
  const Scenario& s = *scenario_;
  if (hard_[region] != 0) return false;
  Group group;
  group.region = region;
  group.os = wave.kind == OperationKind::os;
  group.rollout = wave.image + (group.os ? 0 : static_cast<std::uint32_t>(s.images.size()));
  for (const std::uint32_t index : by_region_[region]) {
    const SetSpec& spec = s.spec_of(s.sets[index]);
    if (group.os) {
      const ImagePublication& image = s.images[wave.image];
      if (spec.image.stream == image.stream && spec.image.kind == (image.gallery ? ImageKind::gallery : ImageKind::platform)) add_member(index, -1, wave, group);
      continue;
    }
    int chosen = -1;
    for (std::size_t e = 0; e < spec.extensions.size(); ++e) {
      const Extension& extension = spec.extensions[e];
      if (extension.stream != s.extension_versions[wave.image].stream || !extension.automatic_upgrade || !same_major(s, wave.version, extension.version)) continue;
      if (spec.service_fabric.present()) {
        if (!s.switches.ext_upgrade_service_fabric) continue;
        if (spec.service_fabric.gated()) hand_over(region);
      }
      if (chosen >= 0) hand_over(region);
      chosen = static_cast<int>(e);
    }
    if (chosen >= 0) add_member(index, chosen, wave, group);
  }
  if (group.members.empty() || hard_[region] != 0) return false;
  if (group.os) {
    const ImagePublication& image = s.images[wave.image];
    group.published = never;
    for (const auto& other : s.images) {
      if (other.stream == image.stream && s.version_text(other.version) == s.version_text(image.version)) group.published = std::min(group.published, other.published);
    }
  } else {
    OperationReport report;
    report.kind = OperationKind::ext;
    report.queued = never;
    report.update = s.version_text(wave.version);
    const Member& first = group.members.front();
    report.extension = kinds_[first.kind].settings.spec->extensions[static_cast<std::size_t>(kinds_[first.kind].settings.extension)].name;
    group.published = published_at(s, s.sets[first.set], report);
  }
  // Sets of the same shape one after the other: what their batches look up is at hand then. Nothing depends on the order.
  std::stable_sort(group.members.begin(), group.members.end(), [](const Member& a, const Member& b) { return a.plan < b.plan; });
  wave.phases.back().push_back(static_cast<std::uint32_t>(groups_.size()));
  groups_.push_back(std::move(group));
  return true;
}

/// What sets have in common that run the same model, are hit by the same faults and take the same update.
std::uint32_t PlainFleet::kind_of(std::uint32_t index, int extension, const Wave& wave) {
  const Scenario& s = *scenario_;
  const ScaleSet& set = s.sets[index];
  const SetSpec& spec = s.spec_of(set);
  const bool own_faults = std::any_of(s.faults.begin(), s.faults.end(), [&](const Fault& f) { return f.set == index; });
  const std::uint32_t size_class = spec.service_fabric.present() ? std::min<std::uint32_t>(set.capacity, 1000) : 0;  // who is eligible depends on the size
  const auto wave_index = static_cast<std::uint32_t>(waves_.size());
  const auto [found, fresh] = kind_ids_.try_emplace(std::tuple(wave_index, own_faults ? UINT32_MAX - index : set.spec, size_class), static_cast<std::uint32_t>(kinds_.size()));
  if (!fresh) return found->second;
  Kind& kind = kinds_.emplace_back();
  kind.eligible = !spec.size_unknown && (wave.kind != OperationKind::os || eligibility(s, spec, set.capacity, rules_).empty());
  kind.policy = policy_in_force(spec, wave.kind, false, s.switches, rules_);
  for (const Fault& fault : s.faults) {
    if (fault.set != all_sets && fault.set != index) continue;
    switch (fault.type) {
      case Fault::Type::unhealthy_after_upgrade: kind.faults.unhealthy_after.push_back(&fault); break;
      case Fault::Type::provisioning_fails: kind.faults.provisioning.push_back(&fault); break;
      case Fault::Type::extension_fails: kind.faults.extension.push_back(&fault); break;
      case Fault::Type::rollback_fails: kind.faults.rollback.push_back(&fault); break;
      default: break;
    }
  }
  for (const auto& e : spec.extensions) {
    kind.credentials.push_back(e.credentials_expire);
    if (e.credentials_expire) kind.expires = std::min(kind.expires, *e.credentials_expire);
  }
  UpgradeSettings& settings = kind.settings;
  settings.scenario = &s;
  settings.spec = &spec;
  settings.faults = &kind.faults;
  settings.outages = &no_outages_;
  settings.credentials = kind.credentials;
  settings.rules = &rules_;
  settings.kind = wave.kind;
  settings.extension = extension;
  settings.version = wave.version;
  settings.random = s.monte_carlo.present;
  settings.gated = spec.service_fabric.gated();
  settings.disruptive = wave.kind == OperationKind::os;
  settings.rollback = wave.kind == OperationKind::os && !spec.disable_rollback;
  kind.course = CrowdCourse(settings, 1);
  return found->second;
}

void PlainFleet::add_member(std::uint32_t index, int extension, const Wave& wave, Group& group) {
  const Scenario& s = *scenario_;
  const ScaleSet& set = s.sets[index];
  const SetSpec& spec = s.spec_of(set);
  Member member;
  member.set = index;
  member.capacity = set.capacity;
  member.set_path = fnv1a(set.id, fnv1a("/", fnv1a(s.regions[set.region].name)));
  member.path = fnv1a("/", member.set_path);
  member.behind = s.rank(extension < 0 ? spec.image.current : spec.extensions[static_cast<std::size_t>(extension)].version) < s.rank(wave.version);
  member.kind = kind_of(index, extension, wave);
  const Kind& kind = kinds_[member.kind];
  if (extension < 0) {
    if (kind.eligible && kind.policy.max_surge && !spec.flexible) return hand_over(group.region);
  } else {
    // A failed upgrade of an extension is tried again every hour, beside whatever goes on then.
    const auto hits = [&](const std::vector<const Fault*>& faults) {
      return std::any_of(faults.begin(), faults.end(), [&](const Fault* f) {
        return (f->extension.empty() || f->extension == spec.extensions[static_cast<std::size_t>(extension)].name) && (f->update == no_version || s.rank(f->update) == s.rank(wave.version)) && f->probability.threshold != 0;
      });
    };
    if (hits(kind.faults.extension) || hits(kind.faults.unhealthy_after) || kind.expires <= s.end()) return hand_over(group.region);
  }
  const bool settled = set.capacity > 0 && !member.behind;
  member.starts = kind.eligible && !settled;
  if (member.starts) {
    const auto& zones = s.zones_of(set);
    const bool one_domain = spec.flexible || spec.kind == SetKind::vm_group;
    const auto domains = static_cast<std::uint32_t>(spec.update_domains.value_or(one_domain ? 1 : 5));
    const bool gated = kind.settings.gated;
    if (kind.policy.cross_zone && zones.size() > 1 && s.switches.ud_boundary && domains > 1) return hand_over(group.region);
    member.token = !zones.empty() && s.switches.zone_token && !kind.policy.cross_zone;
    const PlanRules rules{batch_max(set.capacity, kind.policy.max_batch), s.switches.ud_boundary, kind.policy.cross_zone, gated};
    std::string shape = std::to_string(set.capacity) + "/" + std::to_string(domains) + "/" + std::to_string(rules.batch_max) + "/" + std::to_string(member.kind) + (kind.policy.cross_zone ? "x" : "");
    for (const std::uint8_t zone : zones) shape += static_cast<char>('0' + zone);
    const auto [plan, new_plan] = plan_ids_.try_emplace(shape, static_cast<std::uint32_t>(plans_.size()));
    if (new_plan) plans_.push_back({plan_regular(set.capacity, zones, domains, rules), {}});
    member.plan = plan->second;
  }
  group.members.push_back(member);
}

/// One operation at a time (V-4), and members that can be computed together.
bool PlainFleet::may_start(const Member& member, const Group& group, Millis start) const {
  const Past& past = past_[member.set];
  const Kind& kind = kinds_[member.kind];
  if (past.free > start || (past.mixed && !(kind.course.constant() && !group.os)) || past.attempts > 100) return false;
  if (too_many_unhealthy(past.left_failed, member.capacity, kind.policy.max_unhealthy)) return false;
  return !group.os || past.left_failed == 0;
}

bool PlainFleet::run_group(std::uint32_t index, Millis start, std::vector<TrialSet>& out, Millis& close, std::int64_t& eligible, std::int64_t& succeeded) {
  const Group& group = groups_[index];
  const std::size_t count = group.members.size();
  cursors_.clear();
  const auto run_alone = [&](std::uint32_t place) {
    const Member& member = group.members[place];
    Cursor& cursor = cursors_.emplace_back();
    cursor.member = place;
    cursor.ready = cursor.release = start;
    cursor.floor = member.capacity;
    cursor.old = member.behind ? member.capacity : 0;
    if (!past_.empty()) {
      const Past& past = past_[member.set];
      cursor.attempt = past.mixed ? 1 : past.attempts + 1;
      cursor.left_failed = past.left_failed;
    }
    return member.token || advance(member, cursor, start, 0);
  };
  if (!past_.empty() && !std::all_of(group.members.begin(), group.members.end(), [&](const Member& member) { return !member.starts || may_start(member, group, start); })) return false;
  if (!std::all_of(group.rough.begin(), group.rough.end(), run_alone)) return false;
  std::array<Millis, 4> longest{};  // of the smooth sets, in each zone
  if (drawn_ != nullptr) {
    longest = drawn_->longest[index];
    const auto first = drawn_->rough.begin() + static_cast<std::ptrdiff_t>(index == 0 ? 0 : drawn_->rough_until[index - 1]);
    if (!std::all_of(first, drawn_->rough.begin() + static_cast<std::ptrdiff_t>(drawn_->rough_until[index]), run_alone)) return false;
  }
  // Rule Z-3: everyone who claims the token's zone goes through it, then it moves to the next zone that is claimed.
  std::array<Millis, 4> opened{};
  opened.fill(start);
  Millis moved = start;
  for (std::uint8_t zone = 1; zone <= 3; ++zone) {
    opened[zone] = moved;
    Millis released = moved + longest[zone];
    for (Cursor& cursor : cursors_) {
      const Member& member = group.members[cursor.member];
      if (!member.token || cursor.over) continue;
      const auto& batches = plans_[member.plan].batches;
      if (cursor.next < batches.size() && batches[cursor.next].zone != zone) continue;
      if (!advance(member, cursor, moved, zone)) return false;
      released = std::max(released, cursor.release);
      if (cursor.next == batches.size()) cursor.over = true;
    }
    moved = released;
  }
  if (std::max(moved, start + longest[0]) > scenario_->end()) return false;
  if (!zones_.empty()) zones_[group.rollout * scenario_->regions.size() + group.region] = opened;
  const Millis published = std::min(start, group.published);
  for (std::size_t i = 0; i < count; ++i) {
    const Member& member = group.members[i];
    if (!member.starts) {
      if (group.os) out[member.set].old = member.behind ? member.capacity : 0;
      continue;
    }
    eligible += member.capacity;
    if (!member.smooth || drawn_->last[group.first + i] == rough) continue;
    const Plan& plan = plans_[member.plan];
    const Millis release = opened[plan.last_zone] + drawn_->last[group.first + i];
    TrialSet& set = out[member.set];
    set.old = 0;
    set.floor = std::min(set.floor, member.capacity - plan.largest);
    set.result = TrialSet::Result::completed;
    set.completion = release - published;
    close = std::max(close, release);
    succeeded += plan.members;
    if (past_.empty()) continue;
    Past& past = past_[member.set];
    past.free = release;
    past.attempts += !plan.batches.empty();
  }
  for (const Cursor& cursor : cursors_) {
    const Member& member = group.members[cursor.member];
    TrialSet& set = out[member.set];
    if (group.os) set.old = cursor.old;
    if (!past_.empty()) {
      Past& past = past_[member.set];
      past.free = cursor.release;
      past.left_failed = cursor.left_failed;
      past.mixed = past.mixed || (cursor.next > 0 && cursor.next < plans_[member.plan].batches.size());
      past.attempts += cursor.next > 0;
    }
    set.floor = std::min(set.floor, cursor.floor);
    set.failed += cursor.failed;
    set.rolled_back = set.rolled_back || cursor.rolled_back;
    set.faulted = set.faulted || cursor.stopped;
    set.result = cursor.stopped ? TrialSet::Result::stopped : TrialSet::Result::completed;
    set.completion = cursor.stopped ? never : cursor.release - published;
    close = std::max(close, cursor.release);
    succeeded += cursor.attempted - cursor.failed;
  }
  return true;
}

std::optional<Openings> PlainFleet::openings(std::uint64_t trial) {
  const Scenario& s = *scenario_;
  if (!independent_ && waves_.size() > 1) return std::nullopt;  // phases that close at the same instant are told in the order of their events
  Openings openings;
  zones_.assign((s.images.size() + s.extension_versions.size()) * s.regions.size(), {});
  std::vector<TrialSet> outcome;
  std::vector<std::uint8_t> left;
  if (!run(trial, 1, outcome, left)) return std::nullopt;
  for (const auto needs_events : left) openings.regions.push_back(needs_events == 0);
  openings.zones = std::move(zones_);
  zones_.clear();
  return openings;
}

bool PlainFleet::run(std::uint64_t trial, std::uint64_t expected, std::vector<TrialSet>& out, std::vector<std::uint8_t>& left) {
  const Scenario& s = *scenario_;
  trial_key_ = rollout::trial_key(s.monte_carlo.seed, trial);
  if (aggregate_) {
    if (trial < ahead_from_ || trial - ahead_from_ >= ahead_count_) draw_ahead(trial, expected);
    drawn_ = &ahead_[trial - ahead_from_];
  }
  out = resting_;
  left = hard_;
  std::fill(past_.begin(), past_.end(), Past{});
  Millis close = 0;
  std::int64_t eligible = 0, succeeded = 0;
  if (independent_) {
    for (std::uint32_t region = 0; region < timed_.size(); ++region) {
      if (hard_[region] != 0) continue;
      for (const Timed& timed : timed_[region]) {
        if (timed.open > s.end()) break;
        if (run_group(timed.group, timed.open, out, close, eligible, succeeded)) continue;
        left[region] = 1;
        break;
      }
    }
    return true;
  }
  for (Wave& wave : waves_) {
    Millis open = std::max(wave.published, s.start);
    for (std::size_t p = 0; p < wave.phases.size(); ++p) {
      if (wave.timetable) open = wave.opens[p];
      if (open > s.end()) {
        if (wave.timetable) continue;
        break;
      }
      close = open;
      eligible = succeeded = 0;
      for (const std::uint32_t group : wave.phases[p]) {
        if (!run_group(group, open, out, close, eligible, succeeded)) return false;
      }
      if (wave.timetable) continue;
      if (wave.gated && !phase_passes(eligible, succeeded, s.phases.max_failed_percent)) break;
      open = close + s.phases.bake;
    }
  }
  return true;
}

}  // namespace fleetlint::rollout
