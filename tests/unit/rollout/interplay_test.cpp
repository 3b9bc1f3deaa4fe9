// Where two rules meet in the middle of a rollout: what users do while a batch runs, illness at the instant of a swap, scaling.
// Every figure is worked out by hand from the constants: swap 120 s, boot 60 s, warm-up 30 s, restore 120 + 60 + 30 s.
#include <fmt/format.h>

#include "run.h"

namespace fleetlint::rollout::test {
namespace {

TEST(Interplay, KeepsTheOldModelOnWhatWasReadyBeforeTheChange) {
  // Batch {0, 5} runs from 0:00 to 11:30 because 5 is restored; 0 is ready at 3:30. The model changes at 5:00, so that after the
  // fault (1 of 2 is more than 20 %) all ten have the old one and are brought to the new one together.
  const auto report = run(head("sets:\n" + set("web", 10) +
                               "faults: [{type: unhealthyAfterUpgrade, set: web, instances: [5], update: \"2.0\"}]\n"
                               "actions: [{type: modelChange, set: web, at: 2026-01-05T00:05:00Z, change: other, version: m1}]\n"));
  const auto& operations = report.classes[0].operations;
  ASSERT_EQ(operations.size(), 2u);
  EXPECT_EQ(operations[0].code, OperationCode::faulted);
  EXPECT_EQ(operations[1].start - report.scenario->start, minutes(11.5));
  EXPECT_EQ(operations[1].eligible, 10u);
}

TEST(Interplay, GivesTheNewModelToWhatIsReadyAfterTheChange) {
  // The only batch is ready at 3:30, after the change at 2:00: nothing is left for the change's own operation.
  const auto report = run(head("sets:\n" + set("web", 1) + "actions: [{type: modelChange, set: web, at: 2026-01-05T00:02:00Z, change: other, version: m1}]\n"));
  const auto& operations = report.classes[0].operations;
  ASSERT_EQ(operations.size(), 2u);
  EXPECT_EQ(operations[1].eligible, 0u);
  EXPECT_EQ(report.classes[0].finals[0].app, "m1");
}

TEST(Interplay, InstallsTheExtensionVersionsOfTheModelOnANewDisk) {
  // 120 + 60 + 60 + 30 s = 4:30 a batch of one. 0 is ready at 4:30 with 1.5, the model says 1.9 from 5:00 on, 1 has it.
  const auto report = run(head("sets:\n" + set("web", 2, ", extensions: [{name: script, version: \"1.5\"}]") +
                               "actions: [{type: updateExtension, set: web, at: 2026-01-05T00:05:00Z, extension: script, version: \"1.9\"}]\n"));
  const auto& finals = report.classes[0].finals;
  EXPECT_EQ(report.scenario->version_text(finals[0].extensions.at(0)), "1.5");
  EXPECT_EQ(report.scenario->version_text(finals[1].extensions.at(0)), "1.9");
}

TEST(Interplay, TriesAnExtensionOnWhatWasBeingMadeMeanwhile) {
  // 1 is made from 0:00 on: 180 + 60 + 30 s = 4:30. The version of 1:00 finds only 0 (two minutes); the next full hour has the rest.
  const auto report = run(
      "start: 2026-01-05T00:00:00Z\nhorizon: PT3H\nextensionVersions: [{stream: agent, version: \"1.2\", published: 2026-01-05T00:01:00Z}]\n"
      "sets:\n  - {id: web, region: here, capacity: 1, extensions: [{name: agent, version: \"1.1\", enableAutomaticUpgrade: true}]}\n"
      "actions: [{type: scale, set: web, at: 2026-01-05T00:00:00Z, capacity: 2}]\n");
  const auto& operations = report.classes[0].operations;
  ASSERT_EQ(operations.size(), 2u);
  EXPECT_EQ(operations[0].eligible, 1u);
  EXPECT_EQ(operations[1].start - report.scenario->start, one_hour);
  EXPECT_EQ(operations[1].batches.at(0).instances.to_vector(), (std::vector<std::uint32_t>{1}));
}

TEST(Interplay, CountsAnInstanceThatLeavesDuringItsUpgradeOnce) {
  // Batch 5, {4, 9}, runs from 14:00 to 17:30. 9 leaves at 15:00: of nine only 4 is out, eight serve as before; then nine.
  const auto report = run(head("sets:\n" + set("web", 10) + "actions: [{type: scale, set: web, at: 2026-01-05T00:15:00Z, capacity: 9}]\n"));
  EXPECT_EQ(report.classes[0].min_serving, 8u);
  EXPECT_EQ(report.classes[0].capacity.back().second, 9u);
}

TEST(Interplay, CountsAnInstanceThatLeavesBeforeItsTurnOnce) {
  // A batch takes 15:00 + 3:30. 9 is told at 4 * 18:30 = 1:14:00 and would serve until 1:29:00; it leaves in between.
  const auto report = run(head("sets:\n" + set("web", 10, ", notifications: {osImage: {enable: true}}") +
                               "actions: [{type: scale, set: web, at: 2026-01-05T01:20:00Z, capacity: 9}]\n"));
  EXPECT_EQ(report.classes[0].min_serving, 8u);
  EXPECT_EQ(report.classes[0].capacity.back().second, 9u);
}

TEST(Interplay, CuresAnIllnessThatBeginsAsTheDiskIsReplaced) {
  // Both at 2:00; the illness comes first (T-3) and is cured by the swap (H-8): 210 s as for a healthy one.
  const auto cured = run(head("sets:\n" + set("web", 1) + "faults: [{type: unhealthy, set: web, instances: [0], from: 2026-01-05T00:02:00Z}]\n"));
  EXPECT_EQ(*only_operation(cured).end - cured.scenario->start, minutes(3.5));
  EXPECT_EQ(cured.classes[0].capacity.back().second, 1u);
  // A second later it is a new one: 300 s of waiting, then the previous disk.
  const auto ill = run(head("sets:\n" + set("web", 1) + "faults: [{type: unhealthy, set: web, instances: [0], from: 2026-01-05T00:02:01Z}]\n"));
  EXPECT_EQ(only_operation(ill).rolled_back, 1u);
}

TEST(Interplay, FormsNoPercentageOfNobody) {
  // The only instance is deleted while it fails: S-4, no threshold fires.
  const auto report = run(head("sets:\n" + set("web", 1) +
                               "faults: [{type: provisioningFails, set: web}]\nactions: [{type: scale, set: web, at: 2026-01-05T00:05:00Z, capacity: 0}]\n"));
  EXPECT_EQ(only_operation(report).code, OperationCode::completed);
}

TEST(Interplay, MakesARegionEligibleAtTheInstantOfItsReplica) {
  const auto report = run(
      "start: 2026-01-05T00:00:00Z\nimages: [{stream: gal, kind: gallery, version: \"2.0\", published: 2026-01-05T06:00:00Z, replicated: {here: 2026-01-05T01:00:00Z}}]\n"
      "sets:\n  - {id: web, region: here, capacity: 1, image: {kind: gallery, stream: gal, current: \"1.0\"}, upgradePolicy: {automaticOSUpgradePolicy: {enableAutomaticOSUpgrade: true}}}\n");
  EXPECT_EQ(only_operation(report).start - report.scenario->start, one_hour);
}

TEST(Interplay, RefusesSetsInTheOrderOfTheFile) {
  // T-3: the one phase opens for both regions at once; sets are asked in the order of the file, not of the phase's regions.
  // Rollout 1.2 opens at its publication, so that 1.1, published an hour later, is refused after it.
  const auto report = run(
      "start: 2026-01-05T00:00:00Z\nhorizon: P1D\nregions: [{name: here}, {name: there}]\nphases: {list: [[there, here]]}\n"
      "images: [{stream: img, version: \"1.1\", published: 2026-01-05T01:00:00Z}, {stream: img, version: \"1.2\", published: 2026-01-05T00:00:00Z}]\n"
      "sets:\n  - {id: a, region: here, capacity: 1, image: {stream: img, current: \"1.0\"}}\n  - {id: b, region: there, capacity: 1, image: {stream: img, current: \"1.0\"}}\n"
      "  - {id: c, region: here, capacity: 1, image: {stream: img, current: \"1.0\"}}\n");
  std::string order;
  for (const auto& [refused, set] : refused_in_order(report)) order += report.scenario->sets[set].id;
  EXPECT_EQ(order, "abcabc");
}

TEST(Interplay, OpensLaterPhasesBeforeThePublicationsOfTheSameInstant) {
  // T-3: phases (60) come before publications (70). The second phase of 1.1 opens at 1:00, when 1.2 is published and opens its first.
  const auto report = run(
      "start: 2026-01-05T00:00:00Z\nhorizon: P1D\nregions: [{name: here}, {name: there}]\nphases: {list: [[there], [here]], bake: PT1H}\n"
      "images: [{stream: img, version: \"1.2\", published: 2026-01-05T01:00:00Z}, {stream: img, version: \"1.1\", published: 2026-01-05T00:00:00Z}]\n"
      "sets:\n  - {id: a, region: here, capacity: 1, image: {stream: img, current: \"1.0\"}}\n  - {id: b, region: there, capacity: 1, image: {stream: img, current: \"1.0\"}}\n");
  std::string order;
  for (const auto& [refused, set] : refused_in_order(report)) order += report.scenario->sets[set].id;
  EXPECT_EQ(order, "baba");  // 1.1 b, 1.1 a, 1.2 b, and an hour later 1.2 a
}

TEST(Interplay, AsksForNoRepairTaskOfADomainThatIsEmptyMeanwhile) {
  // B-1, SF-3: a task of 5:00 + 2:00 for each domain, the change itself takes no time. Instance 2, all of domain 2, leaves at 10:00;
  // domain 1 is completed at 14:00, and nothing is left.
  const auto report = run(
      "start: 2026-01-05T00:00:00Z\nhorizon: P1D\n"
      "sets: [{id: nodes, region: here, capacity: 3, upgradePolicy: {mode: Automatic}, serviceFabric: {durability: Gold}}]\n"
      "actions: [{type: modelChange, set: nodes, at: 2026-01-05T00:00:00Z, change: other, version: m1}, {type: scale, set: nodes, at: 2026-01-05T00:10:00Z, capacity: 2}]\n");
  ASSERT_EQ(report.repair_tasks.size(), 2u);
  EXPECT_EQ(*report.classes[0].operations.at(0).end - report.scenario->start, minutes(14));
}

TEST(Interplay, AnIllnessGoesOnWhileTheWaitForHealthStandsStill) {
  // Provisioned at 3:00. The outage of 4:00 to 9:00 stops the wait after 1:00 (O-2); the illness, which outlives the new disk, ends at
  // 9:30 (H-8), after 1:30 of waiting: within five minutes (H-2).
  const std::string text = head("sets:\n" + set("web", 1) +
                                "faults:\n  - {type: regionOutage, region: here, from: 2026-01-05T00:04:00Z, to: 2026-01-05T00:09:00Z}\n"
                                "  - {type: unhealthy, set: web, from: 2026-01-05T00:00:01Z, to: 2026-01-05T00:09:30Z, survivesReimage: true}\n");
  const auto report = run(text);
  const auto& operation = only_operation(report);
  EXPECT_EQ(operation.failed, 0u);
  EXPECT_EQ(*operation.end - report.scenario->start, minutes(9.5));
}

TEST(Interplay, AnIllnessThatEndsInsideAnOutageIsNotOverBeforeIt) {
  // Provisioned at 3:00, outage of 4:00 to 9:00. Ill until 6:00: the probes stand still (O-2), the first good one is at 9:00, not at 4:00,
  // when it was still ill (H-8). A second illness from 7:00 to 9:30 goes on after the outage. One that comes
  // during the outage, after health was seen at 3:30, changes nothing.
  const auto end_with = [](const char* illnesses) {
    const auto report = run(head("sets:\n" + set("web", 1) + "faults:\n  - {type: regionOutage, region: here, from: 2026-01-05T00:04:00Z, to: 2026-01-05T00:09:00Z}\n" + illnesses));
    const auto& operation = only_operation(report);
    EXPECT_EQ(operation.failed, 0u);
    return *operation.end - report.scenario->start;
  };
  const std::string first = "  - {type: unhealthy, set: web, from: 2026-01-05T00:00:01Z, to: 2026-01-05T00:06:00Z, survivesReimage: true}\n";
  EXPECT_EQ(end_with(first.c_str()), minutes(9));
  EXPECT_EQ(end_with((first + "  - {type: unhealthy, set: web, from: 2026-01-05T00:07:00Z, to: 2026-01-05T00:09:30Z, survivesReimage: true}\n").c_str()), minutes(9.5));
  EXPECT_EQ(end_with("  - {type: unhealthy, set: web, from: 2026-01-05T00:05:00Z, to: 2026-01-05T00:06:00Z, survivesReimage: true}\n"), minutes(3.5));
}

TEST(Interplay, FactsOfWhatIsPutBackAtTheHorizonRollForward) {
  // batch 1 ends at 8:00 with a failure, the restore takes until 11:30; the run ends at 9:00 (T-5).
  const auto report = run(
      "start: 2026-01-05T00:00:00Z\nhorizon: PT9M\n"
      "sets: [{id: web, region: here, capacity: 10, upgradePolicy: {mode: Rolling, rollingUpgradePolicy: {rollbackFailedInstancesOnPolicyBreach: true}}}]\n"
      "faults: [{type: unhealthyAfterUpgrade, set: web, instances: [0]}]\n"
      "actions: [{type: modelChange, set: web, at: 2026-01-05T00:00:00Z, change: image, version: m1}]\n");
  EXPECT_EQ(only_operation(report).code, OperationCode::rolling_back);
  const auto facts = facts_json(report);
  EXPECT_NE(facts.find("\"code\":\"RollingForward\""), std::string::npos) << facts;
  EXPECT_EQ(facts.find("RollingBack"), std::string::npos);
}

TEST(Interplay, ListsRepairTasksOfOneInstantInTheOrderOfTheirEvents) {
  // T-3: at 0:05 the phases (60) of the extension open before the action (70) of the user, so `late`, whose region comes last, is first.
  const std::string text =
      "start: 2026-01-05T00:00:00Z\nhorizon: P1D\nswitches: {extUpgradeServiceFabric: true}\nregions: [{name: north}, {name: south}]\n"
      "sets:\n  - {id: user, region: north, capacity: 1, upgradePolicy: {mode: Automatic}, serviceFabric: {durability: Gold}}\n"
      "  - {id: late, region: south, capacity: 1, extensions: [{name: e, version: \"1.0\", enableAutomaticUpgrade: true}], serviceFabric: {durability: Gold}}\n"
      "extensionVersions: [{stream: e, version: \"1.1\", published: 2026-01-05T00:05:00Z}]\n"
      "actions: [{type: modelChange, set: user, at: 2026-01-05T00:05:00Z, change: other, version: m1}]\n";
  for (const char* phases : {"phases: {bake: PT0S}\n", "phases: {list: [[north, south]], opensAt: [PT0S]}\n"}) {
    const auto report = run(text + phases);
    ASSERT_EQ(report.repair_tasks.size(), 2u) << phases;
    EXPECT_EQ(report.repair_tasks[0].created, report.repair_tasks[1].created);
    EXPECT_EQ(report.scenario->sets[report.classes[report.repair_tasks[0].member_of].members.front()].id, "late") << phases;
  }
}

TEST(Interplay, CompletesTheTaskOfADomainThatEmptiesBeforeItsApproval) {
  // SF-3: the task of domain 2 is created at 14:00 and approved at 19:00; its only member leaves at 15:00. It is restored by 21:00.
  const auto report = run(
      "start: 2026-01-05T00:00:00Z\nhorizon: P1D\n"
      "sets: [{id: nodes, region: here, capacity: 3, upgradePolicy: {mode: Automatic}, serviceFabric: {durability: Gold}}]\n"
      "actions: [{type: modelChange, set: nodes, at: 2026-01-05T00:00:00Z, change: other, version: m1}, {type: scale, set: nodes, at: 2026-01-05T00:15:00Z, capacity: 2}]\n");
  ASSERT_EQ(report.repair_tasks.size(), 3u);
  ASSERT_TRUE(report.repair_tasks[2].completed);
  EXPECT_EQ(*report.repair_tasks[2].completed - report.scenario->start, minutes(21));
  const auto& operation = report.classes[0].operations.at(0);
  EXPECT_EQ(operation.code, OperationCode::completed);
  EXPECT_EQ(*operation.end - report.scenario->start, minutes(21));
  EXPECT_EQ(operation.batches.size(), 2u);
}

TEST(Interplay, DrawsTheFirstExtensionOfARunAlike) {
  // RNG-2: the index counts the extensions that run. `tool` alone draws the same whether or not `agent` stands before it in the set.
  const std::string rest = "actions: [{type: modelChange, set: web, at: 2026-01-05T00:00:00Z, change: extension, extensions: [tool], version: m1}]\n"
                           "monteCarlo: {seed: 7}\ndurations: {extension: {dist: uniform, min: PT1M, max: PT9M}}\n";
  const std::string before = "start: 2026-01-05T00:00:00Z\nhorizon: P1D\nsets: [{id: web, region: here, capacity: 1, upgradePolicy: {mode: Rolling}, extensions: [";
  const auto one = run(before + "{name: tool}]}]\n" + rest), two = run(before + "{name: agent}, {name: tool}]}]\n" + rest);
  const auto end = *one.classes[0].operations.at(0).end;
  EXPECT_GT(end - one.scenario->start, one_minute);
  EXPECT_EQ(end, *two.classes[0].operations.at(0).end);
}

TEST(Interplay, UpgradesNoSingleMachinesUnlessTheScenarioSaysSo) {
  // E-1: a group of single machines has no enableAutomaticOSUpgrade and is refused for that. A scenario that gives it the flag all the
  // same gets what it asks for, with the engine of a set (AE-10); the rule is then among those that were applied.
  const auto refused = run(head("sets: [{id: vms, region: here, kind: vmGroup, capacity: 2, image: {stream: img, current: \"1.0\"}}]\n"));
  ASSERT_EQ(refused.not_eligible.size(), 1u);
  EXPECT_EQ(refused.not_eligible[0].reasons, std::vector<Reason>{Reason::automatic_upgrade_disabled});
  EXPECT_FALSE(refused.rules.test(static_cast<std::size_t>(Rule::AE_10)));
  const auto asked = run(head("sets:\n" + set("vms", 2, ", kind: availabilitySet")));
  EXPECT_EQ(asked.classes[0].operations.at(0).batches.size(), 2u);  // one an update domain
  EXPECT_TRUE(asked.rules.test(static_cast<std::size_t>(Rule::AE_10)));
}

TEST(Interplay, RollsOutACriticalExtensionVersionAsAnyOther) {
  // AE-1, F-3: the second phase opens two days after the close of the first, 0:02. Only ARC-2 knows a faster timetable, that of Arc servers.
  for (const char* critical : {"true", "false"}) {
    const auto report = run(std::string("start: 2026-01-05T00:00:00Z\nhorizon: P5D\nregions: [{name: here}, {name: there}]\nphases: {list: [[here], [there]]}\n"
                                        "extensionVersions: [{stream: agent, version: \"1.2\", published: 2026-01-05T00:00:00Z, criticalSecurity: ") + critical + "}]\n"
                            "sets:\n  - {id: a, region: here, capacity: 1, extensions: [{name: agent, version: \"1.1\", enableAutomaticUpgrade: true}]}\n"
                            "  - {id: b, region: there, capacity: 1, extensions: [{name: agent, version: \"1.1\", enableAutomaticUpgrade: true}]}\n");
    EXPECT_EQ(report.of_set(1).operations.at(0).start - report.scenario->start, 2 * one_day + minutes(2)) << critical;
  }
}

TEST(Interplay, RepairsAtOnceWhatWentThroughNoChange) {
  // AIR-1: 40 * 5 div 100 = 2 at a time. AIR-2: 3 is ill from 10:05 and was changed until 10:00, so that it is spared until 10:20;
  // 7 has known no change and is repaired when it is ill, at 10:10; 9 waits until one of the two is done, at 10:13:30.
  const auto report = run(
      "start: 2026-01-05T00:00:00Z\nrepairs: [{capacity: 40, gracePeriod: PT20M, repairTime: PT3M30S, unhealthy: [\n"
      "  {id: 3, since: 2026-01-05T10:05:00Z, stateChangeEnd: 2026-01-05T10:00:00Z}, {id: 7, since: 2026-01-05T10:10:00Z},\n"
      "  {id: 8, since: 2026-01-05T10:10:00Z}, {id: 9, since: 2026-01-05T10:12:00Z}]}]\n");
  std::string order;
  for (const auto& repair : report.repairs.at(0).repairs) order += fmt::format("{}@{} ", repair.id, format_offset(repair.start - report.scenario->start));
  EXPECT_EQ(order, "7@0+10:10:00 8@0+10:10:00 9@0+10:13:30 3@0+10:20:00 ");
}

TEST(Interplay, TriesNoExtensionAgainOnWhatHasLeft) {
  // AE-7: batches of one, two minutes each. 1 and 2 leave at 1:00, before their turn; 0 has the version at 2:00, and nobody is left.
  const auto report = run(
      "start: 2026-01-05T00:00:00Z\nhorizon: PT3H\nextensionVersions: [{stream: agent, version: \"1.2\", published: 2026-01-05T00:00:00Z}]\n"
      "sets:\n  - {id: web, region: here, capacity: 3, extensions: [{name: agent, version: \"1.1\", enableAutomaticUpgrade: true}]}\n"
      "actions: [{type: scale, set: web, at: 2026-01-05T00:01:00Z, capacity: 1}]\n");
  const auto& operations = report.classes[0].operations;
  ASSERT_EQ(operations.size(), 1u);
  EXPECT_EQ(operations[0].pending, 2u);
}

TEST(Interplay, RetriesAnExtensionForASetThatWasOnlyBeingMade) {
  // The only instance is made from 0:00 to 4:30 with 1.1; the version of 1:00 finds nobody to upgrade, the next full hour does.
  const auto report = run(
      "start: 2026-01-05T00:00:00Z\nhorizon: PT3H\nextensionVersions: [{stream: agent, version: \"1.2\", published: 2026-01-05T00:01:00Z}]\n"
      "sets:\n  - {id: web, region: here, capacity: 0, extensions: [{name: agent, version: \"1.1\", enableAutomaticUpgrade: true}]}\n"
      "actions: [{type: scale, set: web, at: 2026-01-05T00:00:00Z, capacity: 1}]\n");
  const auto& operations = report.classes[0].operations;
  ASSERT_EQ(operations.size(), 2u);
  EXPECT_EQ(operations[0].eligible, 0u);
  EXPECT_EQ(operations[1].start - report.scenario->start, one_hour);
  EXPECT_EQ(report.scenario->version_text(report.classes[0].finals.at(0).extensions.at(0)), "1.2");
}

TEST(Interplay, CompletesTheRepairTaskWhenTheRestOfItsDomainHasLeft) {
  // One at a time; update domain 0 has 0 and 5. Approved at 5:00, 0 is upgraded until 8:30; 5 to 9 leave at 6:00, so nothing is left
  // of the domain: the task is restored and completed at 10:30, and the next one is created. Five tasks of 10:30 each.
  const auto report = run(head("sets:\n"
                               "  - {id: nodes, region: here, capacity: 10, health: {source: none}, serviceFabric: {durability: Silver, clusterDurability: Silver, typeHandlerVersion: \"1.1\"}, image: {stream: img, current: \"1.0\"}, "
                               "upgradePolicy: {mode: Automatic, rollingUpgradePolicy: {maxBatchInstancePercent: 10}, automaticOSUpgradePolicy: {enableAutomaticOSUpgrade: true, useRollingUpgradePolicy: true}}}\n"
                               "actions: [{type: scale, set: nodes, at: 2026-01-05T00:06:00Z, capacity: 5}]\n"));
  const Millis start = report.scenario->start;
  ASSERT_EQ(report.repair_tasks.size(), 5u);
  for (std::size_t i = 0; i < 5; ++i) {
    EXPECT_EQ(report.repair_tasks[i].created - start, static_cast<Millis>(i) * minutes(10.5));
    EXPECT_EQ(report.repair_tasks[i].completed.value_or(0) - start, static_cast<Millis>(i + 1) * minutes(10.5));
  }
  const auto& operation = only_operation(report);
  EXPECT_EQ(operation.code, OperationCode::completed);
  EXPECT_EQ(operation.end.value_or(0) - start, minutes(52.5));
  for (const auto& batch : operation.batches) EXPECT_EQ(std::count_if(batch.checks.begin(), batch.checks.end(), [](const Check& c) { return c.rule == Rule::S_3; }), 1);
}

TEST(Interplay, SaysWhoIsReadyWhenTheSimulationEndsInsideABatch) {
  // Batch {0, 5}: 0 is ready at 3:30, 5 becomes ill and has five minutes from 3:00 on. Fifteen seconds before that 0 runs on.
  const std::string text = head("sets:\n" + set("web", 10) + "faults: [{type: unhealthyAfterUpgrade, set: web, instances: [5]}]\n");
  const auto until = [&](Millis at) {
    SimulateOptions options;
    options.finals = true;
    const auto s = scenario(text);
    options.until = s->start + at;
    return simulate(s, options);
  };
  const auto early = until(minutes(4));
  const auto& batch = early.classes[0].operations.at(0).batches.at(0);
  EXPECT_EQ(batch.succeeded(), (std::vector<std::uint32_t>{0}));
  EXPECT_EQ(batch.unfinished, (std::vector<std::uint32_t>{5}));
  EXPECT_EQ(early.classes[0].operations[0].in_progress, 2u);  // HIST-3: members of a running batch
  EXPECT_EQ(early.scenario->version_text(early.classes[0].finals.at(0).os), "2.0");
  EXPECT_EQ(early.scenario->version_text(early.classes[0].finals.at(5).os), "1.0");
  const std::string told = timeline_text(early, {});
  EXPECT_NE(told.find("0 upgraded, none failed, 2 in progress, 8 not attempted"), std::string::npos) << told;
  EXPECT_NE(told.find("being upgraded to 2.0 when the simulation"), std::string::npos) << told;
  EXPECT_TRUE(early.interrupted);
  EXPECT_EQ(early.reached - early.scenario->start, minutes(4));
  // 3:00 + 5:00 + restore 3:30 = 11:30.
  const auto late = until(minutes(11.5));
  EXPECT_EQ(late.classes[0].operations.at(0).batches.at(0).rolled_back, (std::vector<std::uint32_t>{5}));
}

}  // namespace
}  // namespace fleetlint::rollout::test
