// Aggregate mode draws batches, not instances: it must agree with exact mode and with the recurrence in distribution.
#include <algorithm>
#include <cmath>

#include "run.h"

namespace fleetlint::rollout::test {
namespace {

std::shared_ptr<const Scenario> fleet(const char* mode, const char* seed, const char* more) {
  return scenario(std::string("start: 2026-01-05T00:00:00Z\nmonteCarlo: {trials: 20000, seed: ") + seed + ", mode: " + mode +
                  "}\nimages: [{stream: img, version: \"2.0\", published: 2026-01-05T00:00:00Z}]\n"
                  "durations: {diskSwap: {dist: lognormal, median: PT2M, sigma: 0.35, min: PT30S, max: PT15M}, boot: {dist: lognormal, median: PT1M, sigma: 0.4, min: PT15S, max: PT10M}, appWarmup: {dist: uniform, min: PT5S, max: PT2M}}\n"
                  "sets: [{id: web, region: r, capacity: 24, image: {stream: img, current: \"1.0\"}, upgradePolicy: {automaticOSUpgradePolicy: {enableAutomaticOSUpgrade: true" + more + "}}}]\n"
                  "faults: [{type: unhealthyAfterUpgrade, set: web, probability: 0.05}]\n");
}

/// The largest distance between two empirical distributions.
double distance(const std::vector<Millis>& a, const std::vector<Millis>& b) {
  double largest = 0;
  std::size_t i = 0, j = 0;
  while (i < a.size() && j < b.size()) {
    const Millis at = std::min(a[i], b[j]);
    while (i < a.size() && a[i] == at) ++i;
    while (j < b.size() && b[j] == at) ++j;
    largest = std::max(largest, std::fabs(static_cast<double>(i) / static_cast<double>(a.size()) - static_cast<double>(j) / static_cast<double>(b.size())));
  }
  return largest;
}

TEST(Aggregate, AgreesWithExactModeInDistribution) {
  for (const char* more : {"", ", disableAutomaticRollback: true"}) {
    MonteCarloOptions options;
    const auto exact = monte_carlo(fleet("exact", "7", more), options), drawn = monte_carlo(fleet("aggregate", "7", more), options), other = monte_carlo(fleet("exact", "8", more), options);
    EXPECT_FALSE(exact.aggregate);
    ASSERT_TRUE(drawn.aggregate);
    // 1.95 * sqrt(2 / 20000) is passed once in a thousand samples of the same distribution.
    EXPECT_LT(distance(exact.sets[1].completions, other.sets[1].completions), 0.0195);
    EXPECT_LT(distance(exact.sets[1].completions, drawn.sets[1].completions), 0.0195) << more;
    EXPECT_NE(exact.sets[1].completions, drawn.sets[1].completions);
    // Batches 4, 1, 4, …: 0.789769 with restore (closed form: no failure in the first batch, at most one of five, …).
    if (*more == '\0') {
      EXPECT_NEAR(static_cast<double>(drawn.completed) / 20000, 0.789769, 0.012);
    }
    EXPECT_EQ(drawn.sets[1].floor_min, exact.sets[1].floor_min);
  }
}

/// Sets in which nobody fails are drawn for several trials at once; how many are drawn together, by whom, must not show.
TEST(Aggregate, IsTheSameForAnyNumberOfThreadsAndShards) {
  const auto s = scenario(
      "start: 2026-01-05T00:00:00Z\nmonteCarlo: {trials: 50, seed: 7, mode: aggregate}\nimages: [{stream: img, version: \"2.0\", published: 2026-01-05T00:00:00Z}]\n"
      "regions: [{name: a, zones: [\"1\", \"2\", \"3\"]}, {name: b, zones: [\"2\", \"1\"]}]\n"
      "durations: {diskSwap: {dist: lognormal, median: PT2M, sigma: 0.35, min: PT30S, max: PT15M}, appWarmup: {dist: uniform, min: PT5S, max: PT2M}}\n"
      "fleet: {generate: [{count: 9, idPattern: \"{region}-x{n}\", capacity: {quantiles: [[0, 0], [0.5, 7], [1, 300]]}, set: {zones: all, image: {stream: img, current: \"1.0\"}, upgradePolicy: {automaticOSUpgradePolicy: "
      "{enableAutomaticOSUpgrade: true}}}}, {count: 9, idPattern: \"{region}-y{n}\", capacity: {quantiles: [[0, 1], [1, 60]]}, set: {image: {stream: img, current: \"1.0\"}, upgradePolicy: {rollingUpgradePolicy: "
      "{pauseTimeBetweenBatches: PT3M}, automaticOSUpgradePolicy: {enableAutomaticOSUpgrade: true, useRollingUpgradePolicy: true}}}}]}\nfaults: [{type: unhealthyAfterUpgrade, probability: 0.02}]\n");
  MonteCarloOptions one, three, shard;
  three.threads = 3;
  shard.shard = 1;
  shard.shard_count = 3;
  std::vector<TrialSummary> by_one, by_three, of_shard;
  const auto into = [](std::vector<TrialSummary>& list) { return [&list](std::uint64_t, const TrialSummary& summary) { list.push_back(summary); }; };
  one.observe = into(by_one);
  three.observe = into(by_three);
  shard.observe = into(of_shard);
  const auto a = monte_carlo(s, one), b = monte_carlo(s, three);
  monte_carlo(s, shard);
  ASSERT_TRUE(a.aggregate);
  EXPECT_EQ(a.without_events, 100u);
  const auto same = [](const TrialSummary& x, const TrialSummary& y) { return x.completed == y.completed && x.completion == y.completion && x.floor == y.floor && x.failed == y.failed && x.old == y.old; };
  ASSERT_EQ(by_one.size(), 50u);
  ASSERT_EQ(by_three.size(), 50u);
  ASSERT_EQ(of_shard.size(), 17u);
  std::size_t failing = 0;
  for (std::size_t t = 0; t < 50; ++t) {
    EXPECT_TRUE(same(by_one[t], by_three[t])) << t;
    if (t % 3 == 1) {
      EXPECT_TRUE(same(by_one[t], of_shard[t / 3])) << t;
    }
    failing += by_one[t].failed > 0;
  }
  EXPECT_GT(failing, 40u) << "sets in which somebody fails go another way";
  for (std::size_t k = 0; k < a.sets.size(); ++k) {
    EXPECT_EQ(a.sets[k].completions, b.sets[k].completions);
    EXPECT_EQ(a.sets[k].floors, b.sets[k].floors);
    EXPECT_TRUE(std::is_sorted(a.sets[k].completions.begin(), a.sets[k].completions.end()) && std::is_sorted(a.sets[k].floors.begin(), a.sets[k].floors.end()));
    EXPECT_EQ(a.sets[k].completions.size(), 50u);
  }
}

TEST(Aggregate, ManyMembersShowTheirSlowest) {
  const auto sized = [](const char* mode) {
    return scenario(std::string("start: 2026-01-05T00:00:00Z\nmonteCarlo: {trials: 4000, seed: 3, mode: ") + mode +
                    "}\nimages: [{stream: img, version: \"2.0\", published: 2026-01-05T00:00:00Z}]\ndurations: {boot: {dist: exponential, mean: PT1M}, customData: {dist: triangular, min: PT1S, mode: PT5S, max: PT2M}}\n"
                    "sets: [{id: web, region: r, capacity: 1000, customData: true, health: {source: appHealthExtension}, image: {stream: img, current: \"1.0\"}, upgradePolicy: {automaticOSUpgradePolicy: {enableAutomaticOSUpgrade: true}}}]\n");
  };
  MonteCarloOptions options;
  const auto exact = monte_carlo(sized("exact"), options), drawn = monte_carlo(sized("aggregate"), options);
  ASSERT_TRUE(drawn.aggregate);
  EXPECT_LT(distance(exact.sets[1].completions, drawn.sets[1].completions), 1.95 * std::sqrt(2.0 / 4000));
}

/// A warm-up that may take longer than the window: late ones fail, and a restored one may be late again.
TEST(Aggregate, LateOnesFail) {
  for (const char* more : {"", ", disableAutomaticRollback: true"}) {
    const auto slow = [&](const char* mode) {
      return scenario(std::string("start: 2026-01-05T00:00:00Z\nmonteCarlo: {trials: 20000, seed: 3, mode: ") + mode +
                      "}\nimages: [{stream: img, version: \"2.0\", published: 2026-01-05T00:00:00Z}]\ndurations: {boot: {dist: uniform, min: PT30S, max: PT3M}, appWarmup: {dist: lognormal, median: PT2M, sigma: 0.6, min: PT5S, max: PT10M}}\n"
                      "sets: [{id: web, region: r, capacity: 30, health: {source: lbProbe, intervalInSeconds: 20, numberOfProbes: 2}, image: {stream: img, current: \"1.0\"}, upgradePolicy: {rollingUpgradePolicy: {maxUnhealthyUpgradedInstancePercent: "
                      "40, maxUnhealthyInstancePercent: 25}, automaticOSUpgradePolicy: {enableAutomaticOSUpgrade: true, useRollingUpgradePolicy: true" + more + "}}}]\nfaults: [{type: unhealthyAfterUpgrade, set: web, probability: 0.03}]\n");
    };
    MonteCarloOptions options;
    const auto exact = monte_carlo(slow("exact"), options), drawn = monte_carlo(slow("aggregate"), options);
    ASSERT_TRUE(drawn.aggregate);
    EXPECT_GT(exact.sets[1].stopped, 200u) << "nothing is compared";
    EXPECT_LT(distance(exact.sets[1].completions, drawn.sets[1].completions), 0.0195) << more;
    EXPECT_NEAR(static_cast<double>(exact.sets[1].rolled_back), static_cast<double>(drawn.sets[1].rolled_back), 300) << more;
    EXPECT_NEAR(static_cast<double>(exact.sets[1].completed), static_cast<double>(drawn.sets[1].completed), 300) << more;
  }
}

TEST(Aggregate, FallsBackToExactModeWhereInstancesMatter) {
  auto s = scenario("start: 2026-01-05T00:00:00Z\nmonteCarlo: {trials: 50, seed: 3, mode: aggregate}\nimages: [{stream: img, version: \"2.0\", published: 2026-01-05T00:00:00Z}]\n"
                    "sets: [{id: web, region: r, capacity: 10, image: {stream: img, current: \"1.0\"}, upgradePolicy: {automaticOSUpgradePolicy: {enableAutomaticOSUpgrade: true}}}]\n"
                    "faults: [{type: unhealthyAfterUpgrade, set: web, instances: [3], probability: 0.5}]\n");
  MonteCarloOptions options;
  EXPECT_FALSE(monte_carlo(s, options).aggregate);
}

/// Of a distribution that is compiled in steps of seconds, the part within the window may lie between two steps.
TEST(Aggregate, FallsBackToExactModeWhereHardlyAnyoneIsInTime) {
  auto s = scenario("start: 2026-01-05T00:00:00Z\nmonteCarlo: {trials: 10, seed: 1, mode: aggregate}\nimages: [{stream: img, version: \"2.0\", published: 2026-01-05T00:00:00Z}]\n"
                    "durations: {appWarmup: {dist: uniform, min: PT4M59S, max: P3D}}\n"
                    "sets: [{id: web, region: r, capacity: 10, image: {stream: img, current: \"1.0\"}, upgradePolicy: {automaticOSUpgradePolicy: {enableAutomaticOSUpgrade: true}}}]\n");
  MonteCarloOptions options;
  const auto found = monte_carlo(s, options);
  EXPECT_FALSE(found.aggregate);
  EXPECT_EQ(found.sets[1].stopped, 10u);
}

/// 0.4^1000 is less than any double above zero; how many fail scatters around 600 all the same.
TEST(Aggregate, LargeBatchesThatMostlyFailAgreeWithExactMode) {
  const auto large = [](const char* mode) {
    return scenario(std::string("start: 2026-01-05T00:00:00Z\nhorizon: P3D\nmonteCarlo: {trials: 300, seed: 5, mode: ") + mode +
                    "}\nimages: [{stream: img, version: \"2.0\", published: 2026-01-05T00:00:00Z}]\ndurations: {boot: {dist: uniform, min: PT30S, max: PT3M}}\n"
                    "sets: [{id: web, region: r, capacity: 1000, health: {source: appHealthExtension}, image: {stream: img, current: \"1.0\"}, upgradePolicy: {rollingUpgradePolicy: {maxBatchInstancePercent: 100, maxUnhealthyInstancePercent: 100, "
                    "maxUnhealthyUpgradedInstancePercent: 60}, automaticOSUpgradePolicy: {enableAutomaticOSUpgrade: true, useRollingUpgradePolicy: true}}}]\n"
                    "faults: [{type: unhealthyAfterUpgrade, set: web, probability: 0.6}]\n");
  };
  MonteCarloOptions options;
  const auto exact = monte_carlo(large("exact"), options), drawn = monte_carlo(large("aggregate"), options);
  ASSERT_TRUE(drawn.aggregate);
  EXPECT_GT(exact.sets[1].completed, 50u) << "nothing is compared";
  EXPECT_NEAR(static_cast<double>(exact.sets[1].completed), static_cast<double>(drawn.sets[1].completed), 45);
}

}  // namespace
}  // namespace fleetlint::rollout::test
