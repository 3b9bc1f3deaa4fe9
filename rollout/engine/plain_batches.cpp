// Batches of plain fleets: exact, with every member's luck, or drawn as a whole. Rules as in batches.cpp and operations.cpp: S-2, S-3,
// P-4, C-1, C-3, SF-3.
#include <algorithm>

#include "engine/plain_fleet.h"
#include "policies/stop_conditions.h"

namespace fleetlint::rollout {
namespace {

std::uint64_t counter_of(Purpose purpose, std::uint64_t k) { return ((static_cast<std::uint64_t>(purpose) << 32) | k) + golden_gamma; }

}  // namespace

/// The course of members that were upgraded so many times; compiled once.
const CrowdCourse& PlainFleet::course_of(Kind& kind, std::uint32_t attempt) {
  if (attempt == 1) return kind.course;
  while (kind.later.size() + 2 <= attempt) kind.later.emplace_back(kind.settings, static_cast<std::uint32_t>(kind.later.size()) + 2);
  return kind.later[attempt - 2];
}

inline void PlainFleet::exact_batch(const Member& member, Kind& kind, const PlannedBatch& batch, Millis at, Cursor& cursor, Millis& end, std::uint32_t& failures) {
  kind.settings.trial = trial_key_;
  kind.settings.path_prefix = member.path;
  const InstanceList ids(batch.first + batch.stride * batch.begin, batch.stride, batch.size());
  const CrowdCourse& course = course_of(kind, cursor.attempt);
  singled_.clear();
  end = at;
  bool together = course.usable() && at < kind.expires;
  if (together) {
    const Millis longest = course.certain() ? course.length() : course.run(ids, {}, {}, singled_).longest;
    together = longest < kind.expires - at;
    end = together ? at + longest : at;
  }
  if (!together) {
    singled_.clear();
    for (std::uint32_t i = 0; i < ids.size(); ++i) singled_.push_back(i);
  }
  const bool os = kind.settings.kind == OperationKind::os;
  if (os) cursor.old -= ids.size();
  for (const std::uint32_t position : singled_) {
    const MemberResult result = upgrade_in_place(kind.settings, ids[position], cursor.attempt, {}, at);
    end = std::max(end, result.end);
    if (result.outcome == Outcome::ok) continue;
    ++failures;
    if (os && result.outcome != Outcome::failed) ++cursor.old;
    if (result.outcome == Outcome::rolled_back) cursor.rolled_back = true;
    if (result.outcome != Outcome::rolled_back) ++cursor.left_failed;
    if (result.cause == FailureCause::credential && scenario_->switches.credential_fatal) cursor.credential_failed = true;
  }
}

inline void PlainFleet::drawn_batch(Kind& kind, const Plan& plan, Cursor& cursor, Millis at, Millis& end, std::uint32_t& failures) {
  const Plan::Drawn& drawn = plan.drawn[cursor.next];
  const std::uint64_t k = cursor.next + 1;
  const std::uint32_t size = plan.batches[cursor.next].size();
  const std::uint64_t luck = mix(cursor.path + counter_of(Purpose::unhealthy_after_upgrade, k)) >> 11;
  cursor.old -= size;
  if (luck < drawn.none) [[likely]] {  // below its threshold it is as good as a new number
    const std::uint64_t again = std::min(static_cast<std::uint64_t>(static_cast<unsigned __int128>(luck) * drawn.scale >> 53), (std::uint64_t{1} << 53) - 1);
    end = at + drawn.slowest->sample(again << 11);
    return;
  }
  const auto& thresholds = plan.failures[cursor.next]->thresholds;
  const std::uint64_t healthy = mix(cursor.path + counter_of(Purpose::disk_swap, k));
  std::uint32_t x = 0;
  while (x < size && luck >= thresholds[x]) ++x;
  if (x < size) end = at + kind.healthy->of(size - x).sample(healthy);
  failures = x;
  if (x == 0) return;
  std::uint32_t stuck = 0;
  if (kind.late == 0) {
    end = std::max(end, at + kind.failed->of(x).sample(mix(cursor.path + counter_of(Purpose::restore_swap, k))));
  } else {
    for (std::uint32_t i = 0; i < x; ++i) {
      const bool late = mix(cursor.path + counter_of(Purpose::restore_warmup, k << 10 | i)) >> 11 < kind.late;
      stuck += late;
      end = std::max(end, at + (late ? kind.failed_late : kind.failed)->of(1).sample(mix(cursor.path + counter_of(Purpose::restore_swap, k << 10 | i))));
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

/// Draws sets in which nobody fails, for several trials at once: the same numbers as drawn_batch() would draw, without its branches.
void PlainFleet::draw_ahead(std::uint64_t trial, std::uint64_t count) {
  ahead_from_ = trial;
  ahead_count_ = std::min<std::uint64_t>(count, std::clamp<std::uint64_t>(16384 / (resting_.size() + 1), 1, most_ahead));
  if (ahead_.size() < ahead_count_) ahead_.resize(ahead_count_);
  std::array<std::uint64_t, most_ahead> keys{};
  for (std::size_t t = 0; t < ahead_count_; ++t) {
    keys[t] = rollout::trial_key(scenario_->monte_carlo.seed, trial + t);
    Ahead& ahead = ahead_[t];
    ahead.last.resize(groups_.empty() ? 0 : groups_.back().first + groups_.back().members.size());
    ahead.longest.assign(groups_.size(), {});
    ahead.rough.clear();
    ahead.rough_until.clear();
  }
  for (std::uint32_t g = 0; g < groups_.size(); ++g) {
    const Group& group = groups_[g];
    for (std::uint32_t i = 0; i < group.members.size(); ++i) {
      if (group.members[i].smooth) draw_smooth(group, i, {keys.data(), ahead_count_});
    }
    for (std::size_t t = 0; t < ahead_count_; ++t) ahead_[t].rough_until.push_back(ahead_[t].rough.size());
  }
}

void PlainFleet::draw_smooth(const Group& group, std::uint32_t index, std::span<const std::uint64_t> keys) {
  const Member& member = group.members[index];
  const Plan& plan = plans_[member.plan];
  const auto group_index = static_cast<std::size_t>(&group - groups_.data());
  std::array<std::uint64_t, most_ahead> counters;
  std::array<std::array<Millis, most_ahead>, 4> lengths;
  for (std::size_t zone = 0; zone < lengths.size(); ++zone) std::fill_n(lengths[zone].begin(), keys.size(), 0);
  std::uint32_t fails = 0;  // bit by trial
  for (std::size_t t = 0; t < keys.size(); ++t) counters[t] = path_key(keys[t], member.set_path) + counter_of(Purpose::unhealthy_after_upgrade, 0);
  for (const Plan::Drawn& drawn : plan.drawn) {
    auto& length = lengths[drawn.zone];
    for (std::size_t t = 0; t < keys.size(); ++t) {
      const std::uint64_t luck = mix(++counters[t]) >> 11;
      const bool fail = luck >= drawn.none;
      fails |= static_cast<std::uint32_t>(fail) << t;
      length[t] += drawn.slowest->sample(static_cast<std::uint64_t>(static_cast<unsigned __int128>(fail ? 0 : luck) * drawn.scale >> 53) << 11);
    }
  }
  for (std::size_t t = 0; t < keys.size(); ++t) {
    Ahead& ahead = ahead_[t];
    if ((fails >> t & 1) != 0) {
      ahead.last[group.first + index] = rough;
      ahead.rough.push_back(index);
      continue;
    }
    auto& longest = ahead.longest[group_index];
    for (std::size_t zone = 0; zone < longest.size(); ++zone) longest[zone] = std::max(longest[zone], lengths[zone][t] + (zone == plan.last_zone ? plan.pauses : 0));
    ahead.last[group.first + index] = lengths[plan.last_zone][t] + plan.pauses;
  }
}

bool PlainFleet::advance(const Member& member, Cursor& cursor, Millis at, std::uint8_t zone) {
  Kind& kind = kinds_[member.kind];
  if (cursor.next == 0) cursor.path = path_key(trial_key_, member.set_path);
  return aggregate_ && kind.drawn ? advance_as<true>(member, kind, cursor, at, zone) : advance_as<false>(member, kind, cursor, at, zone);
}

template <bool drawn>
bool PlainFleet::advance_as(const Member& member, Kind& kind, Cursor& cursor, Millis at, std::uint8_t zone) {
  const Plan& plan = plans_[member.plan];
  const Millis horizon = scenario_->end();
  const std::int64_t existing = member.capacity;
  const bool gated = kind.settings.gated, disruptive = kind.settings.disruptive;
  const auto stop = [&](Millis when) {
    cursor.over = cursor.stopped = true;
    cursor.release = when;
    return true;
  };
  while (cursor.next < plan.batches.size()) {
    const PlannedBatch& batch = plan.batches[cursor.next];
    if (zone != 0 && batch.zone != zone) return true;
    Millis start = std::max(at, cursor.ready);
    if (start > horizon) return false;
    if (cursor.left_failed > 0 && cursor.next > 0 && too_many_unhealthy(cursor.left_failed, existing, kind.policy.max_unhealthy)) return stop(start);  // S-2
    if (gated && cursor.domain != batch.ud) {  // SF-3
      cursor.domain = batch.ud;
      start += step_length(kind.settings, DurationName::sf_prepare, Purpose::sf_prepare, cursor.path, ++cursor.tasks);
      if (start > horizon) return false;
    }
    if (disruptive) cursor.floor = std::min(cursor.floor, member.capacity - cursor.left_failed - batch.size());
    Millis end = start;
    std::uint32_t failures = 0;
    if constexpr (drawn) {
      drawn_batch(kind, plan, cursor, start, end, failures);
    } else {
      exact_batch(member, kind, batch, start, cursor, end, failures);
    }
    if (end > horizon) return false;
    ++cursor.next;
    cursor.attempted += batch.size();
    cursor.failed += failures;
    cursor.ready = end + kind.policy.pause;
    if (gated && (cursor.next == plan.batches.size() || plan.batches[cursor.next].ud != cursor.domain)) {
      cursor.domain = -2;
      end += step_length(kind.settings, DurationName::sf_restore, Purpose::sf_restore, cursor.path, cursor.tasks);
      if (end > horizon) return false;
    }
    cursor.release = at = end;
    if (cursor.failed > 0) {
      const UpgradedShare share = upgraded_share(scenario_->switches.upgraded_denominator, cursor.failed, cursor.attempted, failures, batch.size(), existing);
      if (too_many_failed(share.failed, share.of, kind.policy.max_unhealthy_upgraded)) return stop(end);  // S-3
    }
    if (cursor.credential_failed) return stop(end);  // C-3
  }
  cursor.over = true;
  return true;
}

}  // namespace fleetlint::rollout
