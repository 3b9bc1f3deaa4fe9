// The schema for editors says what the reader takes: the same keys everywhere, the same words.
#include <fstream>
#include <iterator>
#include <set>

#include "run.h"
#include "scenario/yaml_tree.h"

namespace fleetlint::rollout::test {
namespace {

struct Place {
  const char* object;    ///< of the schema
  const char* scenario;  ///< with `HERE` where a key that nobody knows goes
};
const Place places[] = {
    {"", "start: 2026-01-05T00:00:00Z\nHERE"},
    {"switches", "switches: {HERE}"},
    {"durations", "durations: {HERE}"},
    {"distribution", "durations: {boot: {HERE}}"},
    {"region", "regions: [{HERE}]"},
    {"phases", "phases: {HERE}"},
    {"gate", "phases: {gate: {HERE}}"},
    {"set", "sets: [{id: a, region: r, HERE}]"},
    {"image", "sets: [{id: a, region: r, image: {HERE}}]"},
    {"upgradePolicy", "sets: [{id: a, region: r, upgradePolicy: {HERE}}]"},
    {"rollingPolicy", "sets: [{id: a, region: r, upgradePolicy: {rollingUpgradePolicy: {HERE}}}]"},
    {"automaticPolicy", "sets: [{id: a, region: r, upgradePolicy: {automaticOSUpgradePolicy: {HERE}}}]"},
    {"health", "sets: [{id: a, region: r, health: {HERE}}]"},
    {"extension", "sets: [{id: a, region: r, extensions: [{HERE}]}]"},
    {"serviceFabric", "sets: [{id: a, region: r, serviceFabric: {HERE}}]"},
    {"notifications", "sets: [{id: a, region: r, notifications: {HERE}}]"},
    {"osImageNotice", "sets: [{id: a, region: r, notifications: {osImage: {HERE}}}]"},
    {"terminateNotice", "sets: [{id: a, region: r, notifications: {terminate: {HERE}}}]"},
    {"instance", "sets: [{id: a, region: r, capacity: 1, instances: {\"0\": {HERE}}}]"},
    {"from", "sets: [{id: a, region: r, from: {HERE}}]"},
    {"fleet", "fleet: {HERE}"},
    {"generator", "fleet: {generate: [{HERE}]}"},
    {"imagePublication", "images: [{HERE}]"},
    {"extensionPublication", "extensionVersions: [{HERE}]"},
    {"fault", "faults: [{HERE}]"},
    {"action", "actions: [{HERE}]"},
    {"maintenance", "maintenanceConfigurations: [{HERE}]"},
    {"arcRollout", "arcRollouts: [{HERE}]"},
    {"arcMachine", "arcRollouts: [{published: 2026-01-05T00:00:00Z, from: \"1\", version: \"2\", machines: [{HERE}]}]"},
    {"guestPatching", "guestPatching: [{HERE}]"},
    {"patchedMachine", "guestPatching: [{released: 2026-01-05T00:00:00Z, vms: [{HERE}]}]"},
    {"schedule", "schedules: [{HERE}]"},
    {"scheduledMachine", "schedules: [{start: 2026-01-05T00:00:00Z, machines: [{HERE}]}]"},
    {"hostMaintenance", "hostMaintenance: [{HERE}]"},
    {"hostWindow", "hostMaintenance: [{window: {HERE}, updates: []}]"},
    {"hostUpdate", "hostMaintenance: [{updates: [{HERE}]}]"},
    {"scheduledEvent", "scheduledEvents: [{HERE}]"},
    {"repairs", "repairs: [{HERE}]"},
    {"patient", "repairs: [{capacity: 3, unhealthy: [{HERE}]}]"},
    {"hotpatchQuestion", "hotpatch: [{HERE}]"},
    {"orchestration", "aumDecisions: [{HERE}]"},
    {"historyQuery", "historyQueries: [{HERE}]"},
    {"draw", "rng: [{HERE}]"},
    {"monteCarlo", "monteCarlo: {HERE}"},
    {"variant", "variants: [{HERE}]"},
    {"assertion", "assertions: [{HERE}]"},
    {"condition", "sets: [{id: a, region: r}]\nassertions: [{id: x, minServing: {HERE}}]"},
};

/// What the help of "unknown key" lists between back quotes.
std::set<std::string> allowed(const std::string& text) {
  std::set<std::string> keys;
  for (const auto& finding : read(text).findings) {
    if (finding.message.find("zzz") == std::string::npos) continue;
    for (std::size_t at = finding.help.find('`'); at != std::string::npos; at = finding.help.find('`', at + 1)) {
      const auto end = finding.help.find('`', at + 1);
      keys.insert(finding.help.substr(at + 1, end - at - 1));
      at = end;
    }
    break;
  }
  return keys;
}

TEST(Schema, HasTheKeysThatTheReaderTakes) {
  YamlTree tree;
  std::vector<Finding> findings;
  const std::string text = scenario_schema();
  SourceSet sources;
  const YamlNode* schema = parse_yaml(sources, sources.add("schema.json", text), {}, tree, findings);
  ASSERT_NE(schema, nullptr);
  ASSERT_TRUE(findings.empty()) << findings.front().message;
  for (const auto& place : places) {
    std::string scenario = place.scenario;
    const bool block = scenario.find("{HERE") == std::string::npos && scenario.find(", HERE") == std::string::npos;
    scenario.replace(scenario.find("HERE"), 4, "zzz: 1");
    if (!block) scenario = "start: 2026-01-05T00:00:00Z\n" + scenario + "\n";
    const YamlNode* object = schema;
    if (*place.object != 0) {
      object = schema->find("$defs")->find(place.object);
      ASSERT_NE(object, nullptr) << place.object;
    }
    std::set<std::string> keys;
    for (const auto& [key, value] : object->find("properties")->entries) keys.insert(key->text);
    EXPECT_EQ(keys, allowed(scenario)) << place.object << "\n" << scenario;
  }
}

TEST(Schema, IsPublishedAsItIs) {
  for (const char* path : {"/docs/reference/rollout-scenario.schema.json", "/vscode-extension/schemas/rollout-scenario.schema.json"}) {
    std::ifstream file(FLEETLINT_SOURCE_DIR + std::string(path));
    const std::string text((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
    EXPECT_TRUE(text == scenario_schema()) << path << " differs: run ./dev docs";
  }
}

TEST(Schema, ListsTheWordsThatTheReaderTakes) {
  const auto text = scenario_schema();
  for (const auto& [scenario, word] : {std::pair{"faults: [{type: zzz}]", "sfApprovalBlocked"}, {"actions: [{type: zzz, set: a, at: 2026-01-05T00:00:00Z}]", "updateExtension"}, {"switches: {arcRetry: zzz}", "plusHour"}}) {
    const auto words = allowed("start: 2026-01-05T00:00:00Z\nsets: [{id: a, region: r}]\n" + std::string(scenario) + "\n");
    EXPECT_TRUE(words.contains(word)) << scenario;
    for (const auto& w : words) EXPECT_NE(text.find("\"" + w + "\""), std::string::npos) << w;
  }
}

}  // namespace
}  // namespace fleetlint::rollout::test
