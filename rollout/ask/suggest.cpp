#include <algorithm>
#include <iterator>
#include <set>

#include <fmt/format.h>

#include "fleetlint/rollout/ask.h"
#include "output/narrative.h"
#include "policies/batch_plan.h"
#include "policies/rolling_policy.h"
#include "policies/stop_conditions.h"

namespace fleetlint::rollout {
namespace {

using narrative::count_of;

constexpr Millis healthy_batch = 210 * one_second;  ///< the model's constants: swap, boot, warm-up

struct Course {
  std::uint32_t largest = 0, smallest = UINT32_MAX, batches = 0;
  Millis time = 0;
};

Course course_of(std::uint32_t count, std::uint32_t zones, int percent, Millis pause) {
  static constexpr std::uint8_t names[] = {1, 2, 3};
  const PlanRules rules{batch_max(count, percent), true, false, false};
  const auto plan = plan_regular(count, std::span(names, zones), 5, rules);
  Course course;
  course.batches = static_cast<std::uint32_t>(plan.size());
  for (const auto& batch : plan) {
    course.largest = std::max(course.largest, batch.size());
    course.smallest = std::min(course.smallest, batch.size());
  }
  course.time = course.batches * healthy_batch + (course.batches > 1 ? (course.batches - 1) * pause : 0);
  return course;
}

}  // namespace

PolicyAdvice suggest_policy(const PolicyWish& wish) {
  PolicyAdvice advice;
  std::optional<int> chosen;
  std::string proof;
  for (int percent = 100; percent >= 5 && !chosen; --percent) {
    bool fits = true;
    for (std::uint32_t n = wish.from; n <= wish.to && fits; ++n) {
      const Course course = course_of(n, wish.zones, percent, wish.pause);
      if (wish.max_down && course.largest > *wish.max_down) fits = false;
      if (wish.within && course.time > *wish.within) fits = false;
    }
    if (fits) chosen = percent;
  }
  if (!chosen) {
    // The size at which the wishes contradict each other: fewest at a time is slowest, so one of the two must give way.
    for (std::uint32_t n = wish.from; n <= wish.to; ++n) {
      Millis fastest = never;
      std::uint32_t least_down = UINT32_MAX;
      for (int percent = 5; percent <= 100; ++percent) {
        const Course course = course_of(n, wish.zones, percent, wish.pause);
        least_down = std::min(least_down, course.largest);
        if (!wish.max_down || course.largest <= *wish.max_down) fastest = std::min(fastest, course.time);
      }
      if (wish.max_down && least_down > *wish.max_down) {
        proof = fmt::format("with {} at least {} {} down at a time whatever the percentage (5 is the smallest allowed): drop --max-down {}{}", count_of(n, "instance"), least_down, least_down == 1 ? "is" : "are", *wish.max_down,
                            n == wish.from ? "" : fmt::format(" or keep the set below {}", n));
        break;
      }
      if (wish.within && fastest > *wish.within) {
        proof = wish.max_down ? fmt::format("with {} and at most {} down at a time the fastest rollout takes {}: drop --max-down {} or --within {}", count_of(n, "instance"), *wish.max_down, format_span(fastest), *wish.max_down, format_span(*wish.within))
                              : fmt::format("with {} the fastest rollout takes {} (update domains go one after the other): drop --within {}", count_of(n, "instance"), format_span(fastest), format_span(*wish.within));
        break;
      }
    }
    if (proof.empty()) {
      // Each size alone has percentages that fit; the range breaks where those of the sizes so far have none in common.
      std::set<int> common;
      for (int percent = 5; percent <= 100; ++percent) common.insert(percent);
      for (std::uint32_t n = wish.from; n <= wish.to; ++n) {
        std::set<int> own;
        for (int percent = 5; percent <= 100; ++percent) {
          const Course course = course_of(n, wish.zones, percent, wish.pause);
          if ((!wish.max_down || course.largest <= *wish.max_down) && (!wish.within || course.time <= *wish.within)) own.insert(percent);
        }
        std::set<int> both;
        std::set_intersection(common.begin(), common.end(), own.begin(), own.end(), std::inserter(both, both.end()));
        if (both.empty() && !common.empty() && !own.empty()) {
          proof = fmt::format("{} to {} instances need a percentage from {} to {}, {} one from {} to {}: no single one holds for both, so use --instances {}..{} or drop a wish", wish.from, n - 1, *common.begin(),
                              *common.rbegin(), count_of(n, "instance"), *own.begin(), *own.rbegin(), wish.from, n - 1);
          break;
        }
        common = std::move(both);
      }
    }
    advice.text = proof;
    return advice;
  }
  advice.possible = true;
  advice.max_batch = *chosen;
  advice.pause = wish.pause;
  // S-3 after the first batch is the hardest: `survive` failures of the smallest first batch must not be too many.
  int upgraded = 20;
  for (std::uint32_t n = wish.from; n <= wish.to; ++n) {
    const auto smallest = course_of(n, wish.zones, *chosen, wish.pause).smallest;
    while (upgraded < 100 && too_many_failed(std::min(wish.survive, smallest), smallest, upgraded)) ++upgraded;
  }
  advice.max_unhealthy_upgraded = upgraded;
  advice.max_unhealthy = std::max({20, *chosen, 5});
  std::set<std::uint32_t> down;
  Millis slowest = 0;
  for (std::uint32_t n = wish.from; n <= wish.to; ++n) {
    const Course course = course_of(n, wish.zones, *chosen, wish.pause);
    down.insert(course.largest);
    slowest = std::max(slowest, course.time);
  }
  advice.text = fmt::format("for {}{}: at most {} down at a time, slowest rollout {}{}", wish.from == wish.to ? count_of(wish.to, "instance") : fmt::format("{} to {} instances", wish.from, wish.to), wish.zones == 0 ? "" : " in " + count_of(wish.zones, "zone"), *down.rbegin(),
                            format_span(slowest), wish.survive == 0 ? "" : fmt::format(", {} failing in a batch do not stop it", wish.survive));
  return advice;
}

Breaking breaking_failures(const std::vector<std::uint32_t>& batches, int percent) {
  Breaking result;
  // A stop after batch j needs more than percent * m_j failures among the first m_j; fewest for the smallest m_j.
  std::uint64_t attempted = 0;
  std::uint64_t best = UINT64_MAX, best_attempted = 0, survived = 0;
  for (const auto size : batches) {
    attempted += size;
    const std::uint64_t tolerated = attempted * static_cast<std::uint64_t>(percent) / 100;
    if (tolerated + 1 <= attempted && tolerated + 1 < best) {
      best = tolerated + 1;
      best_attempted = attempted;
    }
    survived = std::min(survived + size, tolerated);  // as late as possible, never more than what is tolerated
  }
  result.largest_survived = static_cast<std::uint32_t>(survived);
  if (best == UINT64_MAX) return result;
  for (std::uint64_t i = 0; i < best; ++i) result.smallest.push_back(static_cast<std::uint32_t>(best_attempted - 1 - i));  // places in the order of the plan
  std::reverse(result.smallest.begin(), result.smallest.end());
  return result;
}

}  // namespace fleetlint::rollout
