// Questions beyond one run: history, replay, policies, what breaks a rollout, machines.
#include "fleetlint/rollout/ask.h"

#include <algorithm>

#include "run.h"

namespace fleetlint::rollout::test {
namespace {

const std::string failing = head("sets:\n" + set("web", 25) + "faults: [{type: unhealthyAfterUpgrade, set: web, instances: [0]}]\n");

TEST(History, HasTheShapeOfTheServiceWithoutItsOddities) {
  const auto report = run(failing);
  const auto text = history_json(report, 0, report.reached, false);
  for (const char* part : {"\"code\": \"Completed\"", "\"startTime\": \"2026-01-05T00:00:00.0000000+00:00\"", "\"completedTime\": \"2026-01-05T00:25:30.0000000+00:00\"",
                           "\"successfullyRolledbackInstanceCount\": 1", "RollingUpgradeInProgressWithFailedUpgradedVMs", "\"target\": \"web/virtualMachines/0\""}) {
    EXPECT_NE(text.find(part), std::string::npos) << part << text;
  }
  EXPECT_NE(history_json(report, 0, report.reached, true).find("\"endTime\""), std::string::npos);
  EXPECT_EQ(history_json(report, 0, report.scenario->start + minutes(1), false).find("completedTime"), std::string::npos);
}

std::string replay(const std::string& history, bool& same) {
  SourceSet sources;
  const SourceId id = sources.add("history.json", history);
  return replay_text(run(failing), 0, sources, id, same);
}

TEST(Replay, FindsItsOwnHistoryTheSame) {
  const auto report = run(failing);
  bool same = false;
  replay(history_json(report, 0, report.reached, false), same);
  EXPECT_TRUE(same);
}

TEST(Replay, TellsTheFirstDifferenceAndItsRule) {
  const auto report = run(failing);
  auto text = history_json(report, 0, report.reached, false);
  const std::string from = "\"failedInstanceCount\": 1";
  text.replace(text.find(from), from.size(), "\"failedInstanceCount\": 3");
  bool same = true;
  const auto answer = replay(text, same);
  EXPECT_FALSE(same);
  EXPECT_NE(answer.find("history 3, simulation 1. Rule H-2"), std::string::npos) << answer;
}

TEST(Replay, AcceptsErrorsThatAreNeverPredicted) {
  const auto report = run(failing);
  auto text = history_json(report, 0, report.reached, false);
  const std::string from = "RollingUpgradeInProgressWithFailedUpgradedVMs";
  text.replace(text.find(from), from.size(), "InternalExecutionError");
  bool same = false;
  replay(text, same);
  EXPECT_TRUE(same);
}

TEST(Suggest, FindsPoliciesThatHoldForEverySize) {
  PolicyWish wish;
  wish.from = 5;
  wish.to = 40;
  wish.zones = 3;
  wish.max_down = 2;
  wish.within = 3 * one_hour;
  const auto advice = suggest_policy(wish);
  ASSERT_TRUE(advice.possible) << advice.text;
  for (std::uint32_t n = wish.from; n <= wish.to; ++n) {
    const auto report = run(head("regions: [{name: here, zones: [\"1\", \"2\", \"3\"]}]\nsets:\n  - {id: web, region: here, capacity: " + std::to_string(n) +
                                 ", zones: [\"1\", \"2\", \"3\"], image: {stream: img, current: \"1.0\"}, upgradePolicy: {rollingUpgradePolicy: {maxBatchInstancePercent: " + std::to_string(advice.max_batch) +
                                 "}, automaticOSUpgradePolicy: {enableAutomaticOSUpgrade: true, useRollingUpgradePolicy: true}}}\n"));
    EXPECT_GE(report.classes[0].min_serving + 2, n);
    EXPECT_LE(*only_operation(report).end - only_operation(report).start, *wish.within);
  }
}

/// What lint has warnings about (FL-UPG-010, 013, 014, 016 to 019) is proposed to nobody.
TEST(Suggest, ProposesNothingThatLintWarnsAbout) {
  std::size_t proposed = 0, refused = 0;
  for (const std::uint32_t from : {1u, 2u, 3u, 5u, 8u, 24u}) {
    for (const std::uint32_t width : {0u, 3u, 40u}) {
      for (const std::uint32_t zones : {0u, 3u}) {
        for (const std::uint32_t survive : {0u, 1u, 2u}) {
          for (const Millis within : {Millis{0}, one_hour, 3 * one_hour}) {
            PolicyWish wish;
            wish.from = from;
            wish.to = from + width;
            wish.zones = zones;
            wish.survive = survive;
            if (within > 0) wish.within = within;
            const auto advice = suggest_policy(wish);
            const std::string name = std::to_string(from) + ".." + std::to_string(wish.to) + " zones " + std::to_string(zones) + " survive " + std::to_string(survive) + " within " + std::to_string(within);
            if (!advice.possible) {
              ++refused;
              EXPECT_NE(advice.text.find("drop"), std::string::npos) << name << ": " << advice.text;
              continue;
            }
            ++proposed;
            EXPECT_FALSE(advice.assumptions.empty()) << name;
            EXPECT_GE(advice.max_batch, 5) << name;
            EXPECT_GE(advice.max_unhealthy, advice.max_batch) << name;
            EXPECT_LT(advice.max_unhealthy, 100) << name;
            EXPECT_LT(advice.max_unhealthy_upgraded, 100) << name;
            EXPECT_GT(advice.max_unhealthy_upgraded, 0) << name;
            EXPECT_EQ(advice.max_batch > 20, !advice.remarks.empty() && advice.remarks[0].find("FL-UPG-013") != std::string::npos) << name;
            for (std::uint32_t n = std::max(2u, from); n <= wish.to; ++n) {
              EXPECT_LE(100, advice.max_unhealthy * static_cast<int>(n)) << name << ": one sick of " << n << " blocks";
              EXPECT_TRUE(zones >= 2 || static_cast<std::uint32_t>(advice.max_batch) * n / 100 < n) << name << ": one batch of everything";
            }
          }
        }
      }
    }
  }
  EXPECT_GT(proposed, 100u);
  EXPECT_GT(refused, 10u);
}

/// The wished failures of the first batch pass in the engine too.
TEST(Suggest, SurvivesWhatItPromises) {
  PolicyWish wish;
  wish.from = wish.to = 24;
  wish.survive = 1;
  const auto advice = suggest_policy(wish);
  ASSERT_TRUE(advice.possible) << advice.text;
  const auto report = run(head("sets:\n  - {id: web, region: here, capacity: 24, image: {stream: img, current: \"1.0\"}, upgradePolicy: {rollingUpgradePolicy: {maxBatchInstancePercent: " + std::to_string(advice.max_batch) +
                               ", maxUnhealthyInstancePercent: " + std::to_string(advice.max_unhealthy) + ", maxUnhealthyUpgradedInstancePercent: " + std::to_string(advice.max_unhealthy_upgraded) +
                               "}, automaticOSUpgradePolicy: {enableAutomaticOSUpgrade: true, useRollingUpgradePolicy: true}}}\nfaults: [{type: unhealthyAfterUpgrade, set: web, instances: [0]}]\n"));
  EXPECT_EQ(only_operation(report).code, OperationCode::completed);
}

TEST(Suggest, ProvesThatNoneExists) {
  PolicyWish wish;
  wish.from = 10;
  wish.to = 40;
  wish.max_down = 1;
  wish.within = one_hour;
  const auto advice = suggest_policy(wish);
  EXPECT_FALSE(advice.possible);
  EXPECT_NE(advice.text.find("drop"), std::string::npos);
}

TEST(Breaking, AgreesWithEveryPatternOfFailures) {
  // Brute force over all patterns of up to ten instances in batches by the plan.
  for (const auto& batches : {std::vector<std::uint32_t>{1, 1, 1, 1, 1}, {2, 2, 2, 2, 2}, {5, 5}, {3, 1, 4}, {1, 9}}) {
    for (int percent = 0; percent <= 100; percent += 5) {
      std::uint32_t total = 0;
      for (const auto b : batches) total += b;
      std::uint32_t smallest = UINT32_MAX, largest = 0;
      for (std::uint32_t pattern = 0; pattern < (1u << total); ++pattern) {
        std::uint32_t done = 0, failed = 0;
        bool stops = false;
        for (const auto b : batches) {
          for (std::uint32_t i = 0; i < b; ++i) failed += pattern >> (done + i) & 1;
          done += b;
          if (100 * failed > static_cast<std::uint32_t>(percent) * done) {
            stops = true;
            break;
          }
        }
        const auto size = static_cast<std::uint32_t>(__builtin_popcount(pattern));
        if (stops) smallest = std::min(smallest, size);
        else largest = std::max(largest, size);
      }
      const auto answer = breaking_failures(batches, percent);
      EXPECT_EQ(answer.smallest.empty() ? UINT32_MAX : static_cast<std::uint32_t>(answer.smallest.size()), smallest);
      EXPECT_EQ(answer.largest_survived, largest);
    }
  }
}

TEST(Explain, NamesTheCauseTheLimitAndWhatWouldHelp) {
  const auto text = explain_text(run(head("sets:\n" + set("web", 20) + "faults: [{type: unhealthyAfterUpgrade, set: web, instances: [0]}]\n")), "web", std::nullopt);
  for (const char* part : {"upgrade stopped. 1 of 4 upgraded instances failed (25 %), the limit is 20 % (platform default)", "With 25 instances the first batch has 5 members and 1 failure is tolerated", "it gets its previous disk back"}) {
    EXPECT_NE(text.find(part), std::string::npos) << text;
  }
  EXPECT_NE(explain_text(run("start: 2026-01-05T00:00:00Z\nimages: [{stream: img, kind: gallery, version: \"2.0\", published: 2026-01-05T00:00:00Z}]\nsets: [{id: dr, region: r, capacity: 1, image: {kind: gallery, stream: img, current: \"1.0\"}}]\n"), "dr", std::nullopt).find("no replica"), std::string::npos);
}

TEST(Timeline, SaysTheSummaryFirstAndNeverColoursAFile) {
  const auto text = timeline_text(run(failing), {});
  EXPECT_NE(text.find("24 upgraded, 1 failed"), std::string::npos) << text;
  EXPECT_EQ(text.find('\x1b'), std::string::npos);
  EXPECT_NE(timeline_text(run(failing), {true, false, 80}).find('\x1b'), std::string::npos);
  EXPECT_NE(timeline_text(run(failing), {false, true, 80}).find("At 00:00:00, batch 1 of 5 in update domain 0 upgrades instances 0, 5, 10, 15, 20"), std::string::npos);
}

TEST(Assertions, HoldOrSayWhy) {
  const auto report = run(failing + "assertions: [{id: floor, minServing: {set: web, atLeast: 21}}, {id: done, completedWithin: {set: web, duration: PT26M}}, {id: old, oldImageAtEnd: {set: web, atMost: 0}}, {id: calm, noOperationFaulted: {scope: fleet}}]\n");
  ASSERT_EQ(report.assertions.size(), 4u);
  EXPECT_FALSE(report.assertions[0].holds);
  EXPECT_EQ(report.assertions[0].value, "20");
  EXPECT_TRUE(report.assertions[1].holds);
  EXPECT_FALSE(report.assertions[2].holds);
  EXPECT_NE(report.assertions[2].cause.find("not healthy in time"), std::string::npos);
  EXPECT_TRUE(report.assertions[3].holds);
}

TEST(NewScenario, IsOneThatRuns) {
  const auto report = run(new_scenario({}).text);
  EXPECT_EQ(report.classes.size(), 1u);
  EXPECT_FALSE(report.classes[0].operations.empty());
}

TEST(Templates, IgnoreUnknownPropertyNames) {
  // What a template gives is an object of known keys only (rule P-7); the scenario's own keys override it.
  ReadOptions options;
  options.sets.push_back({"web", {{"id", "\"web\""}, {"region", "\"here\""}, {"capacity", "4"}, {"upgradePolicy", R"({"mode": "Automatic", "automaticOSUpgradePolicy": {"enableAutomaticOSUpgrade": true}})"}}});
  const auto s = scenario("start: 2026-01-05T00:00:00Z\nsets: [{id: web, capacity: 7}]\n", options);
  ASSERT_EQ(s->sets.size(), 1u);
  EXPECT_EQ(s->sets[0].capacity, 7u);
  EXPECT_TRUE(s->specs[0].automatic_os_upgrade);
}

TEST(Machines, AnswerTheirQuestions) {
  const auto report = run(
      "start: 2026-01-05T00:00:00Z\n"
      "guestPatching: [{released: 2026-01-13T18:00:00Z, vms: [{name: a}, {name: b, utcOffset: PT9H}]}]\n"
      "repairs: [{capacity: 40, repairTime: PT10M, unhealthy: [{id: 0, since: 2026-01-05T00:00:00Z}, {id: 1, since: 2026-01-05T00:00:00Z}, {id: 2, since: 2026-01-05T00:00:00Z}]}]\n");
  const Millis day = *parse_instant("2026-01-13T00:00:00Z");
  EXPECT_EQ(report.guest[0].machines[0].start, day + 22 * one_hour);
  EXPECT_EQ(report.guest[0].machines[1].start, day + one_day + 13 * one_hour);  // 22:00 in Tokyo, after the first
  EXPECT_EQ(report.repairs[0].concurrent, 2u);                                   // 5 % of 40
  EXPECT_EQ(report.repairs[0].repairs[2].start - report.scenario->start, minutes(10));  // AIR-2: ill without a change of state; when the first two are done
}

/// Nine instances, three in each zone; `more` goes to the set, `rest` to the scenario.
std::string zoned(const std::string& more, const std::string& rest) {
  return "start: 2026-01-05T00:00:00Z\nhorizon: P2D\nregions: [{name: r, zones: [\"1\", \"2\", \"3\"]}]\nsets:\n  - {id: web, region: r, capacity: 9, zones: all, image: {kind: platform, stream: img, current: \"1.0\", version: latest},\n"
         "     upgradePolicy: {automaticOSUpgradePolicy: {enableAutomaticOSUpgrade: true, useRollingUpgradePolicy: true}, rollingUpgradePolicy: {maxBatchInstancePercent: 34, maxUnhealthyInstancePercent: 100" + more +
         "}}, health: {source: appHealthExtension}}\nimages: [{stream: img, version: \"2.0\", published: 2026-01-05T01:00:00Z}]\n" + rest;
}

std::vector<std::uint32_t> lowest_by_zone(const RolloutReport& report) {
  std::vector<std::uint32_t> lowest;
  for (const auto& zone : serving_by_zone(report)) {
    EXPECT_EQ(zone.count, 3u);
    lowest.push_back(zone.lowest);
  }
  return lowest;
}

TEST(ServingByZone, FollowsEveryInstance) {
  // Update domains are 0, 1, 2 in each zone: a batch inside one zone takes one instance of it.
  EXPECT_EQ(lowest_by_zone(run(zoned("", ""))), (std::vector<std::uint32_t>{2, 2, 2}));
  // Over zones a batch of three takes the update domain of all.
  EXPECT_EQ(lowest_by_zone(run(zoned(", enableCrossZoneUpgrade: true", ""))), (std::vector<std::uint32_t>{2, 2, 2}));
  // Instance 3 (zone 1) is ill, and stays so, while instance 0 of its zone is upgraded; then it fails, and the upgrade stops there.
  EXPECT_EQ(lowest_by_zone(run(zoned("", "faults: [{type: unhealthy, set: web, instances: [3], from: 2026-01-05T00:00:00Z, to: 2026-01-07T00:00:00Z, survivesReimage: true}]\n"))), (std::vector<std::uint32_t>{1, 3, 3}));
  // An outage takes everybody; newcomers of max surge keep every zone whole.
  EXPECT_EQ(lowest_by_zone(run(zoned("", "faults: [{type: regionOutage, region: r, from: 2026-01-05T01:01:00Z, to: 2026-01-05T02:00:00Z}]\n"))), (std::vector<std::uint32_t>{0, 0, 0}));
  EXPECT_EQ(lowest_by_zone(run(zoned(", maxSurge: true", ""))), (std::vector<std::uint32_t>{3, 3, 3}));
  // A set without zones has no line.
  EXPECT_TRUE(serving_by_zone(run("start: 2026-01-05T00:00:00Z\nsets: [{id: a, region: r, capacity: 3}]\n")).empty());
}

TEST(ServingByZone, LooksAtTheSameRun) {
  for (const std::string rest : {"", "faults: [{type: unhealthyAfterUpgrade, set: web, instances: [1, 5], mode: never}]\n", "actions: [{type: scale, set: web, at: 2026-01-05T01:02:00Z, capacity: 12}]\n"}) {
    const auto usual = run(zoned("", rest));
    SimulateOptions options;
    options.zones = true;
    options.classes = options.crowds = false;
    const auto followed = simulate(usual.scenario, options);
    EXPECT_EQ(followed.of_set(0).min_serving, usual.of_set(0).min_serving) << rest;
    EXPECT_EQ(followed.of_set(0).min_serving_at, usual.of_set(0).min_serving_at) << rest;
    EXPECT_EQ(followed.of_set(0).operations.back().end, usual.of_set(0).operations.back().end) << rest;
  }
}

TEST(Assumptions, CountBatchesAlsoWhereTheyAreNotKept) {
  const auto planned = scenario(zoned("", ""));
  SimulateOptions options;
  const auto kept = weigh_assumptions(simulate(planned, options));
  options.batches = false;  // as for large fleets
  const auto dropped = weigh_assumptions(simulate(planned, options));
  ASSERT_EQ(kept.size(), dropped.size());
  ASSERT_FALSE(kept.empty());
  for (std::size_t i = 0; i < kept.size(); ++i) EXPECT_EQ(kept[i].change, dropped[i].change) << kept[i].instead;
}

}  // namespace
}  // namespace fleetlint::rollout::test
