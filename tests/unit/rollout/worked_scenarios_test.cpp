// Eight scenarios from end to end, each number worked out by hand from the model. The constants of section 4: swap 120 s,
// boot 60 s, warm-up 30 s (seen at a probe every 5 s: 30 s), so a healthy instance takes 210 s = 3:30; a failing one without
// extension 120 + 60 + 300 = 480 s, with its restore of 210 s 690 s = 11:30.
#include "run.h"

namespace fleetlint::rollout::test {
namespace {

const ClassReport& course(const RolloutReport& report, const std::string& id) {
  for (std::uint32_t i = 0; i < report.scenario->sets.size(); ++i) {
    if (report.scenario->sets[i].id == id) return report.of_set(i);
  }
  ADD_FAILURE() << "no set " << id;
  return report.classes.at(0);
}
const AssertionReport& assertion(const RolloutReport& report, const std::string& id) {
  for (const auto& a : report.assertions) {
    if (a.id == id) return a;
  }
  ADD_FAILURE() << "no assertion " << id;
  return report.assertions.at(0);
}
Millis since(const RolloutReport& report, Millis at) { return at - report.scenario->start; }
constexpr Millis hms(int h, int m, int s = 0) { return h * one_hour + m * one_minute + s * one_second; }

// ---- 1: the simplest run ---------------------------------------------------------------------------------------------

TEST(Worked, TwentyInstancesOfThePlatformsDefaults) {
  // B-2: 20 * 20 div 100 = 4. U-1: ids i mod 5, four in each of five update domains, so B-5 makes five batches of four:
  // {0,5,10,15} … {4,9,14,19}. K-1: 5 * 210 s = 1050 s = 17:30. CAP-1: floor 20 - 4 = 16, first at 0:00.
  // Lost instance time 20 * 210 s = 4200 s (closed form: N * t, whatever the batches).
  const auto report = run(
      "start: 2026-01-05T00:00:00Z\nhorizon: P1D\nname: plain\nregions: [{name: northeurope}]\n"
      "sets: [{id: shop, region: northeurope, capacity: 20, image: {kind: platform, stream: debian/12, current: \"12.1\", version: latest},\n"
      "        upgradePolicy: {mode: Automatic, automaticOSUpgradePolicy: {enableAutomaticOSUpgrade: true}}, health: {source: lbProbe, intervalInSeconds: 5, numberOfProbes: 1}}]\n"
      "images: [{stream: debian/12, version: \"12.2\", published: 2026-01-05T00:00:00Z}]\n"
      "assertions: [{id: floor, minServing: {set: shop, atLeast: 16}}, {id: tooMuch, minServing: {set: shop, atLeast: 17}}, {id: done, completedWithin: {set: shop, duration: PT17M30S}}]\n");
  const auto& o = only_operation(report);
  EXPECT_EQ(o.code, OperationCode::completed);
  EXPECT_EQ(o.batch_max, 4u);
  ASSERT_EQ(o.batches.size(), 5u);
  EXPECT_EQ(o.batches[0].instances.to_vector(), (std::vector<std::uint32_t>{0, 5, 10, 15}));
  EXPECT_EQ(o.batches[4].instances.to_vector(), (std::vector<std::uint32_t>{4, 9, 14, 19}));
  EXPECT_EQ(since(report, o.start), 0);
  EXPECT_EQ(since(report, *o.end), hms(0, 17, 30));
  EXPECT_EQ(report.classes[0].min_serving, 16u);
  EXPECT_EQ(since(report, report.classes[0].min_serving_at), 0);
  EXPECT_EQ(report.classes[0].lost_instance_millis, 4200 * one_second);
  EXPECT_TRUE(assertion(report, "floor").holds);
  EXPECT_FALSE(assertion(report, "tooMuch").holds);
  EXPECT_TRUE(assertion(report, "done").holds);
}

// ---- 2: zones, a policy of its own, one instance that is put back ----------------------------------------------------

TEST(Worked, ThreeZonesWithAPauseAndOneInstanceThatIsPutBack) {
  // 15 instances, zones by i mod 3 (Z-1): zone 1 {0,3,6,9,12}, update domains by the place in the zone: one each.
  // B-2: 15 * 40 div 100 = 6, but B-5 closes at every (zone, domain): 15 batches of one.
  // The health extension makes an instance 270 s = 4:30: 210 s + 60 s. Instance 4 is the second of zone 2 (ids 1, 4, 7 …):
  // batch 7. It fails after 120 + 60 + 60 + 300 = 540 s and is put back in 120 + 60 + 30 = 210 s: 750 s = 12:30.
  // Time: 14 * 270 + 750 + 14 pauses of 120 s = 3780 + 750 + 1680 = 6210 s = 1:43:30.
  // S-3 after batch 7: 1 of 7 = 14 % is not more than 30 %. S-2: restored counts as healthy. ERR-2 at the end.
  // Batch 7 starts after 6 * (270 + 120) = 2340 s = 39:00. Floor 14; lost 14 * 270 + 750 = 4530 s.
  const auto report = run(
      "start: 2026-01-05T00:00:00Z\nhorizon: P1D\nregions: [{name: uksouth, zones: [\"1\", \"2\", \"3\"]}]\n"
      "sets:\n  - {id: api, region: uksouth, capacity: 15, zones: all, image: {stream: img, current: \"1.0\"},\n"
      "     upgradePolicy: {mode: Manual, rollingUpgradePolicy: {maxBatchInstancePercent: 40, maxUnhealthyInstancePercent: 40, maxUnhealthyUpgradedInstancePercent: 30, pauseTimeBetweenBatches: PT2M},\n"
      "     automaticOSUpgradePolicy: {enableAutomaticOSUpgrade: true, useRollingUpgradePolicy: true}},\n"
      "     health: {source: appHealthExtension}, extensions: [{name: health, type: ApplicationHealthLinux, version: \"1.0\"}]}\n"
      "images: [{stream: img, version: \"2.0\", published: 2026-01-05T00:00:00Z}]\n"
      "faults: [{type: unhealthyAfterUpgrade, set: api, instances: [4], mode: never}]\n");
  const auto& o = only_operation(report);
  EXPECT_EQ(o.code, OperationCode::completed);
  EXPECT_EQ(o.error, ErrorCode::completed_with_failures);
  EXPECT_EQ(o.batch_max, 6u);
  ASSERT_EQ(o.batches.size(), 15u);
  EXPECT_EQ(o.batches[6].instances.to_vector(), (std::vector<std::uint32_t>{4}));
  EXPECT_EQ(o.batches[6].zone, 2);
  EXPECT_EQ(o.batches[6].ud, 1);
  EXPECT_EQ(since(report, o.batches[6].start), hms(0, 39));
  EXPECT_EQ(*o.batches[6].end - o.batches[6].start, 750 * one_second);
  ASSERT_EQ(o.batches[6].waits.size(), 1u);
  EXPECT_EQ(o.batches[6].waits[0].reason, WaitReason::pause);
  EXPECT_EQ(o.batches[6].waits[0].to - o.batches[6].waits[0].from, minutes(2));
  EXPECT_EQ(since(report, *o.end), hms(1, 43, 30));
  EXPECT_EQ(o.successful, 14u);
  EXPECT_EQ(o.failed, 1u);
  EXPECT_EQ(o.rolled_back, 1u);
  EXPECT_EQ(report.classes[0].old_image, (std::vector<std::uint32_t>{4}));
  EXPECT_EQ(report.classes[0].min_serving, 14u);
  EXPECT_EQ(report.classes[0].lost_instance_millis, 4530 * one_second);
}

// ---- 3: an expired token, the recovery, the second attempt ----------------------------------------------------------

TEST(Worked, ExpiredTokenThenRecoveryThenTheRest) {
  // 15 instances, batches of 15 * 20 div 100 = 3: {0,5,10} first. The script starts at 180 s, its token ended before (C-1): it
  // takes its 60 s to fail: 240 s = 4:00, no health wait (C-2), no restore (C-3). S-3: 3 of 3 = 100 % > 20 %: Faulted at 4:00.
  // 0:59 a new token, 1:00 the model change: mode Automatic takes all 15 at once (M-1) for the script's 60 s, out of service
  // as it says `disruptive`: floor 0 at 1:00, until 1:01. C-7: 0, 5, 10 are healthy again, on 2.0 (they kept the new disk).
  // 2:00 by hand: twelve are left, batches of three in four domains, 210 + 60 = 270 s each: 4 * 4:30 = 18:00 -> 2:18.
  const auto report = run(
      "start: 2026-01-05T00:00:00Z\nhorizon: P1D\n"
      "sets: [{id: shop, region: here, capacity: 15, image: {stream: img, current: \"1.0\"}, upgradePolicy: {mode: Automatic, automaticOSUpgradePolicy: {enableAutomaticOSUpgrade: true}},\n"
      "        extensions: [{name: Setup, version: \"2.1\", credentialsExpire: 2026-01-04T23:59:59Z}]}]\n"
      "images: [{stream: img, version: \"2.0\", published: 2026-01-05T00:00:00Z}]\n"
      "actions:\n  - {type: updateExtension, set: shop, at: 2026-01-05T00:59:00Z, extension: Setup, credentialsExpire: 2027-01-01T00:00:00Z}\n"
      "  - {type: modelChange, set: shop, at: 2026-01-05T01:00:00Z, change: extension, extensions: [Setup], version: second, disruptive: true}\n"
      "  - {type: startOSUpgrade, set: shop, at: 2026-01-05T02:00:00Z, version: \"2.0\"}\n"
      "assertions: [{id: unhurt, maxFailedInstances: {set: shop, atMost: 0}}, {id: recovered, oldImageAtEnd: {set: shop, atMost: 0}}]\n");
  const auto& operations = report.classes[0].operations;
  ASSERT_EQ(operations.size(), 3u);
  EXPECT_EQ(operations[0].code, OperationCode::faulted);
  EXPECT_EQ(since(report, *operations[0].end), hms(0, 4));
  EXPECT_EQ(operations[0].batches[0].failed, (std::vector<std::uint32_t>{0, 5, 10}));
  EXPECT_EQ(operations[0].rolled_back, 0u);
  EXPECT_EQ(operations[0].pending, 12u);
  EXPECT_EQ(since(report, operations[1].start), hms(1, 0));
  EXPECT_EQ(since(report, *operations[1].end), hms(1, 1));
  EXPECT_EQ(operations[1].successful, 15u);
  EXPECT_EQ(since(report, operations[2].start), hms(2, 0));
  EXPECT_EQ(operations[2].eligible, 12u);
  EXPECT_EQ(operations[2].batches.size(), 4u);
  EXPECT_EQ(since(report, *operations[2].end), hms(2, 18));
  EXPECT_EQ(report.classes[0].min_serving, 0u);
  EXPECT_EQ(since(report, report.classes[0].min_serving_at), hms(1, 0));
  EXPECT_FALSE(assertion(report, "unhurt").holds);
  EXPECT_EQ(assertion(report, "unhurt").value, "3");
  EXPECT_TRUE(assertion(report, "recovered").holds);
}

// ---- 4: Service Fabric in a nightly window ---------------------------------------------------------------------------

TEST(Worked, ServiceFabricByUpdateDomainInANightlyWindow) {
  // The window opens at 2:00 (W-1). Five repair tasks (SF-3), each created, approved after 300 s, one batch of 210 s, restored
  // in 120 s: 10:30. UD0 2:00-2:10:30, UD1 to 2:21. The task of UD2 is created at 2:21 and approved at 4:00 (SF-4), its batch
  // 4:00-4:03:30, completed 4:05:30. UD3 4:05:30-4:16, UD4 approved 4:21, batch to 4:24:30, completed 4:26:30.
  // SF-2: no probe, 30 s of warm-up count as they are. Operation 2:00-4:26:30, floor 10 - 2 = 8 at 2:05.
  const auto report = run(
      "start: 2026-01-05T00:00:00Z\nhorizon: P2D\n"
      "sets: [{id: nodes, region: here, capacity: 10, osType: Windows, enableAutomaticUpdates: false, image: {stream: win, current: \"20348.1\"},\n"
      "        upgradePolicy: {mode: Automatic, automaticOSUpgradePolicy: {enableAutomaticOSUpgrade: true}}, health: {source: none},\n"
      "        serviceFabric: {durability: Gold, clusterDurability: Gold, typeHandlerVersion: \"1.1\"}, maintenanceConfiguration: night}]\n"
      "maintenanceConfigurations: [{id: night, scope: osimage, start: 2026-01-01T02:00:00Z, duration: PT5H, recurEvery: Day}]\n"
      "images: [{stream: win, version: \"20348.2\", published: 2026-01-05T00:00:00Z}]\n"
      "faults: [{type: sfApprovalBlocked, set: nodes, ud: 2, until: 2026-01-05T04:00:00Z}]\n"
      "assertions: [{id: quorum, minServing: {set: nodes, atLeast: 8}}]\n");
  const auto& o = only_operation(report);
  EXPECT_EQ(since(report, o.start), hms(2, 0));
  EXPECT_EQ(since(report, *o.end), hms(4, 26, 30));
  ASSERT_EQ(o.waits.size(), 1u);  // only what was waited for before the start
  EXPECT_EQ(o.waits[0].reason, WaitReason::window);
  EXPECT_EQ(o.waits[0].to - o.waits[0].from, 2 * one_hour);
  ASSERT_EQ(report.repair_tasks.size(), 5u);
  EXPECT_EQ(since(report, report.repair_tasks[2].created), hms(2, 21));
  EXPECT_EQ(since(report, *report.repair_tasks[2].approved), hms(4, 0));
  EXPECT_EQ(since(report, *report.repair_tasks[2].completed), hms(4, 5, 30));
  EXPECT_EQ(since(report, *report.repair_tasks[4].completed), hms(4, 26, 30));
  for (const auto& b : o.batches) {
    ASSERT_EQ(b.waits.size(), 1u);
    EXPECT_EQ(b.waits[0].reason, WaitReason::repair_task);
  }
  EXPECT_EQ(report.classes[0].min_serving, 8u);
  EXPECT_EQ(since(report, report.classes[0].min_serving_at), hms(2, 5));
  EXPECT_TRUE(assertion(report, "quorum").holds);
}

// ---- 5: gallery replicas, max surge, no quota ------------------------------------------------------------------------

TEST(Worked, GalleryReplicasWithMaxSurgeAndWithoutQuota) {
  // B-2: 5 * 40 div 100 = 2, but each update domain has one instance: five batches of one.
  // north: replica at 0:10 (G-1). A newcomer takes create 180 + warm-up 30 = 210 s, then the notice of the old one:
  // min(approved after 3:00, 5:00) = 180 s, its deletion 60 s: 450 s = 7:30. Five of them: 0:10-0:47:30, floor 5.
  // south: replica at 1:00 and no quota: in place, 5 * 3:30: 1:00-1:17:30, floor 4. far: no replica (G-2): nothing.
  const auto report = run(
      "start: 2026-01-05T00:00:00Z\nhorizon: P2D\nregions: [{name: north}, {name: south}, {name: far}]\n"
      "setTemplates:\n  app: {capacity: 5, image: {kind: gallery, stream: gal/app, current: 1.0.0, version: latest}, health: {source: lbProbe},\n"
      "        upgradePolicy: {mode: Rolling, rollingUpgradePolicy: {maxBatchInstancePercent: 40, maxSurge: true}, automaticOSUpgradePolicy: {enableAutomaticOSUpgrade: true, useRollingUpgradePolicy: true}},\n"
      "        notifications: {terminate: {enable: true, notBeforeTimeout: PT5M, approveAfter: PT3M}}}\n"
      "sets: [{use: app, id: n, region: north}, {use: app, id: s, region: south}, {use: app, id: f, region: far}]\n"
      "images: [{stream: gal/app, kind: gallery, version: 1.1.0, published: 2026-01-05T00:00:00Z, replicated: {north: 2026-01-05T00:10:00Z, south: 2026-01-05T01:00:00Z}}]\n"
      "faults: [{type: quotaExhausted, set: s, from: 2026-01-05T01:00:00Z}]\n"
      "assertions: [{id: n, minServing: {set: n, atLeast: 5}}, {id: s, minServing: {set: s, atLeast: 5}}]\n");
  const auto& n = course(report, "n").operations.at(0);
  EXPECT_EQ(since(report, n.start), hms(0, 10));
  EXPECT_EQ(since(report, *n.end), hms(0, 47, 30));
  ASSERT_EQ(n.batches.size(), 5u);
  EXPECT_EQ(n.batches[0].method, BatchMethod::max_surge);
  EXPECT_EQ(n.batches[0].created, (std::vector<std::uint32_t>{5}));
  EXPECT_EQ(n.batches[0].deleted, (std::vector<std::uint32_t>{0}));
  EXPECT_EQ(course(report, "n").min_serving, 5u);
  const auto& s = course(report, "s").operations.at(0);
  EXPECT_EQ(since(report, s.start), hms(1, 0));
  EXPECT_EQ(since(report, *s.end), hms(1, 17, 30));
  EXPECT_EQ(s.batches[0].method, BatchMethod::in_place);
  EXPECT_EQ(course(report, "s").min_serving, 4u);
  EXPECT_TRUE(course(report, "f").operations.empty());
  EXPECT_TRUE(assertion(report, "n").holds);
  EXPECT_FALSE(assertion(report, "s").holds);
}

// ---- 6: chance -------------------------------------------------------------------------------------------------------

TEST(Worked, OneMoreInstanceIsWorthIt) {
  // 4 instances, p = 1/4: batches of one; K_j = 20 * j div 100 = 0 for j < 5: every failure stops it. P(complete) = (3/4)^4 =
  // 81/256 = 0.316406. With 5 instances the fifth may fail (1 of 5 is 20 %, not more): (3/4)^4 as well, but with a limit of
  // 34 % K = 0, 0, 1, 1, 1: the first two must succeed and of the last three at most one may fail:
  // (3/4)^2 * ((3/4)^3 + 3 * 1/4 * (3/4)^2) = 9/16 * (27/64 + 27/64) = 9/16 * 54/64 = 486/1024 = 0.474609.
  const auto text = [](int count, int limit) {
    return "start: 2026-01-05T00:00:00Z\nhorizon: P1D\nmonteCarlo: {seed: 5, trials: 4000}\n"
           "sets: [{id: web, region: here, capacity: " + std::to_string(count) + ", image: {stream: img, current: \"1.0\"},\n"
           "        upgradePolicy: {rollingUpgradePolicy: {maxUnhealthyUpgradedInstancePercent: " + std::to_string(limit) + "}, automaticOSUpgradePolicy: {enableAutomaticOSUpgrade: true, useRollingUpgradePolicy: true}}}]\n"
           "images: [{stream: img, version: \"2.0\", published: 2026-01-05T00:00:00Z}]\n"
           "faults: [{type: unhealthyAfterUpgrade, set: web, probability: 0.25}]\n";
  };
  const auto chance = [&](int count, int limit) {
    MonteCarloOptions options;
    const auto report = monte_carlo(scenario(text(count, limit)), options);
    EXPECT_EQ(report.trials, 4000u);
    return static_cast<double>(report.sets.at(1).completed) / 4000;
  };
  // Three standard deviations of 4000 trials are at most 0.0237.
  EXPECT_NEAR(chance(4, 20), 81.0 / 256, 0.0237);
  EXPECT_NEAR(chance(5, 20), 81.0 / 256, 0.0237);
  EXPECT_NEAR(chance(5, 34), 486.0 / 1024, 0.0237);
}

// ---- 7: machines that are no scale sets ------------------------------------------------------------------------------

TEST(Worked, AnEstateOfMachines) {
  // Arc: three of four are enrolled, batches of max(1, 3 div 5) = 1, B = 3, W = 8 weeks = 56 d: starts at 0, 18 d 16:00, 37 d 8:00
  // after the publication (ARC-2). b fails once (120 s), its old version is back at +4:00, tried again at the next full hour
  // (ARC-4): 17:00, done 17:02. c fails and the reinstall fails (ARC-5): Failed, not queued.
  // Guest patching: released Tuesday 18:00 UTC; in UTC+2 off-peak is 20:00-04:00 UTC: 20:00 + 30 min + 5 min restart = 20:35
  // (GP-2, GP-8). Schedule of 2:00 from 22:00: 1:00 + 5 min fits, 3:00 is cut at 24:00 (AUM-4); without bypass an error (AUM-1).
  // Host: available day 1, window Saturdays 3:00: day 5, 3:00. Without a window 35 days later (MC-2).
  // Freeze: 15 min of notice; Reboot approved after one minute starts then (N-1).
  // Repair: unhealthy since 10:00, last state change until 10:00, grace 20 min: the later of 10:00 and 10:20 (AIR-2); 40 instances: 40 * 5 div 100 = 2 at a time.
  const auto report = run(
      "start: 2026-01-05T00:00:00Z\nhorizon: P70D\nregions: [{name: here}]\n"
      "arcRollouts: [{published: 2026-01-05T00:00:00Z, from: \"1.1\", version: \"1.2\", machines: [{name: a, region: here}, {name: b, region: here, failAttempts: 1},\n"
      "  {name: c, region: here, failAttempts: 9, rollbackFailsAtAttempt: 1}, {name: d, region: here, enableAutomaticUpgrade: false}]}]\n"
      "guestPatching: [{released: 2026-01-06T18:00:00Z, vms: [{name: vm, utcOffset: PT2H}, {name: other, patchMode: Manual}]}]\n"
      "schedules: [{start: 2026-01-10T22:00:00Z, duration: PT2H, recurEvery: P7D, createdAt: 2026-01-05T00:00:00Z, machines: [{name: fits, patchTime: PT1H}, {name: long, patchTime: PT3H}, {name: bare, bypass: false}]}]\n"
      "hostMaintenance: [{window: {start: 2026-01-10T03:00:00Z, duration: PT2H, every: P7D}, updates: [{id: h1, available: 2026-01-06T00:00:00Z}]}, {updates: [{id: h2, available: 2026-01-06T00:00:00Z}]}]\n"
      "scheduledEvents: [{eventType: Freeze, raised: 2026-01-07T00:00:00Z}, {eventType: Reboot, raised: 2026-01-07T00:00:00Z, approved: 2026-01-07T00:01:00Z}]\n"
      "repairs: [{capacity: 40, gracePeriod: PT20M, unhealthy: [{id: 7, since: 2026-01-08T10:00:00Z, stateChangeEnd: 2026-01-08T10:00:00Z}]}]\n"
      "aumDecisions: [{azureOrchestrated: true, bypassPlatformSafetyChecksOnUserSchedule: true, scheduleAssociated: true}]\n");
  const auto& arc = report.arc.at(0);
  EXPECT_EQ(arc.batch_size, 1u);
  EXPECT_EQ(arc.batches, 3u);
  EXPECT_EQ(since(report, arc.machines[0].attempts.at(0).start), 0);
  ASSERT_EQ(arc.machines[1].attempts.size(), 2u);
  EXPECT_EQ(since(report, arc.machines[1].attempts[0].start), 18 * one_day + 16 * one_hour);
  EXPECT_EQ(since(report, arc.machines[1].attempts[0].end), 18 * one_day + 16 * one_hour + minutes(4));
  EXPECT_EQ(since(report, arc.machines[1].attempts[1].start), 18 * one_day + 17 * one_hour);
  EXPECT_EQ(since(report, arc.machines[1].attempts[1].end), 18 * one_day + 17 * one_hour + minutes(2));
  EXPECT_EQ(since(report, arc.machines[2].attempts.at(0).start), 37 * one_day + 8 * one_hour);
  EXPECT_EQ(arc.machines[2].status, "Failed");
  EXPECT_TRUE(arc.machines[3].attempts.empty());
  const auto& vm = report.guest.at(0).machines.at(0);
  EXPECT_EQ(vm.result, "patched");
  EXPECT_EQ(since(report, *vm.start), one_day + 20 * one_hour);
  EXPECT_EQ(since(report, *vm.end), one_day + 20 * one_hour + minutes(35));
  EXPECT_EQ(report.guest[0].machines[1].result, "notOrchestrated");
  const auto& schedule = report.schedules.at(0).machines;
  EXPECT_EQ(schedule[0].result, "patched");
  EXPECT_EQ(since(report, *schedule[0].end), 5 * one_day + 23 * one_hour + minutes(5));
  EXPECT_EQ(schedule[1].result, "windowExceeded");
  EXPECT_EQ(since(report, *schedule[1].end), 6 * one_day);
  EXPECT_EQ(schedule[2].result, "errorPrerequisitesNotMet");
  EXPECT_EQ(since(report, report.hosts.at(0).applied.at(0).at), 5 * one_day + 3 * one_hour);
  EXPECT_EQ(since(report, report.hosts.at(1).applied.at(0).at), 36 * one_day);
  EXPECT_EQ(report.hosts[1].applied[0].how, "forced");
  EXPECT_EQ(since(report, *report.events.at(0).started), 2 * one_day + minutes(15));
  EXPECT_EQ(since(report, *report.events.at(1).started), 2 * one_day + minutes(1));
  EXPECT_EQ(report.repairs.at(0).concurrent, 2u);
  EXPECT_EQ(since(report, report.repairs[0].repairs.at(0).start), 3 * one_day + 10 * one_hour + minutes(20));
  EXPECT_EQ(report.orchestration.at(0), "scheduledPatching");
}

// ---- 8: regions in phases --------------------------------------------------------------------------------------------

TEST(Worked, AFleetInThreePhasesWithAnOutageAndAnExpiringToken) {
  // Timetable: phases open on days 1, 3 and 6 (F-7). Six regions, two sets each from two generators.
  // `svc`: 6 instances, batches of max(1, 6 * 20 div 100) = 1, no zones: 6 * (210 + 60) s with its extension = 27:00.
  // west (day 3) is out from 3 d 0:01 to 3 d 2:00: the first instance stands still for 1:59:00 (O-2), so that the set ends at
  // 3 d 0:27 + 1:59 = 3 d 2:26. `old`: the token ends on day 4: fine on days 1 and 3, Faulted on day 6 after 240 s (C-1, C-3):
  // batches of one, 4 instances: 4 * 4:30 = 18:00 otherwise.
  // Paired regions (a1-b1, a2-b2) are in different phases: never together.
  // Sets: 6 * 2 = 12; instances 6 * (6 + 4) = 60; operations 12. Nobody's floor is below capacity - 1 but in the outage.
  const auto report = run(
      "start: 2026-01-05T00:00:00Z\nhorizon: P20D\n"
      "regions: [{name: a1, pair: [b1]}, {name: a2, pair: [b2]}, {name: b1}, {name: b2}, {name: west}, {name: rest}]\n"
      "phases: {list: [[a1, a2], [b1, west], [b2, rest]], opensAt: [P1D, P3D, P6D]}\n"
      "setTemplates:\n  svc: {image: {stream: img, current: \"1.0\"}, upgradePolicy: {automaticOSUpgradePolicy: {enableAutomaticOSUpgrade: true}}, health: {source: lbProbe}, extensions: [{name: agent, version: \"1.0\"}]}\n"
      "  old: {use: svc, extensions: [{name: script, version: \"1.0\", credentialsExpire: 2026-01-09T00:00:00Z}]}\n"
      "fleet: {generate: [{count: 1, idPattern: \"{region}-svc{n}\", capacity: 6, set: {use: svc}}, {count: 1, idPattern: \"{region}-old{n}\", capacity: 4, set: {use: old}}]}\n"
      "images: [{stream: img, version: \"2.0\", published: 2026-01-05T00:00:00Z}]\n"
      "faults: [{type: regionOutage, region: west, from: 2026-01-08T00:01:00Z, to: 2026-01-08T02:00:00Z}]\n"
      "assertions: [{id: pairs, neverConcurrent: {groups: regionPairs}}, {id: whole, noOperationFaulted: {scope: fleet}}]\n");
  ASSERT_EQ(report.scenario->sets.size(), 12u);
  std::uint32_t instances = 0;
  for (const auto& set : report.scenario->sets) instances += set.capacity;
  EXPECT_EQ(instances, 60u);
  EXPECT_EQ(operations_in_order(report).size(), 12u);
  ASSERT_EQ(report.phases.size(), 3u);
  EXPECT_EQ(since(report, report.phases[0].open), one_day);
  EXPECT_EQ(since(report, report.phases[1].open), 3 * one_day);
  EXPECT_EQ(since(report, report.phases[2].open), 6 * one_day);
  const auto end_of = [&](const char* id) { return since(report, *course(report, id).operations.at(0).end); };
  EXPECT_EQ(end_of("a1-svc0"), one_day + hms(0, 27));
  EXPECT_EQ(end_of("a1-old0"), one_day + hms(0, 18));
  EXPECT_EQ(end_of("b1-old0"), 3 * one_day + hms(0, 18));
  EXPECT_EQ(end_of("west-svc0"), 3 * one_day + hms(2, 26));
  EXPECT_EQ(course(report, "west-svc0").min_serving, 0u);
  EXPECT_EQ(course(report, "a1-svc0").min_serving, 5u);
  for (const char* id : {"b2-old0", "rest-old0"}) {
    const auto& o = course(report, id).operations.at(0);
    EXPECT_EQ(o.code, OperationCode::faulted);
    EXPECT_EQ(since(report, *o.end), 6 * one_day + hms(0, 4));
    EXPECT_EQ(o.batches.at(0).causes.at(0).cause, FailureCause::credential);
  }
  EXPECT_EQ(course(report, "rest-svc0").operations.at(0).code, OperationCode::completed);
  EXPECT_TRUE(assertion(report, "pairs").holds);
  EXPECT_FALSE(assertion(report, "whole").holds);
}

}  // namespace
}  // namespace fleetlint::rollout::test
