// Assertions: what counts as out of service when a set is scaled, and what has to hold in every trial.
#include <fmt/format.h>

#include "run.h"

namespace fleetlint::rollout::test {
namespace {

/// The shown run, all trials, and the assertions on both.
RolloutReport run_trials(const std::string& text) {
  const auto asked = scenario(text);
  RolloutReport report = simulate(asked, {});
  MonteCarloOptions options;
  report.monte_carlo = monte_carlo(asked, options);
  evaluate_assertions(report);
  return report;
}

TEST(Assertions, CountWhoIsOutOfServiceFromTheSizeOfTheMoment) {
  // N - serving (CAP-1): four serve, from 1:00 on two of two do. Nobody is ever out of service.
  const auto smaller = run("start: 2026-01-05T00:00:00Z\nhorizon: P1D\nsets: [{id: web, region: here, capacity: 4}]\n"
                           "actions: [{type: scale, set: web, at: 2026-01-05T01:00:00Z, capacity: 2}]\n"
                           "assertions: [{id: nobody, maxOutOfService: {scope: fleet, atMost: 0}}]\n");
  EXPECT_TRUE(smaller.assertions.at(0).holds) << smaller.assertions.at(0).value;
  // Two newcomers exist from 1:00 on and serve at 1:03:30: until then two of six are out, a third.
  const auto larger = run("start: 2026-01-05T00:00:00Z\nhorizon: P1D\nsets: [{id: web, region: here, capacity: 4}]\n"
                          "actions: [{type: scale, set: web, at: 2026-01-05T01:00:00Z, capacity: 6}]\n"
                          "assertions: [{id: two, maxOutOfService: {set: web, atMost: 1}}, {id: third, maxOutOfService: {set: web, atMostPercent: 34}}]\n");
  EXPECT_FALSE(larger.assertions.at(0).holds);
  EXPECT_EQ(larger.assertions.at(0).value, "2");
  EXPECT_TRUE(larger.assertions.at(1).holds);
}

TEST(Assertions, LoseNoTimeOfInstancesThatHaveLeft) {
  // Lost time is the integral of N - serving. Batch 1 of `web`, {0}, is out for 3:30; 1 leaves at 0:30 and is lost to nobody.
  const auto report = run(head("sets:\n" + set("web", 2) + "actions: [{type: scale, set: web, at: 2026-01-05T00:00:30Z, capacity: 1}]\n"));
  EXPECT_EQ(report.classes[0].lost_instance_millis, 210 * one_second);
}

/// `a` fails with one half and stays down; `b` follows an hour later. Together one of two serves always, unless `a` is down when `b` is upgraded.
const std::string two_sets =
    "start: 2026-01-05T00:00:00Z\nhorizon: P1D\n"
    "images: [{stream: one, version: \"2.0\", published: 2026-01-05T00:00:00Z}, {stream: two, version: \"2.0\", published: 2026-01-05T01:00:00Z}]\n"
    "sets:\n  - {id: a, region: here, capacity: 1, image: {stream: one, current: \"1.0\"}, upgradePolicy: {automaticOSUpgradePolicy: {enableAutomaticOSUpgrade: true, disableAutomaticRollback: true}}}\n"
    "  - {id: b, region: here, capacity: 1, image: {stream: two, current: \"1.0\"}, upgradePolicy: {automaticOSUpgradePolicy: {enableAutomaticOSUpgrade: true}}}\n"
    "faults: [{type: unhealthyAfterUpgrade, set: a, mode: never, probability: 0.5}]\nmonteCarlo: {seed: SEED, trials: 40}\n"
    "assertions: [{id: half, minServingPercent: {scope: fleet, atLeast: 50}}, {id: often, minServingPercent: {scope: fleet, atLeast: 50, probability: 0.2}},\n"
    "  {id: always, minServingPercent: {scope: fleet, atLeast: 50, probability: 0.9}}, {id: one, maxOutOfService: {scope: fleet, atMost: 1}}]\n";

TEST(Assertions, AboutSeveralSetsHoldInEveryTrial) {
  // A seed whose trial 0 goes well, so that the run that is shown does not tell. Of 40 trials about 20 do: fewer than 8 or 36 and more
  // have a probability below 1e-4 (and the seed is fixed).
  for (int seed = 1; seed < 20; ++seed) {
    std::string text = two_sets;
    text.replace(text.find("SEED"), 4, std::to_string(seed));
    if (run(text).classes[0].operations.at(0).code != OperationCode::completed) continue;
    const auto report = run_trials(text);
    ASSERT_EQ(report.assertions.size(), 4u);
    EXPECT_FALSE(report.assertions[0].holds);
    EXPECT_EQ(report.assertions[0].value, "0");
    EXPECT_TRUE(report.assertions[0].cause.starts_with("trial ")) << report.assertions[0].cause;
    EXPECT_TRUE(report.assertions[1].holds);
    EXPECT_FALSE(report.assertions[2].holds);
    // The share is that of the trials in which `a` completes.
    const auto& a = report.monte_carlo->sets.at(1);
    EXPECT_EQ(report.assertions[1].value, fmt::format("{:.6f}", static_cast<double>(a.completed) / 40.0));
    EXPECT_FALSE(report.assertions[3].holds);
    EXPECT_EQ(report.assertions[3].value, "2");
    return;
  }
  FAIL() << "no seed of twenty whose first trial goes well";
}

/// `two_sets` with a seed, a hundred trials and these assertions.
std::string asking(int seed, const std::string& assertions) {
  std::string text = two_sets.substr(0, two_sets.find("assertions:"));
  text.replace(text.find("SEED"), 4, std::to_string(seed));
  text.replace(text.find("trials: 40"), 10, "trials: 100");
  return text + "assertions: [" + assertions + "]\n";
}

TEST(Assertions, HoldAtExactlyTheShareThatIsAsked) {
  // 0.55 * 100 and 0.56 * 100 are a little more than 55 and 56 in binary. About 50 of 100 trials hold: one seed in twelve hits these.
  for (int seed = 1; seed < 100; ++seed) {
    const std::string found = run_trials(asking(seed, "{id: x, minServingPercent: {scope: fleet, atLeast: 50, probability: 0.5}}")).assertions.at(0).value;
    if (found != "0.550000" && found != "0.560000") continue;
    const std::string share = found.substr(0, 4), above = found == "0.550000" ? "0.56" : "0.57";
    const auto report = run_trials(asking(seed, "{id: at, minServingPercent: {scope: fleet, atLeast: 50, probability: " + share + "}}, {id: above, minServingPercent: {scope: fleet, atLeast: 50, probability: " + above + "}}"));
    EXPECT_TRUE(report.assertions.at(0).holds) << share;
    EXPECT_FALSE(report.assertions.at(1).holds) << above;
    return;
  }
  FAIL() << "no seed of a hundred with 55 or 56 trials that hold";
}

TEST(Assertions, SayWhetherTheyFoundAShareOrAFigure) {
  const std::string questions =
      "{id: share, minServingPercent: {scope: fleet, atLeast: 0, kind: os, probability: +.95}}, {id: figure, minServingPercent: {scope: fleet, atLeast: 0}},\n"
      "  {id: count, minServing: {set: b, atLeast: 0, probability: 0.9}}";
  const auto trials = run_trials(asking(1, questions));
  EXPECT_EQ(trials.assertions.at(0).asked, "at least 0 % of the fleet serve during image upgrades, in at least 95 % of the trials");
  EXPECT_EQ(trials.assertions.at(0).found, "100 % of 100 trials");
  EXPECT_EQ(trials.assertions.at(0).bound, "0.95");  // a number of JSON
  EXPECT_EQ(trials.assertions.at(1).asked, "at least 0 % of the fleet serve");
  EXPECT_EQ(trials.assertions.at(1).found, "0 % at worst");
  EXPECT_EQ(trials.assertions.at(2).asked, "at least 0 of b serve, in at least 90 % of the trials");
  EXPECT_EQ(trials.assertions.at(2).found, "100 % of 100 trials");
  // One run has no share: its figures are a percentage of the fleet and a number of instances.
  const auto one = run(asking(1, questions));
  EXPECT_TRUE(one.assertions.at(0).found == "0 % at worst" || one.assertions.at(0).found == "50 % at worst") << one.assertions.at(0).found;
  EXPECT_EQ(one.assertions.at(2).found, "0 at worst");
}

TEST(Assertions, AreUndecidedWhenStoppedByHand) {
  const auto asked = scenario(asking(1, "{id: most, minServingPercent: {scope: fleet, atLeast: 0, probability: 0.9}}, {id: all, minServingPercent: {scope: fleet, atLeast: 0}},\n"
                                        "  {id: broken, maxOutOfService: {scope: fleet, atMost: 0}}, {id: quick, maxFailedInstances: {set: b, atMost: 1}}"));
  RolloutReport report = simulate(asked, {});
  MonteCarloOptions options;
  report.monte_carlo = monte_carlo(asked, options);
  // Asked before every trial: after a few of them no more are run.
  int calls = 0;
  evaluate_assertions(report, "", [&] { return ++calls > 5; });
  EXPECT_LT(calls, 20);
  for (const std::size_t i : {0u, 1u}) {
    EXPECT_TRUE(report.assertions.at(i).undecided && !report.assertions.at(i).holds) << report.assertions[i].id;
    EXPECT_EQ(report.assertions[i].found, "not known");
    EXPECT_EQ(report.assertions[i].cause, "stopped by hand after 5 of 100 trials");
  }
  EXPECT_TRUE(report.assertions.at(3).holds);
  // What one trial has broken stays broken.
  calls = 0;
  const auto only = scenario(asking(1, "{id: broken, maxOutOfService: {scope: fleet, atMost: 0}}"));
  RolloutReport again = simulate(only, {});
  again.monte_carlo = report.monte_carlo;
  evaluate_assertions(again, "", [&] { return ++calls > 5; });
  EXPECT_FALSE(again.assertions.at(0).holds);
  EXPECT_FALSE(again.assertions.at(0).undecided);
}

TEST(Assertions, RunTheTrialsOnceForAllOfThem) {
  const auto asked_in_all = [](const std::string& questions) {
    const auto asked = scenario(asking(1, questions));
    RolloutReport report = simulate(asked, {});
    MonteCarloOptions options;
    report.monte_carlo = monte_carlo(asked, options);
    int calls = 0;  // once before every trial
    evaluate_assertions(report, "", [&] { return ++calls < 0; });
    return calls;
  };
  const std::string one = "{id: a, minServingPercent: {scope: fleet, atLeast: 0}}";
  EXPECT_GE(asked_in_all(one), 100);
  EXPECT_EQ(asked_in_all(one), asked_in_all(one + ", {id: b, maxOutOfService: {scope: fleet, atMost: 9}}, {id: c, neverConcurrent: {groups: [[a, b]]}}"));
}

TEST(Assertions, CountChangesOfTheModelThatTakeInstancesOut) {
  // Both change at once in mode Automatic: a new size reimages, quiet extensions do not interrupt (M-9).
  const auto concurrent = [](const std::string& change) {
    const std::string text =
        "start: 2026-01-05T00:00:00Z\nsets:\n  - {id: a, region: r, capacity: 3, upgradePolicy: {mode: Automatic}}\n  - {id: b, region: r, capacity: 3, upgradePolicy: {mode: Automatic}}\n"
        "actions: [{type: modelChange, set: a, at: 2026-01-05T01:00:00Z, " + change + "}, {type: modelChange, set: b, at: 2026-01-05T01:00:30Z, " + change + "}]\n"
        "assertions: [{id: apart, neverConcurrent: {groups: [[a, b]]}}, {id: zones, neverConcurrent: {groups: zonesOfRegion}}]\n";
    const auto report = run(text);
    EXPECT_TRUE(report.assertions.at(1).holds);
    return !report.assertions.at(0).holds;
  };
  EXPECT_TRUE(concurrent("change: size, version: m1"));
  EXPECT_TRUE(concurrent("change: extension, extensions: [x], version: m1, disruptive: true"));
  EXPECT_FALSE(concurrent("change: extension, extensions: [x], version: m1"));
}

}  // namespace
}  // namespace fleetlint::rollout::test
