// The schema for editors says what the reader takes: the same keys everywhere, the same words.
#include <algorithm>
#include <fstream>
#include <iterator>
#include <set>
#include <string_view>
#include <vector>

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
    {"action", "sets: [{id: a, region: r}]\nactions: [{HERE}]"},
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
    {"condition", "sets: [{id: a, region: r}]\nassertions: [{id: x, minServing: {set: a, HERE}}]"},
};

/// The object of the schema that a place is about; null when the schema has none of that name.
const YamlNode* object_at(const YamlNode& schema, const char* name) { return *name == 0 ? &schema : schema.find("$defs")->find(name); }

/// Whether HERE stands on a line of its own, not inside brackets.
bool is_block(const std::string& scenario) { return scenario.find("{HERE") == std::string::npos && scenario.find(", HERE") == std::string::npos; }

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
    const bool block = is_block(scenario);
    scenario.replace(scenario.find("HERE"), 4, "zzz: 1");
    if (!block) scenario = "start: 2026-01-05T00:00:00Z\n" + scenario + "\n";
    const YamlNode* object = object_at(*schema, place.object);
    ASSERT_NE(object, nullptr) << place.object;
    std::set<std::string> keys;
    for (const auto& [key, value] : object->find("properties")->entries) keys.insert(key->text);
    EXPECT_EQ(keys, allowed(scenario)) << place.object << "\n" << scenario;
  }
}

/// Values that a field of this type of the schema must not take.
std::vector<std::string> wrong_for(const YamlNode& schema, const YamlNode& type) {
  if (const YamlNode* either = type.find("anyOf")) {
    // Wrong for each of the types.
    std::vector<std::string> common = wrong_for(schema, *either->items[0]);
    for (const YamlNode* other : either->items) {
      const auto theirs = wrong_for(schema, *other);
      std::erase_if(common, [&](const std::string& value) { return std::find(theirs.begin(), theirs.end(), value) == theirs.end(); });
    }
    return common;
  }
  std::vector<std::string> wrong = {"[[[1]]]", "~"};
  const auto more = [&](std::initializer_list<const char*> values) { wrong.insert(wrong.end(), values.begin(), values.end()); };
  if (const YamlNode* words = type.find("enum")) {
    more({"{surprise: 1}", "nonsense", "-1", "1.5", "true"});
    wrong.push_back(words->items[0]->text + "x");
  } else if (const YamlNode* ref = type.find("$ref")) {
    const std::string name = ref->text.substr(ref->text.rfind('/') + 1);
    if (name == "instant") {
      more({"{surprise: 1}", "tomorrow", "2026-13-01T00:00:00Z", "2026-02-30T00:00:00Z", "2026-01-05", "2026-01-05T00:00:00", "2026-01-05T25:00:00Z", "12", "true", "-1", "1.5", "9999999-01-01T00:00:00Z"});
    } else if (name == "duration") {
      more({"{surprise: 1}", "5", "5m", "5 minutes", "P1M", "P1Y", "P", "PT", "PT1.5H", "true", "-1", "1.5", "P99999999999999999999D"});
    } else if (name == "version") {
      more({"{surprise: 1}", "1.0", "\"1..2\"", "\"\"", "true", "\"one\""});
    } else if (name == "name") {
      more({"{surprise: 1}", "\"two words\"", "\"\"", "\"-x\""});
    } else {
      more({"7", "true", "word", "-1", "1.5", "{surprise: 1}"});
    }
  } else {
    const std::string kind = type.find("type") == nullptr ? "" : type.find("type")->text;
    if (kind == "boolean") {
      more({"{surprise: 1}", "yes", "on", "1", "True", "\"true\"", "maybe", "-1", "1.5"});
    } else if (kind == "integer" || kind == "number") {
      more({"{surprise: 1}", "ten", "\"3\"", "true", "99999999999999999999", "-99999999999999999999", "-1.5", "0x10"});
      const bool whole = kind == "integer";
      if (whole) more({"1e99", "1.5", "3%"});
      const std::string low = type.find("minimum")->text, high = type.find("maximum")->text;
      wrong.push_back(low == "0" ? "-1" : std::to_string(std::stoll(low) - 1));
      if (high.size() < 18) wrong.push_back(std::to_string(std::stoll(high) + 1));
    } else if (kind == "array") {
      more({"7", "true", "word", "{surprise: 1}", "-1", "1.5"});
      for (const std::string& item : wrong_for(schema, *type.find("items"))) wrong.push_back("[" + item + "]");
    } else if (kind == "object") {
      more({"7", "true", "word", "[1]", "-1", "1.5"});
    } else if (kind == "string") {
      more({"{surprise: 1}", "[word]"});
    } else {
      wrong.clear();  // anything goes
    }
  }
  return wrong;
}

/// A value of this type, so that nothing is missing beside the field that is looked at.
std::string right_for(const YamlNode& type) {
  if (const YamlNode* either = type.find("anyOf")) return right_for(*either->items[0]);
  if (const YamlNode* words = type.find("enum")) return words->items[0]->text;
  if (const YamlNode* ref = type.find("$ref")) {
    const std::string name = ref->text.substr(ref->text.rfind('/') + 1);
    return name == "instant" ? "2026-01-05T00:00:00Z" : name == "duration" ? "PT5H" : name == "version" ? "\"1.0\"" : name == "name" ? "r" : "{}";
  }
  const std::string kind = type.find("type") == nullptr ? "" : type.find("type")->text;
  return kind == "boolean" ? "true" : kind == "array" ? "[]" : kind == "object" ? "{}" : kind == "string" ? "a" : type.find("minimum") != nullptr ? type.find("minimum")->text : "{}";
}

/// Every field of the published schema, with values of other kinds, out of range and in other units: each is refused where it stands.
TEST(Schema, EveryFieldRefusesWhatItsTypeDoesNotAllow) {
  YamlTree tree;
  std::vector<Finding> findings;
  const std::string text = scenario_schema();
  SourceSet schemas;
  const YamlNode* schema = parse_yaml(schemas, schemas.add("schema.json", text), {}, tree, findings);
  ASSERT_NE(schema, nullptr);
  int fields = 0, tried = 0;
  for (const auto& place : places) {
    // Which fields of these two count depends on what is asked: the table of fields has them, each in its surroundings.
    if (std::string_view(place.object) == "distribution" || std::string_view(place.object) == "condition") continue;
    const YamlNode* object = object_at(*schema, place.object);
    ASSERT_NE(object, nullptr);
    const std::string around = place.scenario;
    const bool block = is_block(around);
    for (const auto& [key, type] : object->find("properties")->entries) {
      ++fields;
      for (const std::string& value : wrong_for(*schema, *type)) {
        const std::string entry = key->text + ": " + value;
        std::string scenario = around;
        // A key that is in the surroundings already is replaced there.
        const auto there = block ? scenario.find(key->text + ": ") : scenario.rfind(key->text + ": ", scenario.find("HERE"));
        std::size_t at = 0;
        if (there != std::string::npos && there > scenario.find_last_of("[{", scenario.find("HERE"))) {
          const auto end = scenario.find_first_of(",}]\n", there);
          scenario.replace(there, end - there, entry);
          at = there;
          const auto hole = scenario.find("HERE");
          scenario.replace(hole >= 2 && scenario[hole - 2] == ',' ? hole - 2 : hole, hole >= 2 && scenario[hole - 2] == ',' ? 6 : 4, "");
        } else if (block && there != std::string::npos) {
          scenario = entry + "\n";
        } else {
          at = scenario.find("HERE");
          std::string all = entry;
          if (const YamlNode* required = object->find("required")) {
            for (const YamlNode* other : required->items) {
              if (other->text != key->text && !block && scenario.find(other->text + ": ", scenario.find_last_of("[{", at)) == std::string::npos) all += ", " + other->text + ": " + right_for(*object->find("properties")->find(other->text));
            }
          }
          scenario.replace(at, 4, all);
        }
        if (!block) {
          scenario = "start: 2026-01-05T00:00:00Z\n" + scenario + "\n";
          at += 28;
        }
        SourceSet sources;
        const auto result = read_scenario(sources, sources.add("wrong.yaml", scenario), {});
        ++tried;
        const bool told = std::any_of(result.findings.begin(), result.findings.end(), [&](const Finding& f) {
          return f.severity == Severity::error && f.code.starts_with("FL04") && f.location && f.location.span.begin >= at && f.location.span.begin <= at + entry.size() &&
                 f.message.find("unknown key `" + key->text) == std::string::npos;
        });
        std::string all;
        for (const auto& f : result.findings) all += "  " + f.code + " " + std::to_string(f.location.span.begin) + ": " + f.message + "\n";
        EXPECT_TRUE(told && !result.scenario) << place.object << "." << entry << (result.scenario ? " is accepted" : " is not told where it stands") << "\n" << scenario << at << "\n" << all;
      }
    }
  }
  EXPECT_GT(fields, 250);
  EXPECT_GT(tried, 2500);
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
