// Courses of many trials, gathered for pictures: bands of serving capacity over time, and where runs stop.
#include <algorithm>

#include "fleetlint/rollout/picture.h"
#include "fleetlint/rollout/simulate.h"

namespace fleetlint::rollout {
namespace {

constexpr std::size_t steps = 240;
constexpr std::uint64_t instance_budget = 4'000'000;  ///< trials times instances

struct Course {
  std::vector<std::pair<Millis, std::uint32_t>> capacity;
  std::int32_t stopped_after = -1;  ///< batches done when it stopped; -1: it did not
  bool completed = false;
};

std::uint32_t serving_at(const Course& course, Millis at) {
  const auto next = std::upper_bound(course.capacity.begin(), course.capacity.end(), at, [](Millis t, const auto& step) { return t < step.first; });
  return next == course.capacity.begin() ? (course.capacity.empty() ? 0 : course.capacity.front().second) : std::prev(next)->second;
}

}  // namespace

TrialPicture picture_trials(const std::shared_ptr<const Scenario>& scenario, std::uint64_t trials, std::size_t most_sets) {
  TrialPicture picture;
  std::uint64_t instances = 0;
  for (const auto& set : scenario->sets) instances += set.capacity;
  trials = std::min<std::uint64_t>(trials, instance_budget / std::max<std::uint64_t>(instances, 1));
  if (!scenario->monte_carlo.present || trials < 20) return picture;
  std::vector<std::uint32_t> chosen;
  std::vector<std::vector<Course>> courses;
  std::vector<std::pair<Millis, Millis>> ranges;
  for (std::uint64_t trial = 0; trial < trials; ++trial) {
    SimulateOptions options;
    options.trial = trial;
    const auto report = simulate(scenario, options);
    if (trial == 0) {
      for (std::uint32_t i = 0; i < scenario->sets.size() && chosen.size() < most_sets; ++i) {
        if (!report.of_set(i).operations.empty()) chosen.push_back(i);
      }
      courses.resize(chosen.size());
      ranges.assign(chosen.size(), {never, 0});
    }
    for (std::size_t k = 0; k < chosen.size(); ++k) {
      const ClassReport& c = report.of_set(chosen[k]);
      Course course;
      course.capacity = c.capacity;
      if (!c.operations.empty()) {
        const OperationReport& last = c.operations.back();
        course.completed = last.code == OperationCode::completed;
        if (last.code == OperationCode::faulted || last.code == OperationCode::cancelled) course.stopped_after = static_cast<std::int32_t>(last.batches.size());
        ranges[k].first = std::min(ranges[k].first, c.operations.front().start);
        ranges[k].second = std::max(ranges[k].second, last.end.value_or(last.start));
      }
      courses[k].push_back(std::move(course));
    }
  }
  picture.trials = trials;
  for (std::size_t k = 0; k < chosen.size(); ++k) {
    TrialPicture::Set set;
    set.set = chosen[k];
    set.from = ranges[k].first;
    set.to = ranges[k].second;
    if (set.to <= set.from) continue;
    std::vector<std::uint32_t> values(courses[k].size());
    for (std::size_t step = 0; step <= steps; ++step) {
      const Millis at = set.from + (set.to - set.from) * static_cast<Millis>(step) / static_cast<Millis>(steps);
      for (std::size_t i = 0; i < values.size(); ++i) values[i] = serving_at(courses[k][i], at);
      std::sort(values.begin(), values.end());
      const auto rank = [&](std::size_t percent) { return values[std::max<std::size_t>(1, (values.size() * percent + 99) / 100) - 1]; };
      set.low.push_back(rank(5));
      set.middle.push_back(rank(50));
      set.high.push_back(rank(95));
    }
    for (const auto& course : courses[k]) {
      set.completed += course.completed;
      if (course.stopped_after < 0) continue;
      if (set.stopped_after.size() <= static_cast<std::size_t>(course.stopped_after)) set.stopped_after.resize(static_cast<std::size_t>(course.stopped_after) + 1);
      ++set.stopped_after[static_cast<std::size_t>(course.stopped_after)];
    }
    picture.sets.push_back(std::move(set));
  }
  return picture;
}

}  // namespace fleetlint::rollout
