#include <algorithm>
#include <iterator>
#include <set>
#include <vector>

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

constexpr int usual = 20;            ///< percent, the platform's own: what lint asks no question about (FL-UPG-013)
constexpr int brake_off = 100;       ///< a limit that never stops anything (FL-UPG-018)

struct Course {
  std::uint32_t largest = 0, first = 0, batches = 0;
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
    if (course.first == 0) course.first = batch.size();
  }
  course.time = course.batches * healthy_batch + (course.batches > 1 ? (course.batches - 1) * pause : 0);
  return course;
}

/// The smallest limit of failures among upgraded instances that lets the wished failures of the first batch pass; `brake_off` if
/// only that does. S-3 after the first batch is the hardest: fewest instances are upgraded by then.
int upgraded_limit(const Course& course, std::uint32_t survive) {
  int limit = usual;
  while (limit < brake_off && too_many_failed(std::min(survive, course.first), course.first, limit)) ++limit;
  return limit;
}

/// Whether a percentage grants all wishes to a size, without switching off what stops a bad rollout.
bool fits(const PolicyWish& wish, std::uint32_t count, int percent) {
  const Course course = course_of(count, wish.zones, percent, wish.pause);
  if (wish.max_down && course.largest > *wish.max_down) return false;
  if (wish.within && course.time > *wish.within) return false;
  if (course.largest >= count && count > 1 && wish.zones < 2) return false;  // one batch of everything is no rolling upgrade (FL-UPG-014)
  return wish.survive == 0 || upgraded_limit(course, wish.survive) < brake_off;
}

/// Percentages in the order in which they are proposed: what is usual first, the larger the faster; then as little above it as helps.
std::vector<int> in_order() {
  std::vector<int> percents;
  for (int percent = usual; percent >= 5; --percent) percents.push_back(percent);
  for (int percent = usual + 1; percent < brake_off; ++percent) percents.push_back(percent);
  return percents;
}

/// Why nothing fits: the size at which the wishes contradict each other, and which to drop.
std::string proof_of(const PolicyWish& wish) {
  const auto below = [&](std::uint32_t n) { return n == wish.from ? std::string() : fmt::format(" or keep the set below {}", n); };
  for (std::uint32_t n = wish.from; n <= wish.to; ++n) {
    Millis fastest = never;
    std::uint32_t least_down = UINT32_MAX, most_first = 0;
    for (const int percent : in_order()) {
      const Course course = course_of(n, wish.zones, percent, wish.pause);
      least_down = std::min(least_down, course.largest);
      if (wish.max_down && course.largest > *wish.max_down) continue;
      fastest = std::min(fastest, course.time);
      if (!wish.within || course.time <= *wish.within) most_first = std::max(most_first, course.first);
    }
    if (wish.max_down && least_down > *wish.max_down)
      return fmt::format("with {} at least {} {} down at a time whatever the percentage (5 is the smallest allowed): drop --max-down {}{}", count_of(n, "instance"), least_down, least_down == 1 ? "is" : "are", *wish.max_down, below(n));
    if (wish.within && fastest > *wish.within) {
      return wish.max_down ? fmt::format("with {} and at most {} down at a time the fastest rollout takes {}: drop --max-down {} or --within {}", count_of(n, "instance"), *wish.max_down, format_span(fastest), *wish.max_down, format_span(*wish.within))
                           : fmt::format("with {} the fastest rollout takes {} (update domains go one after the other): drop --within {}", count_of(n, "instance"), format_span(fastest), format_span(*wish.within));
    }
    if (wish.survive > 0 && most_first <= wish.survive) {
      return fmt::format("with {} the first batch has at most {}{}: {} there {} all of it, and only a limit of 100 % lets that pass, which stops no bad rollout any more (lint: FL-UPG-018): drop --survive {}{}", count_of(n, "instance"), most_first,
                         wish.max_down || wish.within ? " with the other wishes" : "", count_of(std::min(wish.survive, most_first), "failure"), std::min(wish.survive, most_first) == 1 ? "is" : "are", wish.survive, n == wish.to ? "" : " or keep the set larger");
    }
  }
  // Each size alone has percentages that fit; the range breaks where those of the sizes so far have none in common.
  std::set<int> common;
  for (const int percent : in_order()) common.insert(percent);
  for (std::uint32_t n = wish.from; n <= wish.to; ++n) {
    std::set<int> own, both;
    for (const int percent : in_order()) {
      if (fits(wish, n, percent)) own.insert(percent);
    }
    std::set_intersection(common.begin(), common.end(), own.begin(), own.end(), std::inserter(both, both.end()));
    if (both.empty() && own.empty()) return fmt::format("with {} no percentage grants all wishes together: drop one of them", count_of(n, "instance"));
    if (both.empty()) {
      return fmt::format("{} to {} instances need a percentage from {} to {}, {} one from {} to {}: no single one holds for both, so use --instances {}..{} or drop a wish", wish.from, n - 1, *common.begin(), *common.rbegin(),
                         count_of(n, "instance"), *own.begin(), *own.rbegin(), wish.from, n - 1);
    }
    common = std::move(both);
  }
  return "no percentage grants all wishes together: drop one of them";
}

std::vector<PolicyAdvice::Assumption> assumptions_of(const PolicyWish& wish, const PolicyAdvice& advice) {
  std::vector<PolicyAdvice::Assumption> list;
  const auto assume = [&](Rule rule, std::string text) { list.push_back({rule, std::move(text)}); };
  assume(Rule::A_5, "the policy is in force: `mode` is Rolling, or automatic OS upgrade is on with useRollingUpgradePolicy true; without that flag image upgrades go by the platform's own 20 %");
  assume(Rule::A_2, "percentages are rounded down, and a batch has at least one instance (rule B-3)");
  assume(Rule::A_3, "a batch stays inside one of five update domains (rule U-1)");
  if (wish.zones > 1) assume(Rule::A_4, "instances are spread evenly over the zones, which go one after the other, and no other set of the region is upgraded at the same time");
  assume(Rule::K_1, fmt::format("a batch takes {} (disk, boot, warm-up) without custom data and extensions, and nothing fails while the time is counted; pause {}", format_span(healthy_batch), advice.pause == 0 ? "none" : format_span(advice.pause)));
  assume(Rule::A_1, "failures are compared with the instances upgraded so far");
  assume(Rule::S_1, "every instance is healthy and running when the rollout begins");
  return list;
}

}  // namespace

PolicyAdvice suggest_policy(const PolicyWish& wish) {
  PolicyAdvice advice;
  std::optional<int> chosen;
  for (const int percent : in_order()) {
    bool all = true;
    for (std::uint32_t n = wish.from; n <= wish.to && all; ++n) all = fits(wish, n, percent);
    if (!all) continue;
    chosen = percent;
    break;
  }
  if (!chosen) {
    advice.text = proof_of(wish);
    return advice;
  }
  advice.possible = true;
  advice.max_batch = *chosen;
  advice.pause = wish.pause;
  std::set<std::uint32_t> down;
  Millis slowest = 0;
  for (std::uint32_t n = wish.from; n <= wish.to; ++n) {
    const Course course = course_of(n, wish.zones, *chosen, wish.pause);
    down.insert(course.largest);
    slowest = std::max(slowest, course.time);
    if (wish.survive > 0) advice.max_unhealthy_upgraded = std::max(advice.max_unhealthy_upgraded, upgraded_limit(course, wish.survive));
  }
  // The batch itself counts (FL-UPG-017), and one sick instance of the smallest set must not block every upgrade (FL-UPG-016).
  const auto smallest = static_cast<int>(std::max<std::uint32_t>(wish.from, 2));
  const int one_sick = wish.to < 2 ? 0 : (100 + smallest - 1) / smallest;
  advice.max_unhealthy = std::max({usual, *chosen, one_sick});
  advice.text = fmt::format("for {}{}: at most {} down at a time, slowest rollout {}{}", wish.from == wish.to ? count_of(wish.to, "instance") : fmt::format("{} to {} instances", wish.from, wish.to), wish.zones == 0 ? "" : " in " + count_of(wish.zones, "zone"), *down.rbegin(),
                            format_span(slowest), wish.survive == 0 ? "" : fmt::format(", {} failing in a batch {} not stop it", wish.survive, wish.survive == 1 ? "does" : "do"));
  if (*chosen > usual) advice.remarks.push_back(fmt::format("{} % at a time is more than the platform's own {} %, and lint remarks on it (FL-UPG-013): no smaller percentage grants the wishes", *chosen, usual));
  if (one_sick > usual && one_sick > *chosen) advice.remarks.push_back(fmt::format("the limit of {} % lets one sick instance of {} pass; with five instances or more 20 % would do", advice.max_unhealthy, smallest));
  advice.assumptions = assumptions_of(wish, advice);
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
