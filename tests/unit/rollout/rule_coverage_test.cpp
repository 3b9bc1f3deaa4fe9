// Every rule of the model decides something in at least one of these scenarios (or in the test that is named).
#include <map>
#include <set>

#include "run.h"

namespace fleetlint::rollout::test {
namespace {

const char* const scenarios[] = {
    // Zones, own policy, restore, windows, first rollout, notification, extension order, custom data.
    R"(
start: 2026-01-05T00:00:00Z
monteCarlo: {seed: 1, trials: 1}
durations: {boot: {dist: uniform, min: PT50S, max: PT70S}}
regions: [{name: a, zones: ["1", "2", "3"], pair: [b]}, {name: b}]
phases: {bake: PT1H}
maintenanceConfigurations: [{id: w, scope: osimage, start: 2026-01-01T02:00:00Z, duration: PT5H}]
images: [{stream: img, version: "2.0", published: 2026-01-05T00:00:00Z}, {stream: img, version: "2.1", published: 2026-01-05T02:10:00Z}]
sets:
  - {id: web, region: a, capacity: 12, zones: ["1", "2", "3"], customData: true, maintenanceConfiguration: w, autoOsConfiguredAt: 2026-01-04T23:00:00Z, image: {stream: img, current: "1.0"}, extensions: [{name: e, version: "1.0"}], notifications: {osImage: {enable: true, approveAfter: PT1M}}, upgradePolicy: {rollingUpgradePolicy: {maxBatchInstancePercent: 30, maxUnhealthyUpgradedInstancePercent: 60, maxUnhealthyInstancePercent: 60, prioritizeUnhealthyInstances: true, pauseTimeBetweenBatches: PT2H}, automaticOSUpgradePolicy: {enableAutomaticOSUpgrade: true, useRollingUpgradePolicy: true}}, instances: {"1": {health: Unhealthy}, "2": {phaseOrderingNumber: 1}, "3": {protectFromScaleSetActions: true}, "4": {power: Stopped}}}
  - {id: other, region: b, capacity: 150, image: {stream: img, current: "1.0"}, upgradePolicy: {automaticOSUpgradePolicy: {enableAutomaticOSUpgrade: true}}}
faults:
  - {type: unhealthyAfterUpgrade, set: web, probability: 0.3}
  - {type: rollbackFails, set: web, instances: [5]}
  - {type: extensionFails, set: web, instances: [6]}
  - {type: provisioningFails, set: web, instances: [7]}
  - {type: unhealthy, set: web, instances: [8], from: 2026-01-05T00:00:00Z, survivesReimage: true}
actions: [{type: startOSUpgrade, set: web, at: 2026-01-05T00:00:00Z, version: "2.0"}]
)",
    // The window closes in the middle; cross-zone; rollback switched off; shrinking; outage; initializing.
    R"(
start: 2026-01-05T00:00:00Z
switches: {shrinkOnUnhealthy: true}
regions: [{name: a, zones: ["1", "2"]}]
maintenanceConfigurations: [{id: w, scope: osimage, start: 2026-01-01T00:00:00Z, duration: PT5H}]
images: [{stream: img, version: "2.0", published: 2026-01-05T00:00:00Z}, {stream: img, version: "2.1", published: 2026-01-05T00:01:00Z, excludeFromLatest: true}]
sets:
  - {id: x, region: a, capacity: 4, zones: ["1", "2"], maintenanceConfiguration: w, image: {stream: img, current: "1.0"}, upgradePolicy: {rollingUpgradePolicy: {pauseTimeBetweenBatches: PT3H, enableCrossZoneUpgrade: true}, automaticOSUpgradePolicy: {enableAutomaticOSUpgrade: true, useRollingUpgradePolicy: true, disableAutomaticRollback: true}}}
  - {id: y, region: a, capacity: 4, zones: ["1", "2"], maintenanceConfiguration: w, image: {stream: img, current: "1.0"}, upgradePolicy: {rollingUpgradePolicy: {pauseTimeBetweenBatches: PT3H}, automaticOSUpgradePolicy: {enableAutomaticOSUpgrade: true, useRollingUpgradePolicy: true}}, instances: {"0": {health: Initializing, healthUntil: 2026-01-05T00:30:00Z}}}
faults: [{type: regionOutage, region: a, from: 2026-01-05T00:29:00Z, to: 2026-01-05T00:40:00Z}]
)",
    // Eligibility and Service Fabric.
    R"(
start: 2026-01-05T00:00:00Z
images: [{stream: img, version: "2.0", published: 2026-01-05T00:00:00Z}]
extensionVersions: [{stream: ama, version: "1.2", published: 2026-01-05T00:00:00Z}]
regions: [{name: a, zones: ["1", "2", "3"]}]
sets:
  - {id: silver, region: a, capacity: 15, zones: ["1", "2", "3"], health: {source: none}, image: {stream: img, current: "1.0"}, serviceFabric: {durability: Silver, clusterDurability: Silver, typeHandlerVersion: "1.1"}, extensions: [{name: ama, version: "1.1", enableAutomaticUpgrade: true}], upgradePolicy: {mode: Automatic, automaticOSUpgradePolicy: {enableAutomaticOSUpgrade: true}}}
  - {id: bronze, region: a, capacity: 3, image: {stream: img, current: "1.0"}, serviceFabric: {durability: Bronze, stateless: true}, upgradePolicy: {automaticOSUpgradePolicy: {enableAutomaticOSUpgrade: true}}}
  - {id: bad, region: a, capacity: 3, apiVersion: 2017-03-30, orchestration: Flexible, osType: Windows, patchMode: AutomaticByPlatform, health: {source: both}, image: {stream: img, current: "1.0", version: "1.0"}, serviceFabric: {durability: Bronze}, upgradePolicy: {rollingUpgradePolicy: {maxSurge: true}, automaticOSUpgradePolicy: {useRollingUpgradePolicy: true}}}
  - {id: empty, region: a, capacity: 0, image: {stream: img, current: "1.0"}, upgradePolicy: {automaticOSUpgradePolicy: {enableAutomaticOSUpgrade: true}}}
  - {id: flex, region: a, capacity: 3, orchestration: Flexible, image: {stream: img, current: "2.0"}, upgradePolicy: {automaticOSUpgradePolicy: {enableAutomaticOSUpgrade: true}}}
  - {id: flex2, region: a, capacity: 3, orchestration: Flexible, image: {stream: img, current: "1.0"}, upgradePolicy: {automaticOSUpgradePolicy: {enableAutomaticOSUpgrade: true}}}
faults: [{type: sfApprovalBlocked, set: silver, ud: 1, until: 2026-01-05T02:00:00Z}]
actions:
  - {type: startOSUpgrade, set: bad, at: 2026-01-05T01:00:00Z, version: "2.0"}
  - {type: modelChange, set: silver, at: 2026-01-06T00:00:00Z, change: other, version: m1}
)",
    // Max surge, quota, terminate notice, gallery, a failing newcomer, deferral.
    R"(
start: 2026-01-05T00:00:00Z
regions: [{name: a}, {name: b}]
images: [{stream: gal, kind: gallery, version: "2.0", published: 2026-01-05T00:00:00Z, replicated: {a: 2026-01-05T00:00:00Z}}]
sets:
  - {id: s, region: a, capacity: 5, image: {kind: gallery, stream: gal, current: "1.0"}, notifications: {terminate: {enable: true, approveAfter: PT1M}}, upgradePolicy: {rollingUpgradePolicy: {maxSurge: true, maxUnhealthyUpgradedInstancePercent: 100}, automaticOSUpgradePolicy: {enableAutomaticOSUpgrade: true, useRollingUpgradePolicy: true}}}
  - {id: d, region: a, capacity: 1, image: {kind: gallery, stream: gal, current: "1.0"}, upgradePolicy: {automaticOSUpgradePolicy: {enableAutomaticOSUpgrade: true, osRollingUpgradeDeferral: true}}}
faults:
  - {type: quotaExhausted, set: s, from: 2026-01-05T00:05:00Z, to: 2026-01-05T00:08:00Z}
  - {type: unhealthyAfterUpgrade, set: s, instances: [3]}
)",
    // Modes, credentials, recovery, cancel, scale, breach with restore, extensions that do not fit, lenient eligibility.
    R"(
start: 2026-01-05T00:00:00Z
switches: {eligibility: lenient}
durations: {extensionsTimeBudget: PT20M}
images: [{stream: img, version: "2.0", published: 2026-01-05T00:00:00Z}, {stream: img2, version: "2.0", published: 2026-01-05T00:00:00Z}]
extensionVersions: [{stream: z, version: "1.1", published: 2026-01-05T00:00:00Z}]
sets:
  - {id: auto, region: a, capacity: 10, image: {stream: img, current: "1.0"}, upgradePolicy: {mode: Automatic, automaticOSUpgradePolicy: {enableAutomaticOSUpgrade: true}}, extensions: [{name: script, version: "1.0", credentialsExpire: 2025-01-01T00:00:00Z}]}
  - {id: roll, region: a, capacity: 10, upgradePolicy: {mode: Rolling, rollingUpgradePolicy: {rollbackFailedInstancesOnPolicyBreach: true}}}
  - {id: manual, region: a, capacity: 5, health: {source: none}, image: {stream: img2, current: "1.0"}, upgradePolicy: {mode: Manual, automaticOSUpgradePolicy: {enableAutomaticOSUpgrade: true}}, instances: {"1": {latestModelApplied: false}}, extensions: [{name: slow, version: "1.0", duration: PT1H}, {name: z, version: "1.0", enableAutomaticUpgrade: true}]}
  - {id: vms, kind: vmGroup, region: a, capacity: 10, extensions: [{name: z, version: "1.0", enableAutomaticUpgrade: true}, {name: y, version: "1.0"}]}
actions:
  - {type: updateExtension, set: auto, at: 2026-01-05T01:00:00Z, extension: script, credentialsExpire: 2027-01-01T00:00:00Z}
  - {type: scale, set: auto, at: 2026-01-05T00:30:00Z, capacity: 11}
  - {type: modelChange, set: auto, at: 2026-01-05T01:01:00Z, change: extension, extensions: [script], version: v2}
  - {type: startOSUpgrade, set: auto, at: 2026-01-05T02:00:00Z}
  - {type: cancel, set: auto, at: 2026-01-05T02:03:00Z}
  - {type: modelChange, set: roll, at: 2026-01-05T00:00:00Z, change: image, version: m2}
  - {type: modelChange, set: roll, at: 2026-01-05T03:00:00Z, change: image, version: m2}
  - {type: modelChange, set: manual, at: 2026-01-06T00:00:00Z, change: customData, version: m3}
  - {type: manualUpgrade, set: manual, at: 2026-01-06T01:00:00Z, instances: [0]}
faults:
  - {type: unhealthyAfterUpgrade, set: roll, instances: [0], attempt: 1}
  - {type: unhealthyAfterUpgrade, set: vms, instances: [0], attempt: 1, extension: z}
)",
    // Stopped by other illness in the middle.
    R"(
start: 2026-01-05T00:00:00Z
images: [{stream: img, version: "2.0", published: 2026-01-05T00:00:00Z}]
sets: [{id: w, region: a, capacity: 25, image: {stream: img, current: "1.0"}, upgradePolicy: {automaticOSUpgradePolicy: {enableAutomaticOSUpgrade: true}}}]
faults: [{type: unhealthy, set: w, instances: [1, 2, 3, 4, 6, 7], from: 2026-01-05T00:04:00Z}]
)",
    // Configured an hour ago; more than one placement group.
    R"(
start: 2026-01-05T00:00:00Z
images: [{stream: img, version: "2.0", published: 2026-01-05T00:00:00Z}]
sets: [{id: w, region: a, capacity: 150, autoOsConfiguredAt: 2026-01-04T23:00:00Z, image: {stream: img, current: "1.0"}, upgradePolicy: {automaticOSUpgradePolicy: {enableAutomaticOSUpgrade: true}}}]
)",
    // Completed with failures, over a timetable.
    R"(
start: 2026-01-05T00:00:00Z
regions: [{name: a}]
phases: {list: [[a]], opensAt: [PT0S]}
images: [{stream: img, version: "2.0", published: 2026-01-05T00:00:00Z}]
sets: [{id: w, region: a, capacity: 25, image: {stream: img, current: "1.0"}, upgradePolicy: {automaticOSUpgradePolicy: {enableAutomaticOSUpgrade: true}}}]
faults: [{type: unhealthyAfterUpgrade, set: w, instances: [0]}]
)",
    // Machines.
    R"(
start: 2026-01-05T00:00:00Z
arcRollouts: [{published: 2026-01-05T00:00:00Z, from: "1.0", version: "1.1", machines: [{name: m, failAttempts: 2, rollbackFailsAtAttempt: 2}]}]
guestPatching:
  - {released: 2026-01-13T18:00:00Z, vms: [{name: a, poweredOff: [{from: 2026-01-01T00:00:00Z, to: 2026-06-01T00:00:00Z}]}, {name: b, patchMode: Manual}, {name: c, arc: true}, {name: h, hotpatch: true}]}
  - {released: 2026-02-10T18:00:00Z, allHours: true, unplannedBaseline: true, vms: [{name: h, hotpatch: true}]}
hotpatch: [{released: 2026-01-13T18:00:00Z}, {released: 2026-02-10T18:00:00Z, unplannedBaseline: true}]
schedules: [{start: 2026-01-10T00:00:00Z, duration: PT2H, machines: [{name: s, patchTime: PT3H}]}, {onDemand: true, start: 2026-01-10T00:00:00Z, machines: [{name: n}]}]
hostMaintenance: [{window: {start: 2026-01-05T00:00:00Z, duration: PT2H, every: P7D}, updates: [{id: u, available: 2026-01-06T00:00:00Z}]}, {updates: [{id: v, available: 2026-01-06T00:00:00Z}]}]
scheduledEvents: [{eventType: Reboot, raised: 2026-01-05T00:00:00Z}, {eventType: Terminate, raised: 2026-01-05T00:00:00Z}, {eventType: Reboot, raised: 2026-01-05T00:00:00Z, hardwareFailure: true}]
repairs: [{capacity: 40, unhealthy: [{id: 1, since: 2026-01-05T00:00:00Z}]}]
aumDecisions: [{azureOrchestrated: true, bypassPlatformSafetyChecksOnUserSchedule: true, scheduleAssociated: true}]
historyQueries: [{at: 2026-01-05T00:00:00Z, starts: [2026-01-01T00:00:00Z]}]
)",
};

/// Rules that no run applies, with the tests that hold them.
const std::map<std::string_view, const char*> held_elsewhere = {
    {"P-7", "Templates.IgnoreUnknownPropertyNames"},
    {"ERR-4", "Replay.AcceptsErrorsThatAreNeverPredicted"},
    {"TPL-1", "OpenSettings.LeaveASetOfUnknownSizeOut"},
    {"TPL-2", "OpenSettings.AreAssumptionsWhereADefaultCounts"},
    {"TPL-3", "OpenSettings.NameTheScenarioThatNobodyGave"},
    {"A-19", "History.HasTheShapeOfTheServiceWithoutItsOddities"},
};

/// The rules that none of these scenarios exercises, but for `left_out`.
std::string missing(const char* left_out = nullptr) {
  RuleSet seen;
  for (const char* text : scenarios) {
    if (text != left_out) seen |= run(text).rules;
  }
  std::string names;
  for (std::size_t i = 0; i < seen.size(); ++i) {
    if (!seen[i] && !held_elsewhere.contains(all_rules()[i].id)) names += std::string(all_rules()[i].id) + " ";
  }
  return names;
}

TEST(Rules, AreAllExercised) { EXPECT_EQ(missing(), ""); }

/// The test above notices what is not exercised: the last scenario is the only one with machines.
TEST(Rules, AreMissedWithoutTheirScenario) {
  const std::string names = missing(scenarios[std::size(scenarios) - 1]);
  for (const char* id : {"ARC-1 ", "GP-1 ", "AUM-1 ", "MC-1 ", "AIR-1 "}) EXPECT_NE(names.find(id), std::string::npos) << id << "in " << names;
}

TEST(Rules, AreHeldByTestsThatExist) {
  const auto& all = *testing::UnitTest::GetInstance();
  for (const auto& [rule, test] : held_elsewhere) {
    bool found = false;
    for (int i = 0; i < all.total_test_suite_count(); ++i) {
      const auto& suite = *all.GetTestSuite(i);
      for (int j = 0; j < suite.total_test_count(); ++j) found = found || std::string(suite.name()) + "." + suite.GetTestInfo(j)->name() == test;
    }
    EXPECT_TRUE(found) << rule << ": " << test;
  }
}

TEST(Rules, HaveATextAndASourceEach) {
  std::set<std::string_view> ids;
  for (const auto& rule : all_rules()) {
    EXPECT_TRUE(ids.insert(rule.id).second) << rule.id;
    EXPECT_FALSE(rule.text.empty());
    EXPECT_FALSE(rule.source.empty());
  }
  EXPECT_EQ(ids.size(), static_cast<std::size_t>(Rule::count));
}

}  // namespace
}  // namespace fleetlint::rollout::test
