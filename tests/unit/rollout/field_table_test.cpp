// Every field of the format with every kind of wrong value: told with line, column and what is allowed, never accepted. The table
// is the format (scenario-schema): one row a field, with its type and range; wrong values follow from the type.
#include <fmt/format.h>

#include <vector>

#include "run.h"

namespace fleetlint::rollout::test {
namespace {

enum class Type { integer, boolean, instant, duration, choice, version, text, reference, number, list };

struct Field {
  const char* place;  ///< a scenario after its start, with @ for the value
  const char* good;
  Type type;
  std::int64_t low = 0, high = -1;  ///< of integers; high < low: unbounded
  const char* typo = "";            ///< of choices and references: a near miss of `good`
};

#define SET(rest) "sets: [{id: web, region: r, capacity: 4, image: {stream: i, current: \"1.0\"}, " rest "}]"
#define POLICY(rest) SET("upgradePolicy: {rollingUpgradePolicy: {" rest "}}")
#define INSTANCE(rest) SET("instances: {\"1\": {" rest "}}")
#define EXTENSION(rest) SET("extensions: [{name: e, version: \"1.0\", " rest "}]")
#define FAULT(rest) SET("") "\nfaults: [{" rest "}]"
#define ASSERTION(rest) SET("") "\nassertions: [{id: x, " rest "}]"
#define ACTION(rest) SET("") "\nactions: [{" rest "}]"

const Field fields[] = {
    {"start: @", "2026-01-05T00:00:00Z", Type::instant},
    {"horizon: @", "P3D", Type::duration},
    {"trial: @", "0", Type::integer, 0},
    {"fleetLimit: @", "3", Type::integer, 1},
    {"switches: {upgradedDenominator: @}", "total", Type::choice, 0, -1, "totl"},
    {"switches: {udBoundary: @}", "ignore", Type::choice, 0, -1, "ignor"},
    {"switches: {shrinkOnUnhealthy: @}", "true", Type::boolean},
    {"switches: {zoneToken: @}", "true", Type::boolean},
    {"switches: {policySource: @}", "always", Type::choice, 0, -1, "alway"},
    {"switches: {stoppedCountsUnhealthy: @}", "true", Type::boolean},
    {"switches: {eligibility: @}", "lenient", Type::choice, 0, -1, "lenien"},
    {"switches: {arcRetry: @}", "plusHour", Type::choice, 0, -1, "plusHours"},
    {"switches: {extUpgradeServiceFabric: @}", "true", Type::boolean},
    {"switches: {credentialFatal: @}", "true", Type::boolean},
    {"durations: {boot: @}", "PT1M", Type::duration},
    {"durations: {healthWindow: @}", "PT5M", Type::duration},
    {"durations: {boot: {dist: @, min: PT1M, max: PT2M}}", "uniform", Type::choice, 0, -1, "unifrom"},
    {"durations: {boot: {dist: uniform, min: @, max: PT2M}}", "PT1M", Type::duration},
    {"durations: {boot: {dist: exponential, mean: @}}", "PT1M", Type::duration},
    {"durations: {boot: {dist: lognormal, median: @, sigma: 0.3}}", "PT1M", Type::duration},
    {"durations: {boot: {dist: lognormal, median: PT1M, sigma: @}}", "0.3", Type::number},
    {"durations: {boot: {dist: uniform, min: PT1M, max: @}}", "PT2M", Type::duration},
    {"durations: {boot: {dist: triangular, min: PT1M, mode: @, max: PT5M}}", "PT2M", Type::duration},
    {"durations: {boot: {dist: uniform, min: PT1M, max: PT2M, deterministic: @}}", "PT1M", Type::duration},
    {"durations: {boot: {dist: empirical, quantiles: @}}", "[[0, PT1M], [1, PT2M]]", Type::list},
    {"durations: {boot: {dist: empirical, quantiles: [[0, @], [1, PT2M]]}}", "PT1M", Type::duration},
    {ASSERTION("severity: @, minServing: {set: web, atLeast: 1}"), "warning", Type::choice, 0, -1, "warnin"},
    {ASSERTION("minServing: {set: @, atLeast: 1}"), "web", Type::reference, 0, -1, "wep"},
    {ASSERTION("minServing: {set: web, atLeast: @}"), "3", Type::number},
    {ASSERTION("minServing: {set: web, atLeast: 3, probability: @}"), "0.95", Type::number, 0, 1},
    {ASSERTION("minServingPercent: {scope: @, atLeast: 80}"), "fleet", Type::choice, 0, -1, "fleat"},
    {ASSERTION("minServingPercent: {scope: set, atLeast: 80, minCapacity: @}"), "5", Type::integer, 0},
    {ASSERTION("minServingPercent: {scope: set, atLeast: 80, kind: @}"), "model", Type::choice, 0, -1, "modle"},
    {ASSERTION("minServingPercent: {scope: fleet, atLeast: 80, probability: @}"), "1e-1", Type::number, 0, 1},
    {ASSERTION("completedWithin: {set: web, duration: @}"), "PT20M", Type::duration},
    {ASSERTION("oldImageAtEnd: {set: web, atMost: @}"), "1", Type::number},
    {ASSERTION("maxFailedInstances: {set: web, atMost: @}"), "1", Type::number},
    {ASSERTION("probability: {of: @, set: web, atLeast: 0.9}"), "completed", Type::choice, 0, -1, "complete"},
    {ASSERTION("probability: {of: completed, set: web, atLeast: @}"), "0.9", Type::number, 0, 1},
    {ASSERTION("completionPercentile: {set: web, percentile: @, atMost: PT1H}"), "99", Type::number},
    {ASSERTION("completionPercentile: {set: web, percentile: 99, atMost: @}"), "PT1H", Type::duration},
    {ASSERTION("neverConcurrent: {groups: @}"), "regionPairs", Type::choice, 0, -1, "regionPair"},
    {ASSERTION("neverConcurrent: {groups: [[@], [web]]}"), "web", Type::reference, 0, -1, "wep"},
    {ASSERTION("maxOutOfService: {scope: fleet, atMostPercent: @}"), "20", Type::integer, 0, 100},
    {ASSERTION("noOperationFaulted: {set: @}"), "web", Type::reference, 0, -1, "wep"},
    {"regions: [{name: r, zones: @}]", "[\"1\"]", Type::list},
    {"regions: [{name: r, utcOffset: @}]", "PT2H", Type::duration},
    {"regions: [{name: r, pair: [@]}, {name: q}]", "q", Type::reference, 0, -1, "qq"},
    {"regions: [{name: r}]\nphases: {list: [[@]]}", "r", Type::reference, 0, -1, "rr"},
    {"phases: {bake: @}", "P2D", Type::duration},
    {"phases: {gate: {scope: @}}", "fleet", Type::choice, 0, -1, "flet"},
    {"phases: {gate: {maxFailedPercent: @}}", "20", Type::integer, 0, 100},
    {"images: [{stream: s, version: @, published: 2026-01-05T00:00:00Z}]", "\"1.0\"", Type::version},
    {"images: [{stream: s, version: \"1.0\", published: @}]", "2026-01-05T00:00:00Z", Type::instant},
    {"images: [{stream: s, version: \"1.0\", published: 2026-01-05T00:00:00Z, kind: @}]", "platform", Type::choice, 0, -1, "platfrom"},
    {"images: [{stream: s, version: \"1.0\", published: 2026-01-05T00:00:00Z, excludeFromLatest: @}]", "true", Type::boolean},
    {"regions: [{name: r}]\nimages: [{stream: s, kind: gallery, version: \"1.0\", published: 2026-01-05T00:00:00Z, replicated: {r: @}}]", "2026-01-05T00:00:00Z", Type::instant},
    {"extensionVersions: [{stream: s, version: @, published: 2026-01-05T00:00:00Z}]", "\"1.0\"", Type::version},
    {"extensionVersions: [{stream: s, version: \"1.0\", published: @}]", "2026-01-05T00:00:00Z", Type::instant},
    {"sets: [{id: web, region: r, capacity: @}]", "4", Type::integer, 0, 1000},
    {SET("kind: @"), "vmGroup", Type::choice, 0, -1, "vmGrup"},
    {SET("orchestration: @"), "Flexible", Type::choice, 0, -1, "Flexibel"},
    {SET("osType: @"), "Windows", Type::choice, 0, -1, "Widows"},
    {SET("updateDomains: @"), "5", Type::integer, 1, 20},
    {SET("enableAutomaticUpdates: @"), "true", Type::boolean},
    {SET("patchMode: @"), "Manual", Type::choice, 0, -1, "Manul"},
    {SET("customData: @"), "true", Type::boolean},
    {SET("autoOsConfiguredAt: @"), "2026-01-05T00:00:00Z", Type::instant},
    {SET("maintenanceConfiguration: @") "\nmaintenanceConfigurations: [{id: night, scope: osimage, start: 2026-01-01T00:00:00Z, duration: PT5H}]", "night", Type::reference, 0, -1, "nigth"},
    {"sets: [{id: w, region: r, image: {kind: @, stream: i, current: \"1.0\"}}]", "gallery", Type::choice, 0, -1, "galery"},
    {"sets: [{id: w, region: r, image: {stream: i, current: @}}]", "\"1.0\"", Type::version},
    {"sets: [{id: w, region: r, image: {stream: i, current: \"1.0\", supportedSku: @}}]", "true", Type::boolean},
    {SET("upgradePolicy: {mode: @}"), "Rolling", Type::choice, 0, -1, "Roling"},
    {POLICY("maxBatchInstancePercent: @"), "20", Type::integer, 5, 100},
    {POLICY("maxUnhealthyInstancePercent: @"), "20", Type::integer, 5, 100},
    {POLICY("maxUnhealthyUpgradedInstancePercent: @"), "20", Type::integer, 0, 100},
    {POLICY("pauseTimeBetweenBatches: @"), "PT1M", Type::duration},
    {POLICY("enableCrossZoneUpgrade: @"), "true", Type::boolean},
    {POLICY("prioritizeUnhealthyInstances: @"), "true", Type::boolean},
    {POLICY("maxSurge: @"), "true", Type::boolean},
    {POLICY("rollbackFailedInstancesOnPolicyBreach: @"), "true", Type::boolean},
    {SET("upgradePolicy: {automaticOSUpgradePolicy: {enableAutomaticOSUpgrade: @}}"), "true", Type::boolean},
    {SET("upgradePolicy: {automaticOSUpgradePolicy: {useRollingUpgradePolicy: @}}"), "true", Type::boolean},
    {SET("upgradePolicy: {automaticOSUpgradePolicy: {disableAutomaticRollback: @}}"), "true", Type::boolean},
    {SET("upgradePolicy: {automaticOSUpgradePolicy: {osRollingUpgradeDeferral: @}}"), "true", Type::boolean},
    {SET("health: {source: @}"), "none", Type::choice, 0, -1, "noen"},
    {SET("health: {intervalInSeconds: @}"), "5", Type::integer, 5, 60},
    {SET("health: {numberOfProbes: @}"), "1", Type::integer, 1, 24},
    {EXTENSION("enableAutomaticUpgrade: @"), "true", Type::boolean},
    {EXTENSION("credentialsExpire: @"), "2026-01-05T00:00:00Z", Type::instant},
    {EXTENSION("duration: @"), "PT1M", Type::duration},
    {SET("extensions: [{name: e, version: @}]"), "\"1.0\"", Type::version},
    {SET("serviceFabric: {durability: @}"), "Silver", Type::choice, 0, -1, "Siver"},
    {SET("serviceFabric: {durability: Silver, clusterDurability: @}"), "Silver", Type::choice, 0, -1, "Siver"},
    {SET("serviceFabric: {durability: Silver, stateless: @}"), "true", Type::boolean},
    {SET("serviceFabric: {durability: Silver, typeHandlerVersion: @}"), "\"1.1\"", Type::version},
    {SET("notifications: {osImage: {enable: @}}"), "true", Type::boolean},
    {SET("notifications: {osImage: {enable: true, approveAfter: @}}"), "PT1M", Type::duration},
    {SET("notifications: {terminate: {enable: true, notBeforeTimeout: @}}"), "PT5M", Type::duration},
    {INSTANCE("health: @"), "Unhealthy", Type::choice, 0, -1, "Unhealty"},
    {INSTANCE("health: Unhealthy, healthUntil: @"), "2026-01-05T00:00:00Z", Type::instant},
    {INSTANCE("power: @"), "Stopped", Type::choice, 0, -1, "Stoped"},
    {INSTANCE("osVersion: @"), "\"1.0\"", Type::version},
    {INSTANCE("protectFromScaleSetActions: @"), "true", Type::boolean},
    {INSTANCE("skipUpgrade: @"), "true", Type::boolean},
    {INSTANCE("phaseOrderingNumber: @"), "1", Type::integer, 0},
    {INSTANCE("latestModelApplied: @"), "true", Type::boolean},
    {INSTANCE("ud: @"), "1", Type::integer, 0},
    {FAULT("type: @, set: web"), "unhealthyAfterUpgrade", Type::choice, 0, -1, "unhealthyAfterUpgrad"},
    {FAULT("type: unhealthyAfterUpgrade, set: @"), "web", Type::reference, 0, -1, "wep"},
    {FAULT("type: unhealthyAfterUpgrade, set: web, instances: [@]"), "3", Type::integer, 0, 3},
    {FAULT("type: unhealthyAfterUpgrade, set: web, probability: @"), "0.5", Type::number, 0, 1},
    {FAULT("type: unhealthyAfterUpgrade, set: web, after: @"), "PT6M", Type::duration},
    {FAULT("type: unhealthyAfterUpgrade, set: web, attempt: @"), "1", Type::integer, 1},
    {FAULT("type: unhealthy, set: web, from: @"), "2026-01-05T00:00:00Z", Type::instant},
    {FAULT("type: unhealthy, set: web, to: @"), "2026-01-05T00:00:00Z", Type::instant},
    {FAULT("type: unhealthy, set: web, survivesReimage: @"), "true", Type::boolean},
    {FAULT("type: sfApprovalBlocked, set: web, until: 2026-01-05T00:00:00Z, ud: @"), "1", Type::integer, 0},
    {FAULT("type: sfApprovalBlocked, set: web, until: @"), "2026-01-05T00:00:00Z", Type::instant},
    {ACTION("type: @, set: web, at: 2026-01-05T00:00:00Z"), "cancel", Type::choice, 0, -1, "cancle"},
    {ACTION("type: cancel, set: @, at: 2026-01-05T00:00:00Z"), "web", Type::reference, 0, -1, "wep"},
    {ACTION("type: cancel, set: web, at: @"), "2026-01-05T00:00:00Z", Type::instant},
    {ACTION("type: scale, set: web, at: 2026-01-05T00:00:00Z, capacity: @"), "5", Type::integer, 0, 1000},
    {ACTION("type: modelChange, set: web, at: 2026-01-05T00:00:00Z, change: @"), "image", Type::choice, 0, -1, "imag"},
    {ACTION("type: modelChange, set: web, at: 2026-01-05T00:00:00Z, change: other, disruptive: @"), "true", Type::boolean},
    {"maintenanceConfigurations: [{id: w, scope: @, start: 2026-01-01T00:00:00Z, duration: PT5H}]", "osimage", Type::choice, 0, -1, "osimag"},
    {"maintenanceConfigurations: [{id: w, scope: osimage, start: @, duration: PT5H}]", "2026-01-01T00:00:00Z", Type::instant},
    {"maintenanceConfigurations: [{id: w, scope: osimage, start: 2026-01-01T00:00:00Z, duration: @}]", "PT5H", Type::duration},
    {"monteCarlo: {seed: @}", "1", Type::integer, 0},
    {"monteCarlo: {seed: 1, trials: @}", "10", Type::integer, 1},
    {"monteCarlo: {seed: 1, mode: @}", "exact", Type::choice, 0, -1, "exat"},
    {"regions: [{name: r}]\nfleet: {generate: [{count: @, idPattern: \"{region}-{n}\", set: {}}]}", "2", Type::integer, 0},
};

std::vector<std::string> wrong_values(const Field& f) {
  std::vector<std::string> wrong = {"{surprise: 1}", "[[1]]"};
  const auto more = [&](std::initializer_list<const char*> values) { wrong.insert(wrong.end(), values.begin(), values.end()); };
  switch (f.type) {
    case Type::integer:
      more({"ten", "1.5", "\"3\"", "true", "1e99", "99999999999999999999", "-99999999999999999999", "0x10"});
      wrong.push_back(std::to_string(f.low - 1));
      if (f.high >= f.low) wrong.push_back(std::to_string(f.high + 1));
      break;
    case Type::boolean: more({"yes", "on", "1", "True", "\"true\"", "maybe"}); break;
    case Type::instant: more({"tomorrow", "2026-13-01T00:00:00Z", "2026-02-30T00:00:00Z", "2026-01-05", "2026-01-05T00:00:00", "2026-01-05T25:00:00Z", "12", "true"}); break;
    case Type::duration: more({"5", "5m", "P1M", "P1Y", "P", "PT", "PT1.5H", "one hour", "true", "P99999999999999999999D"}); break;
    case Type::choice: more({"nonsense", "1", "true"}); wrong.push_back(f.typo); break;
    case Type::version: more({"1.0", "\"one\"", "true", "\"1..2\"", "\"\""}); break;
    case Type::reference: wrong.push_back(f.typo); break;
    case Type::number: more({"much", "95%", "\"0.5\"", "true", "-1"}); if (f.high >= f.low && f.high > 0) more({"1.01", "2"}); break;
    case Type::list: more({"7", "true"}); break;
    case Type::text: break;
  }
  return wrong;
}

std::string with(const Field& f, const std::string& value) {
  std::string text = f.place;
  text.replace(text.find('@'), 1, value);
  return (text.starts_with("start:") ? "" : "start: 2026-01-05T00:00:00Z\n") + text + "\n";
}

std::string told(const ScenarioRead& result) {
  std::string all;
  for (const auto& f : result.findings) all += f.code + ": " + f.message + " / " + f.help + "\n";
  return all;
}

TEST(FieldTable, EveryFieldTakesItsGoodValue) {
  for (const Field& f : fields) EXPECT_TRUE(read(with(f, f.good)).scenario.has_value()) << with(f, f.good) << told(read(with(f, f.good)));
}

TEST(FieldTable, EveryWrongValueIsToldWithItsPlace) {
  int tried = 0;
  for (const Field& f : fields) {
    for (const std::string& value : wrong_values(f)) {
      const std::string text = with(f, value);
      SourceSet sources;
      const SourceId source = sources.add("wrong.yaml", text);
      const auto result = read_scenario(sources, source, {});
      ++tried;
      if (result.scenario.has_value()) {
        ADD_FAILURE() << "accepted: " << text;
        continue;
      }
      // Some finding points at the line of the value (which may be inside the value).
      const std::string_view place = f.place;
      const bool has_start = place.starts_with("start:");
      const auto line = static_cast<std::uint32_t>(std::count(place.begin(), place.begin() + static_cast<std::ptrdiff_t>(place.find('@')), '\n') + (has_start ? 1 : 2));
      bool placed = false, complete = true;
      for (const auto& finding : result.findings) {
        complete = complete && finding.code.starts_with("FL04") && !finding.message.empty();
        placed = placed || (finding.location && sources.at(finding.location).line_column(finding.location.span.begin).line == line);
      }
      EXPECT_TRUE(placed && complete) << text << told(result);
      if (value == f.typo) {
        EXPECT_NE(told(result).find(std::string("`") + f.good + "`"), std::string::npos) << "neither the allowed values nor the nearest name: " << text << told(result);
      }
    }
  }
  EXPECT_GT(tried, 700);
}

TEST(FieldTable, UnknownKeysNameTheNearest) {
  std::size_t tried = 0;
  for (const Field& f : fields) {
    std::string text = with(f, f.good);
    // The key in front of the value, with a letter too many.
    const std::string place = f.place;
    const auto at = place.find('@');
    auto end = place.rfind(':', at);
    if (end == std::string::npos || place.substr(end, at - end).find_first_of("[{") != std::string::npos) continue;
    auto begin = end;
    while (begin > 0 && std::isalnum(static_cast<unsigned char>(place[begin - 1])) != 0) --begin;
    const std::string key = place.substr(begin, end - begin);
    if (key.size() < 3 || key == "name" || place.find("replicated: {r: @") != std::string::npos) continue;
    const auto found = text.rfind(key + ":");
    text.insert(found + key.size(), "z");
    const auto result = read(text);
    ASSERT_FALSE(result.scenario.has_value()) << text;
    EXPECT_NE(told(result).find("`" + key + "`"), std::string::npos) << text << told(result);
    ++tried;
  }
  EXPECT_GT(tried, std::size(fields) * 9 / 10) << "of " << std::size(fields);
}

TEST(FieldTable, HugeAndContradictoryScenariosAreRefusedInLittleMemory) {
  const std::string start = "start: 2026-01-05T00:00:00Z\n";
  const std::string wrong[] = {
      start + "regions: [{name: r}]\nfleet: {generate: [{count: 1000001, idPattern: \"{region}-{n}\", capacity: 1000, set: {}}]}\n",
      start + "regions: [{name: r}]\nfleet: {generate: [{count: 1000000000, idPattern: \"{region}-{n}\", capacity: 1, set: {}}]}\n",
      start + "sets: [{id: w, region: r, capacity: 1000000000}]\n",
      start + "maintenanceConfigurations: [{id: w, scope: osimage, start: 2026-01-01T00:00:00Z, duration: P2D, recurEvery: Day}]\n",
      start + "maintenanceConfigurations: [{id: w, scope: guest, start: 2026-01-01T00:00:00Z, duration: PT4H}]\n",
      start + "maintenanceConfigurations: [{id: w, scope: osimage, start: 2026-01-01T00:00:00Z, duration: PT5H}, {id: w, scope: osimage, start: 2026-01-01T00:00:00Z, duration: PT6H}]\n",
      start + "a: &a [1,1,1,1]\nb: &b [*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b]\nd: [*c,*c,*c,*c]\n",
      start + "setTemplates: {a: {use: b}, b: {use: c}, c: {use: a}}\nsets: [{use: a, id: w, region: r}]\n",
      start + "regions: [{name: a, pair: [a]}]\n",
      start + "faults: [{type: regionOutage, region: nowhere, from: 2026-01-05T00:00:00Z, to: 2026-01-05T01:00:00Z}]\n",
      "start: 2026-01-05T00:00:00Z\nhorizon: -P1D\n",
      start + "monteCarlo: {seed: 1, trials: 0}\n",
  };
  for (const auto& text : wrong) {
    const auto result = read(text);
    EXPECT_FALSE(result.scenario.has_value()) << text;
    bool placed = false;
    for (const auto& f : result.findings) placed = placed || static_cast<bool>(f.location);
    EXPECT_TRUE(placed) << text << told(result);
  }
}

}  // namespace
}  // namespace fleetlint::rollout::test
