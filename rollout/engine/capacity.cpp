// Who serves when, and the state at the end. Rule CAP-1.
#include <algorithm>
#include <map>
#include <numeric>
#include <tuple>

#include "engine/engine.h"
#include "fleetlint/base/assert.h"

namespace fleetlint::rollout {
namespace {

using Steps = std::vector<std::pair<Millis, std::int32_t>>;
using Line = std::vector<std::pair<Millis, std::uint32_t>>;  ///< what holds from an instant on

/// The lowest level over [start, last] and the first instant that has it. In an outage nobody serves.
std::pair<std::int32_t, Millis> lowest_of(std::int32_t level, Steps steps, const Intervals& outages, Millis start, Millis last) {
  std::sort(steps.begin(), steps.end());
  std::vector<Millis> instants = {start};
  for (const auto& step : steps) instants.push_back(step.first);
  for (const auto& [from, to] : outages) instants.insert(instants.end(), {from, to});
  std::sort(instants.begin(), instants.end());
  std::pair<std::int32_t, Millis> lowest{INT32_MAX, start};
  std::size_t next = 0;
  for (const Millis at : instants) {
    if (at > last) break;
    while (next < steps.size() && steps[next].first <= at) level += steps[next++].second;
    if (at < start) continue;
    const bool out = std::any_of(outages.begin(), outages.end(), [&](const auto& outage) { return outage.first <= at && at < outage.second; });
    const std::int32_t serving = out ? 0 : std::max(level, 0);
    if (serving < lowest.first) lowest = {serving, at};
  }
  return lowest;
}

/// The lowest value of a line up to `last` and the first instant that has it.
std::pair<std::uint32_t, Millis> lowest_of(const Line& line, Millis last) {
  std::pair<std::uint32_t, Millis> lowest{line.front().second, line.front().first};
  for (const auto& [at, value] : line) {
    if (at > last) break;
    if (value < lowest.first) lowest = {value, at};
  }
  return lowest;
}

std::int64_t integral(const Line& line, Millis last) {
  std::int64_t sum = 0;
  for (std::size_t i = 0; i < line.size() && line[i].first < last; ++i) {
    const Millis to = std::min(last, i + 1 < line.size() ? line[i + 1].first : last);
    sum += static_cast<std::int64_t>(line[i].second) * (to - line[i].first);
  }
  return sum;
}

}  // namespace

void Engine::serve(SetState& set, std::uint32_t instance, Millis at, std::int32_t delta) {
  if (!set.ambient) instance = none;
  if (!set.changes.empty() && instance == none) {  // members of a batch leave together: one change
    CapacityEvent& last = set.changes.back();
    if (last.at == at && last.instance == none && (last.delta > 0) == (delta > 0)) {
      last.delta += delta;
      return;
    }
    if (set.changes.size() > 1) {
      CapacityEvent& before = set.changes[set.changes.size() - 2];
      if (before.at == at && before.instance == none && (before.delta > 0) == (delta > 0)) {
        before.delta += delta;
        return;
      }
    }
  }
  set.changes.push_back({at, delta, instance});
}

/// How many serve, from the start to the end of the run; notes the lowest of each zone where that is asked for.
Line Engine::serving_over_time(SetState& set) {
  const Millis start = scenario_->start;
  Steps steps;
  std::map<std::uint8_t, Steps> zone_steps;
  std::int32_t base = 0;
  if (!set.ambient) {
    base = static_cast<std::int32_t>(set.at_start);
    for (const auto& own : set.spec->overrides) base -= own.power != Power::running;
    for (const auto& change : set.changes) steps.emplace_back(change.at, change.delta);
  } else {
    // Reasons overlap: an instance serves while none holds. Every reason is an interval; newcomers begin with one.
    struct Step {
      std::uint32_t id;
      Millis at;
      std::int32_t delta;  ///< +1: one reason less
    };
    std::vector<Step> reasons;
    for (const auto& change : set.changes) reasons.push_back({change.instance, change.at, change.delta});
    std::sort(set.cures.begin(), set.cures.end());
    for (std::uint32_t id = 0; id < set.instances.size(); ++id) {
      const auto cure_after = [&](Millis from) {
        const auto found = std::lower_bound(set.cures.begin(), set.cures.end(), std::pair(id, from));  // at the same instant the illness came first
        return found != set.cures.end() && found->first == id ? found->second : never;
      };
      Instance saved = set.instances[id];
      set.instances[id].cured = -never;
      std::vector<Illness> all = illnesses(set, id);
      set.instances[id].cured = saved.cured;
      for (const auto& own : set.spec->overrides) {
        if (own.id == id && own.health == Health::initializing) all.push_back({-never, own.health_until.value_or(never), true});
        if (own.id == id && own.power != Power::running) all.push_back({-never, never, true});
      }
      for (const Illness& illness : all) {
        Millis from = illness.from;
        if (id >= set.at_start && !illness.survives_reimage && from < saved.cured && cure_after(from) == never) continue;  // before it was made
        const Millis to = illness.survives_reimage ? illness.to : std::min(illness.to, cure_after(from));
        if (from >= to) continue;
        reasons.push_back({id, std::max(from, start - 1), -1});
        if (to < never) reasons.push_back({id, std::max(to, start - 1), +1});
      }
    }
    std::sort(reasons.begin(), reasons.end(), [](const Step& a, const Step& b) { return a.id != b.id ? a.id < b.id : a.at < b.at; });
    for (std::size_t i = 0; i < reasons.size();) {
      const std::uint32_t id = reasons[i].id;
      std::int32_t holds = id < set.at_start ? 0 : 1;
      bool serves = holds == 0;
      while (i < reasons.size() && reasons[i].id == id) {
        const Millis at_time = reasons[i].at;
        for (; i < reasons.size() && reasons[i].id == id && reasons[i].at == at_time; ++i) holds -= reasons[i].delta;
        const bool now_serves = holds <= 0;
        if (now_serves != serves) steps.emplace_back(at_time, now_serves ? 1 : -1);
        if (now_serves != serves && options_.zones) zone_steps[set.instances[id].zone].push_back(steps.back());
        serves = now_serves;
      }
    }
    base = static_cast<std::int32_t>(set.at_start);
  }
  if (options_.zones && !set.zones->empty()) {
    std::map<std::uint8_t, std::uint32_t> counts;
    for (std::uint32_t id = 0; id < set.at_start; ++id) ++counts[set.instances[id].zone];
    for (const auto& [zone, count] : counts) {
      const auto [lowest, at] = lowest_of(static_cast<std::int32_t>(count), zone_steps[zone], *set.outages, start, std::min(last_of(set), reached_));
      zones_.push_back({set.set, zone, count, static_cast<std::uint32_t>(lowest), at});
    }
  }
  std::sort(steps.begin(), steps.end());
  // Outages lie over everything: nobody of the region serves.
  Line line;
  std::int32_t level = base;
  std::size_t next = 0;
  const auto add = [&](Millis at_time, std::uint32_t value) {
    if (at_time < start) at_time = start;
    if (!line.empty() && line.back().first == at_time) {
      line.back().second = value;
      if (line.size() > 1 && line[line.size() - 2].second == value) line.pop_back();
    } else if (line.empty() || line.back().second != value) {
      line.emplace_back(at_time, value);
    }
  };
  std::vector<Millis> borders;
  for (const auto& [from, to] : *set.outages) {
    borders.push_back(from);
    borders.push_back(to);
  }
  std::size_t border = 0;
  bool out = false;
  add(start, static_cast<std::uint32_t>(std::max(base, 0)));
  while (next < steps.size() || border < borders.size()) {
    Millis at_time = never;
    if (next < steps.size()) at_time = steps[next].first;
    if (border < borders.size()) at_time = std::min(at_time, borders[border]);
    if (at_time > reached_) break;
    while (next < steps.size() && steps[next].first == at_time) level += steps[next++].second;
    FLEETLINT_ASSERT(level >= 0);
    while (border < borders.size() && borders[border] == at_time) {
      out = border % 2 == 0;
      ++border;
    }
    add(at_time, out ? 0u : static_cast<std::uint32_t>(std::max(level, 0)));
  }
  return line;
}

void Engine::describe_capacity(SetState& set, ClassReport& report) {
  Line line = serving_over_time(set);
  const Millis last = last_of(set);
  std::tie(report.min_serving, report.min_serving_at) = lowest_of(line, last);
  // The integral of the size, which scaling changes, minus that of who serves.
  report.lost_instance_millis = integral(sizes_over_time(*scenario_, set.set), last) - integral(line, last);
  if (options_.capacity) report.capacity = std::move(line);
}

/// The lowest number of serving instances, as describe_capacity finds it.
std::uint32_t Engine::lowest_serving(SetState& set) {
  if (set.ambient || !set.outages->empty()) return lowest_of(serving_over_time(set), last_of(set)).first;
  const auto earlier = [](const CapacityEvent& a, const CapacityEvent& b) { return a.at < b.at; };
  if (!std::is_sorted(set.changes.begin(), set.changes.end(), earlier)) std::sort(set.changes.begin(), set.changes.end(), earlier);
  const Millis last = std::min(reached_, last_of(set));
  auto level = static_cast<std::int32_t>(set.at_start);
  for (const auto& own : set.spec->overrides) level -= own.power != Power::running;
  std::size_t i = 0;
  const auto pass = [&](Millis until) {
    while (i < set.changes.size() && set.changes[i].at <= until) level += set.changes[i++].delta;
  };
  pass(scenario_->start);
  std::int32_t lowest = std::max(level, 0);
  while (i < set.changes.size() && set.changes[i].at <= last) {
    pass(set.changes[i].at);
    FLEETLINT_ASSERT(level >= 0);
    lowest = std::min(lowest, std::max(level, 0));
  }
  return static_cast<std::uint32_t>(lowest);
}

/// The newest image that the set could run: what is available in its region, or what it was told to take.
VersionId Engine::newest_for(const SetState& set) const {
  const VersionId newest = newest_available(scenario_->sets[set.set].region, *set.spec);
  if (newest == no_version || (set.newest_target != no_version && scenario_->rank(set.newest_target) > scenario_->rank(newest))) return set.newest_target;
  return newest;
}

void Engine::describe(SetState& set, ClassReport& report) {
  report.members = set.members.empty() ? std::vector<std::uint32_t>{set.set} : set.members;
  report.count = set.existing + static_cast<std::uint32_t>(std::count_if(set.instances.begin(), set.instances.end(), [](const Instance& i) { return i.exists() && i.has(Instance::surplus); }));
  describe_capacity(set, report);
  const VersionId newest = newest_for(set);
  if (set.alike && !options_.finals && !set.any_running) {
    if (newest != no_version && scenario_->rank(set.common.os) < scenario_->rank(newest)) {
      report.old_image.resize(set.existing);
      std::iota(report.old_image.begin(), report.old_image.end(), 0u);
    }
    apply(Rule::CAP_1);
    return;
  }
  materialise(set);
  for (std::uint32_t id = 0; id < set.instances.size(); ++id) {
    const Instance& instance = set.instances[id];
    if (!instance.exists()) continue;
    if (newest != no_version && scenario_->rank(instance.os) < scenario_->rank(newest)) report.old_image.push_back(id);
    if (!options_.finals) continue;
    InstanceFinal final;
    final.id = id;
    final.zone = instance.zone;
    final.ud = instance.ud;
    final.os = instance.os;
    final.health = ambient_health(set, id, reached_);
    if (instance.has(Instance::left_failed) || instance.has(Instance::provisioning_failed)) final.health = Health::unhealthy;
    if (instance.has(Instance::provisioning_failed)) final.provisioning = "Failed";
    if (instance.has(Instance::creating)) {
      final.provisioning = "Updating";
      final.health = Health::unknown;
    }
    if (instance.app != 0) final.app = labels_[instance.app];
    final.model = instance.model == set.model_revision;
    for (std::size_t e = 0; e < set.spec->extensions.size(); ++e) final.extensions.push_back(extension_of(set, id, e));
    report.finals.push_back(std::move(final));
  }
  apply(Rule::CAP_1);
}

}  // namespace fleetlint::rollout
