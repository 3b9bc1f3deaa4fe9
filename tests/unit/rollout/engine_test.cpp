// Single rules, each with the arithmetic that makes its numbers.
#include "run.h"

namespace fleetlint::rollout::test {
namespace {

Millis lasts(const OperationReport& o) { return o.end.value_or(-1) - o.start; }

TEST(Engine, TakesOneFifthRoundedDownAndOneUpdateDomainAtATime) {
  // 14 * 20 % = 2.8 -> 2. Domains 0..3 have three members, domain 4 has two: 2+2+2+2+1 = 9 batches of 3:30.
  const auto report = run(head("sets:\n" + set("web", 14)));
  const auto& o = only_operation(report);
  EXPECT_EQ(o.batch_max, 2u);
  EXPECT_EQ(o.batches.size(), 9u);
  EXPECT_EQ(lasts(o), 9 * minutes(3.5));
  EXPECT_EQ(o.batches[0].instances.to_vector(), (std::vector<std::uint32_t>{0, 5}));
  EXPECT_EQ(o.batches[1].instances.to_vector(), (std::vector<std::uint32_t>{10}));
  EXPECT_EQ(report.classes[0].min_serving, 12u);
}

TEST(Engine, RestoresALateInstanceAndStopsWhenTooManyFailed) {
  // One of one is 100 % > 20 %. 120 + 60 + 300 + 120 + 60 + 30 = 690 s.
  const auto report = run(head("sets:\n" + set("web", 3) + "faults: [{type: unhealthyAfterUpgrade, set: web, instances: [0]}]\n"));
  const auto& o = only_operation(report);
  EXPECT_EQ(o.code, OperationCode::faulted);
  EXPECT_EQ(o.error, ErrorCode::unhealthy_upgraded);
  EXPECT_EQ(lasts(o), 690 * one_second);
  EXPECT_EQ(o.rolled_back, 1u);
  EXPECT_EQ(o.pending, 2u);
  EXPECT_EQ(report.classes[0].old_image.size(), 3u);
}

TEST(Engine, SeesHealthAtTheNextProbe) {
  // 30 s of warm-up are seen at 40 s with an interval of 20 s, and after a second probe at 60 s.
  const auto report = run(head("sets:\n" + set("web", 1, ", health: {source: lbProbe, intervalInSeconds: 20, numberOfProbes: 2}")));
  EXPECT_EQ(lasts(only_operation(report)), (180 + 60) * one_second);
}

TEST(Engine, WaitsForItsWindowAndForTheNextOneInTheMiddle) {
  // Five batches of 3:30; a pause of 3 h; the window is open 01:00-06:00: batches at 1:00, 4:03:30, then next day 1:00, 4:03:30, then 1:00.
  const auto report = run(head(
      "maintenanceConfigurations: [{id: night, scope: osimage, start: 2026-01-01T01:00:00Z, duration: PT5H, recurEvery: Day}]\nsets:\n" +
      std::string("  - {id: web, region: here, capacity: 5, maintenanceConfiguration: night, image: {stream: img, current: \"1.0\"}, upgradePolicy: {rollingUpgradePolicy: {pauseTimeBetweenBatches: PT3H}, automaticOSUpgradePolicy: {enableAutomaticOSUpgrade: true, useRollingUpgradePolicy: true}}}\n")));
  const auto& o = only_operation(report);
  ASSERT_EQ(o.batches.size(), 5u);
  const Millis start = report.scenario->start;
  EXPECT_EQ(o.batches[0].start - start, one_hour);
  EXPECT_EQ(o.batches[1].start - start, 4 * one_hour + minutes(3.5));
  EXPECT_EQ(o.batches[2].start - start, one_day + one_hour);
  EXPECT_EQ(o.batches[4].start - start, 2 * one_day + one_hour);
}

TEST(Engine, HoldsZonesApartAcrossSets) {
  // Both sets claim zone 1 and 2; b is only in zone 2 and waits until a has left zone 1: 2 * 3:30 there (instances 0, 2).
  const auto report = run(head("regions: [{name: here, zones: [\"1\", \"2\"]}]\nsets:\n" + set("b", 2, ", zones: [\"2\"]") + set("a", 4, ", zones: [\"1\", \"2\"]")));
  const auto& b = report.of_set(0).operations.at(0);
  EXPECT_EQ(b.batches[0].start - report.scenario->start, minutes(7));
  const auto& a = report.of_set(1).operations.at(0);
  EXPECT_EQ(lasts(a), 4 * minutes(3.5));
}

TEST(Engine, StandsStillDuringAnOutage) {
  // The swap starts at 0:00 and stands still from 0:01 to 0:11: 210 s + 10 min. Nobody serves meanwhile.
  const auto report = run(head("sets:\n" + set("web", 2) + "faults: [{type: regionOutage, region: here, from: 2026-01-05T00:01:00Z, to: 2026-01-05T00:11:00Z}]\n"));
  const auto& o = only_operation(report);
  EXPECT_EQ(*o.batches[0].end - o.batches[0].start, minutes(13.5));
  EXPECT_EQ(report.classes[0].min_serving, 0u);
  EXPECT_EQ(report.classes[0].min_serving_at - report.scenario->start, minutes(1));
}

TEST(Engine, ShrinksBatchesOnRequest) {
  // Room is 10 * 20 % - 1 ill outside = 1: batches of one while instance 9 is ill; its own group goes alone.
  const auto report = run(head("switches: {shrinkOnUnhealthy: true}\nsets:\n" + set("web", 10, ", instances: {\"9\": {health: Unhealthy}}")));
  const auto& o = only_operation(report);
  EXPECT_EQ(o.batches[0].instances.size(), 1u);
  EXPECT_EQ(o.batches[1].instances.to_vector(), (std::vector<std::uint32_t>{5}));
  EXPECT_EQ(o.successful, 10u);
}

TEST(Engine, ReplacesInstancesWithMaxSurgeAndKeepsThemServing) {
  const auto report = run(head("sets:\n  - {id: web, region: here, capacity: 5, image: {stream: img, current: \"1.0\"}, upgradePolicy: {rollingUpgradePolicy: {maxSurge: true}, automaticOSUpgradePolicy: {enableAutomaticOSUpgrade: true, useRollingUpgradePolicy: true}}}\n"));
  const auto& o = only_operation(report);
  EXPECT_EQ(lasts(o), 5 * (180 + 30 + 60) * one_second);
  EXPECT_EQ(report.classes[0].min_serving, 5u);
  EXPECT_EQ(report.classes[0].lost_instance_millis, 0 - 0);
  EXPECT_EQ(report.classes[0].finals.front().id, 5u);
}

TEST(Engine, ScalesInTheMiddleOfARollout) {
  // Two of ten leave at 0:05; their batches shrink, the counters keep the eligible instances of the start.
  const auto report = run(head("sets:\n" + set("web", 10) + "actions: [{type: scale, set: web, at: 2026-01-05T00:05:00Z, capacity: 8}]\n"));
  const auto& o = only_operation(report);
  EXPECT_EQ(o.successful, 8u);
  EXPECT_EQ(o.eligible, 10u);
  EXPECT_EQ(o.successful + o.failed + o.in_progress + o.pending, o.eligible);
  EXPECT_EQ(report.classes[0].count, 8u);
}

TEST(Engine, GivesNewInstancesTheLatestImage) {
  const auto report = run(head("sets:\n" + set("web", 2) + "actions: [{type: scale, set: web, at: 2026-01-05T01:00:00Z, capacity: 3}]\n"));
  const auto& finals = report.classes[0].finals;
  ASSERT_EQ(finals.size(), 3u);
  EXPECT_EQ(report.scenario->version_text(finals[2].os), "2.0");
}

TEST(Engine, TriesAnExtensionAgainAtTheFullHour) {
  const auto report = run(
      "start: 2026-01-05T00:00:00Z\nhorizon: PT3H\nextensionVersions: [{stream: agent, version: \"1.2\", published: 2026-01-05T00:00:00Z}]\n"
      "sets:\n  - {id: web, region: here, capacity: 5, extensions: [{name: agent, version: \"1.1\", enableAutomaticUpgrade: true}]}\n"
      "faults: [{type: extensionFails, set: web, instances: [2], attempt: 1}]\n");
  const auto& operations = report.classes[0].operations;
  ASSERT_EQ(operations.size(), 2u);
  EXPECT_EQ(operations[0].rolled_back, 1u);
  EXPECT_EQ(operations[1].start - report.scenario->start, one_hour);
  EXPECT_EQ(operations[1].successful, 5u - operations[0].successful);
}

TEST(Engine, NeverCrossesAMajorVersionWithAnExtension) {
  const auto report = run(
      "start: 2026-01-05T00:00:00Z\nextensionVersions: [{stream: agent, version: \"2.0\", published: 2026-01-05T00:00:00Z}]\n"
      "sets:\n  - {id: web, region: here, capacity: 5, extensions: [{name: agent, version: \"1.1\", enableAutomaticUpgrade: true}]}\n");
  EXPECT_TRUE(report.classes[0].operations.empty());
}

TEST(Engine, HaltsTheRolloutWhenAPhaseFails) {
  const auto report = run(head(
      "regions: [{name: a, pair: [b]}, {name: b}]\nphases: {list: [[a], [b]], bake: PT1H}\nsets:\n" + set("x", 1, "", "a") + set("y", 1, "", "b") +
      "faults: [{type: provisioningFails, set: x}]\n"));
  ASSERT_EQ(report.phases.size(), 1u);
  EXPECT_FALSE(report.phases[0].passed);
  EXPECT_TRUE(report.of_set(1).operations.empty());
}

TEST(Engine, DefersUntilAnApprovalThatNeverComes) {
  const auto report = run(head("sets:\n  - {id: web, region: here, capacity: 2, image: {stream: img, current: \"1.0\"}, upgradePolicy: {automaticOSUpgradePolicy: {enableAutomaticOSUpgrade: true, osRollingUpgradeDeferral: true}}}\n"));
  const auto& o = only_operation(report);
  EXPECT_FALSE(o.end.has_value());
  EXPECT_EQ(o.in_progress, 1u);
  EXPECT_EQ(report.classes[0].min_serving, 2u);
}

TEST(Engine, RestoresTogetherWhenARollingChangeBreachesItsPolicy) {
  // Batch 1 of {0, 5}: 0 is not healthy until 8:00, 1 of 2 is 50 % > 20 %; then 120 + 60 + 30 = 3:30 of restore.
  const auto report = run(
      "start: 2026-01-05T00:00:00Z\nsets:\n  - {id: web, region: here, capacity: 10, upgradePolicy: {mode: Rolling, rollingUpgradePolicy: {rollbackFailedInstancesOnPolicyBreach: true}}}\n"
      "actions: [{type: modelChange, set: web, at: 2026-01-05T00:00:00Z, change: image, version: m2}]\nfaults: [{type: unhealthyAfterUpgrade, set: web, instances: [0]}]\n");
  const auto& o = only_operation(report);
  EXPECT_EQ(lasts(o), minutes(11.5));
  EXPECT_EQ(o.rolled_back, 1u);
  EXPECT_EQ(report.classes[0].finals[0].app, std::nullopt);
}

TEST(Engine, CutsExtensionsAtTheirTimeBudget) {
  const auto report = run(head("durations: {extensionsTimeBudget: PT15M}\nsets:\n" + set("web", 1, ", extensions: [{name: slow, version: \"1.0\", duration: PT1H}]")));
  const auto& o = only_operation(report);
  EXPECT_EQ(o.batches[0].causes.at(0).cause, FailureCause::time_budget);
  EXPECT_EQ(lasts(o), minutes(3 + 15 + 3.5));
}

TEST(Engine, PassesTheSameTimesForAnyTrialWithoutChance) {
  const std::string text = head("monteCarlo: {seed: 3, trials: 4}\nsets:\n" + set("web", 12));
  EXPECT_EQ(facts_json(run(text, 0)), facts_json(run(text, 3)));
}

TEST(Engine, EndsAtOneInstantWhenAFleetThatIsRunSetBySetIsStopped) {
  // Two regions in phases two days apart, 150 sets each, run one after the other: stopped in the middle, nothing that is told lies
  // after the instant that is told.
  const auto s = scenario(
      "start: 2026-01-05T00:00:00Z\nregions: [{name: a}, {name: b}]\nphases: {list: [[a], [b]], opensAt: [PT0S, P2D]}\nimages: [{stream: img, version: \"2.0\", published: 2026-01-05T00:00:00Z}]\n"
      "fleet: {generate: [{count: 600, capacity: 6, idPattern: \"{region}{n}\", set: {image: {stream: img, current: \"1.0\"}, upgradePolicy: {automaticOSUpgradePolicy: {enableAutomaticOSUpgrade: true}}}}]}\n");
  SimulateOptions options;
  options.classes = false;
  int calls = 0;
  options.cancelled = [&] { return ++calls > 3; };
  const auto report = simulate(s, options);
  ASSERT_TRUE(report.interrupted);
  std::size_t operations = 0;
  for (const auto& c : report.classes) {
    for (const auto& o : c.operations) {
      ++operations;
      EXPECT_LE(o.start, report.reached);
      EXPECT_LE(o.end.value_or(report.reached), report.reached);
    }
  }
  EXPECT_GE(operations, 600u);
  // It is the report of a run to that instant.
  options.cancelled = nullptr;
  options.until = report.reached;
  EXPECT_EQ(report_json(report, ""), report_json(simulate(s, options), ""));
}

TEST(MonteCarlo, IsTheSameForAnyNumberOfThreadsAndShards) {
  const auto s = scenario(head("monteCarlo: {seed: 11, trials: 300}\ndurations: {boot: {dist: lognormal, median: PT1M, sigma: 0.4}}\nsets:\n" + set("web", 25) +
                               "faults: [{type: unhealthyAfterUpgrade, set: web, probability: 0.1}]\n"));
  const auto text = [&](const MonteCarloReport& m) {
    RolloutReport report = simulate(s);
    report.monte_carlo = m;
    return facts_json(report);
  };
  MonteCarloOptions one, three;
  three.threads = 3;
  const auto alone = text(monte_carlo(s, one));
  EXPECT_EQ(alone, text(monte_carlo(s, three)));
  std::string files[2] = {SavedRun::header(*s, "x"), SavedRun::header(*s, "x")};
  for (std::uint64_t shard = 0; shard < 2; ++shard) {
    MonteCarloOptions part;
    part.shard = shard;
    part.shard_count = 2;
    part.save = [&](const std::string& bytes) { files[shard] += bytes; };
    monte_carlo(s, part);
  }
  std::size_t valid = 0;
  SavedRun both;
  for (const auto& file : files) ASSERT_TRUE(both.add(*s, "x", file, valid));
  EXPECT_EQ(both.trials().size(), 300u);
  MonteCarloOptions merge;
  merge.saved = &both;
  EXPECT_EQ(alone, text(monte_carlo(s, merge)));
  // Killed at any byte it goes on from what is whole.
  for (const std::size_t cut : {std::size_t{0}, std::size_t{5}, files[0].size() / 3, files[0].size() - 1}) {
    const std::string torn = files[0].substr(0, cut);
    SavedRun some;
    ASSERT_TRUE(some.add(*s, "x", torn, valid));
    EXPECT_LE(valid, cut);
    EXPECT_LT(some.trials().size(), 150u);
    MonteCarloOptions resume;
    resume.saved = &some;
    EXPECT_EQ(alone, text(monte_carlo(s, resume)));
  }
  SavedRun foreign;
  EXPECT_FALSE(foreign.add(*s, "y", files[0], valid));
  EXPECT_FALSE(foreign.add(*s, "x", "fleetlint-run 2 0000000000000000 1 1 x and more than one line would be\nwhatever else there might be in such a file", valid));
}

TEST(MonteCarlo, AgreesWithTheExactProbability) {
  // Ten instances, p = 0.1: 387420489/625000000 = 0.619873 (five batches of two, 20 %).
  const auto s = scenario(head("monteCarlo: {seed: 5, trials: 20000}\nsets:\n" + set("web", 10) + "faults: [{type: unhealthyAfterUpgrade, set: web, probability: 0.1}]\n"));
  MonteCarloOptions options;
  const auto m = monte_carlo(s, options);
  EXPECT_LT(m.sets[1].interval_low, 0.619873);
  EXPECT_GT(m.sets[1].interval_high, 0.619873);
}

TEST(Random, MatchesPublishedDraws) {
  EXPECT_EQ(draw(path_key(trial_key(0, 0), fnv1a("")), Purpose::none, 0), 0xb0def13dd63e6e6aull);
  EXPECT_EQ(draw(path_key(trial_key(42, 1), fnv1a("westeurope/web/0")), Purpose::unhealthy_after_upgrade, 1), 0x1ecb45597e020b9eull);
}

TEST(Random, ComparesProbabilitiesExactly) {
  Probability p;
  ASSERT_TRUE(parse_probability("0.5", p));
  EXPECT_EQ(p.threshold, std::uint64_t{1} << 52);
  ASSERT_TRUE(parse_probability("1e-3", p));
  EXPECT_EQ(p.threshold, 9007199254741u);  // ceil(0.001 * 2^53) = ceil(9007199254740.992)
  ASSERT_TRUE(parse_probability("0", p));
  EXPECT_EQ(p.threshold, 0u);
  ASSERT_TRUE(parse_probability("1.0", p));
  EXPECT_TRUE(p.certain());
  EXPECT_FALSE(parse_probability("1.0000001", p));
  EXPECT_FALSE(parse_probability("x", p));
}

TEST(Random, HasTheQuantilesOfTheNormalDistribution) {
  EXPECT_NEAR(normal_quantile(0.975), 1.959963984540054, 1e-14);
  EXPECT_NEAR(normal_quantile(0.001), -3.090232306167813, 1e-13);
  EXPECT_NEAR(normal_quantile(1e-12), -7.034483824700294, 1e-8);
}

TEST(Time, ReadsAndWritesInstantsAndDurations) {
  EXPECT_EQ(format_instant(*parse_instant("2024-02-29T23:59:59.5+01:00")), "2024-02-29T22:59:59.500Z");
  EXPECT_FALSE(parse_instant("2025-02-29T00:00:00Z"));
  EXPECT_FALSE(parse_instant("2025-02-28 00:00:00Z"));
  EXPECT_EQ(parse_duration("P1W2DT3H4M5.25S"), one_week + 2 * one_day + 3 * one_hour + 4 * one_minute + 5250);
  for (const char* bad : {"P1M", "P1Y", "PT", "P", "5M", "PT1.5M", "PT1S1M", "P1DT"}) EXPECT_FALSE(parse_duration(bad)) << bad;
  EXPECT_EQ(parse_duration("-PT8H"), -8 * one_hour);
  EXPECT_EQ(format_offset(one_day + minutes(3.5)), "1+00:03:30");
  EXPECT_EQ(format_instant(months_before(*parse_instant("2025-04-30T12:00:00Z"), 2)), "2025-02-28T12:00:00Z");
}

}  // namespace
}  // namespace fleetlint::rollout::test
