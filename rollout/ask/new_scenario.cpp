#include <algorithm>
#include <cstdlib>
#include <map>
#include <optional>
#include <set>

#include "fleetlint/rollout/ask.h"
#include "fleetlint/rollout/fleet_sets.h"
#include "output/json_writer.h"
#include "policies/phases.h"
#include "scenario/fields.h"
#include "scenario/yaml_tree.h"

namespace fleetlint::rollout {
namespace {

/// What of a set of a template the comments and assertions tell.
struct Facts {
  std::string id, region, kind = "platform", stream, current, mode = "Manual";
  std::optional<std::uint32_t> capacity;  ///< nothing: unknown
  std::string why_unknown;
  bool zones = false, latest = true, automatic = false;
};

std::string quoted(std::string_view text) { return std::move(JsonWriter().value(text).text()); }
/// Plain where YAML takes it for a string, quoted otherwise.
std::string scalar(std::string_view text) {
  const bool plain = !text.empty() && std::isalpha(static_cast<unsigned char>(text[0])) != 0 &&
                     std::all_of(text.begin(), text.end(), [](unsigned char c) { return std::isalnum(c) != 0 || c == '-' || c == '_' || c == '/' || c == '.'; }) && text != "true" && text != "false" && text != "null";
  return plain ? std::string(text) : quoted(text);
}

Facts facts_of(const TemplateSet& set) {
  Facts facts;
  facts.id = set.name;
  YamlTree tree;
  std::vector<Finding> findings;
  const YamlNode* node = parse_yaml_text(set.json(), {}, {}, tree, findings);
  if (node == nullptr) return facts;
  const auto text = [](const YamlNode* at, std::initializer_list<std::string_view> path) -> std::string {
    for (const auto key : path) {
      if (at == nullptr || at->kind != YamlNode::Kind::mapping) return {};
      at = at->find(key);
    }
    return at == nullptr || at->kind != YamlNode::Kind::scalar ? std::string() : at->text;
  };
  facts.region = text(node, {"region"});
  if (const auto capacity = text(node, {"capacity"}); !capacity.empty()) facts.capacity = static_cast<std::uint32_t>(std::atoi(capacity.c_str()));
  for (const auto& setting : set.unknown) {
    if (setting.key == "capacity") facts.why_unknown = setting.why;
  }
  facts.zones = node->find("zones") != nullptr;
  if (const auto kind = text(node, {"image", "kind"}); !kind.empty()) facts.kind = kind;
  facts.stream = text(node, {"image", "stream"});
  facts.current = text(node, {"image", "current"});
  const auto version = text(node, {"image", "version"});
  facts.latest = version.empty() || version == "latest";
  if (const auto mode = text(node, {"upgradePolicy", "mode"}); !mode.empty()) facts.mode = mode;
  facts.automatic = text(node, {"upgradePolicy", "automaticOSUpgradePolicy", "enableAutomaticOSUpgrade"}) == "true";
  return facts;
}

/// A version that is newer than `current`: its last number one higher.
std::string next_version(const std::string& current) {
  const auto dot = current.find_last_of('.');
  const std::string last = current.substr(dot == std::string::npos ? 0 : dot + 1);
  if (last.empty() || last.size() > 9 || !std::all_of(last.begin(), last.end(), [](unsigned char c) { return std::isdigit(c) != 0; })) return "2.0";
  return current.substr(0, dot == std::string::npos ? 0 : dot + 1) + std::to_string(std::atoi(last.c_str()) + 1);
}

/// Where the paths of templates start cannot be known here: nobody tells to which file this text goes.
std::string head(const std::string& name, bool of_templates = false) {
  return "# What would a new image do to these machines? Run it with: fleetlint simulate --scenario this-file.yaml\n" +
         std::string(of_templates ? "# Paths of templates and parameter files are read relative to the folder of this file. They are written as they were given, which is\n"
                                    "# right for a file in the folder where --new was run: change them when you put it elsewhere.\n"
                                  : "") +
         "schema: fleetlint/rollout/1\n"
         "name: " + scalar(name) + "\n"
         "start: 2026-01-13T00:00:00Z      # the first instant; everything is told relative to it\n"
         "horizon: P7D                     # how far to look\n";
}

std::string example() {
  return head("first-rollout") +
         "regions:\n"
         "  - {name: westeurope, zones: [\"1\", \"2\", \"3\"]}\n"
         "sets:\n"
         "  - id: web\n"
         "    region: westeurope\n"
         "    capacity: 10                 # sku.capacity\n"
         "    zones: [\"1\", \"2\", \"3\"]\n"
         "    image: {kind: platform, stream: Canonical/0001-com-ubuntu-server-jammy/22_04-lts, current: \"22.04.202601010\", version: latest}\n"
         "    upgradePolicy:\n"
         "      mode: Automatic            # decides about changes of the model, not about images\n"
         "      automaticOSUpgradePolicy: {enableAutomaticOSUpgrade: true, useRollingUpgradePolicy: true}\n"
         "      rollingUpgradePolicy:\n"
         "        maxBatchInstancePercent: 20\n"
         "        maxUnhealthyInstancePercent: 20\n"
         "        maxUnhealthyUpgradedInstancePercent: 20\n"
         "        pauseTimeBetweenBatches: PT1M\n"
         "    health: {source: appHealthExtension, intervalInSeconds: 5, numberOfProbes: 1}\n"
         "images:                          # what is published, and when\n"
         "  - {stream: Canonical/0001-com-ubuntu-server-jammy/22_04-lts, version: \"22.04.202601130\", published: 2026-01-13T00:00:00Z}\n";
}

/// The template, its parameter files and the name in it, as `from` has them.
std::string origin(const TemplateSet& set) {
  std::string files;
  for (const auto& path : set.parameter_paths) files += (files.empty() ? "" : ", ") + quoted(path);
  if (set.parameter_paths.size() > 1) files = "[" + files + "]";
  return "{template: " + quoted(set.template_path) + (files.empty() ? "" : ", parameters: " + files) + ", resource: " + quoted(set.name) + "}";
}

/// What an upgrade may take from a set and leave it in service: a fifth, at least one, never the last.
std::uint32_t floor_of(std::uint32_t capacity) {
  const auto left = capacity - std::min(capacity, std::max<std::uint32_t>(1, capacity / 5));
  return std::max(left, std::min<std::uint32_t>(capacity, 1));
}

/// What has to hold for a set: enough instances serve, nothing is given up, and the new image arrives.
std::string assertions_about(const std::string& set, std::uint32_t capacity, bool upgraded) {
  const auto id = [&](const char* what) { return scalar(std::string(what) + "-" + set); };
  std::string text = "  - {id: " + id("serving") + ", minServing: {set: " + scalar(set) + ", atLeast: " + std::to_string(floor_of(capacity)) + "}}\n";
  text += "  - {id: " + id("no-fault") + ", noOperationFaulted: {set: " + scalar(set) + "}}\n";
  if (upgraded) text += "  - {id: " + id("done") + ", completedWithin: {set: " + scalar(set) + ", duration: P7D}}\n";
  return text;
}

std::string tail(const std::string& set, std::optional<std::uint32_t> known, const std::string& assertions) {
  const std::uint32_t capacity = known.value_or(10);
  std::string text =
      "# What can go wrong; take the # away to see it:\n"
      "# faults:\n"
      "#   - {type: unhealthyAfterUpgrade, set: " + scalar(set) + ", instances: [0], mode: never}     # instance 0 does not come back healthy\n"
      "#   - {type: unhealthyAfterUpgrade, set: " + scalar(set) + ", probability: 0.05}               # each with 5 %; needs monteCarlo\n"
      "# monteCarlo: {seed: 1, trials: 10000}\n"
      "# variants:                      # compared with: --compare '*'\n"
      "#   - {name: one-more, patch: {sets: {" + scalar(set) + ": {capacity: " + std::to_string(capacity + 1) + "}}}}\n";
  const std::string heading = "assertions:                      # exit status 5 if one does not hold\n";
  if (!assertions.empty()) return text + heading + assertions;
  return text + "# " + heading + "#   - {id: serving, minServing: {set: " + scalar(set) + ", atLeast: " + std::to_string(floor_of(capacity)) + "}}\n";
}

/// The phases of the regions by the planner's rule (F-4), with the one that stands for unknown places in the first: alone it would be a
/// phase before or after the others, with days between them that nobody asked for. Empty where there is nothing to say.
std::string phases_beside_unknown(const std::vector<Facts>& all) {
  Scenario known;
  std::map<std::string, std::uint32_t> numbers;
  bool unknown = false;
  for (const auto& f : all) {
    if (f.region == unknown_region) {
      unknown = true;
      continue;
    }
    const auto number = numbers.emplace(f.region, static_cast<std::uint32_t>(numbers.size())).first->second;
    if (number == known.regions.size()) known.regions.emplace_back().name = f.region;
    ScaleSet set;
    set.region = number;
    set.capacity = f.capacity.value_or(0);
    known.sets.push_back(std::move(set));
  }
  if (!unknown || known.regions.empty()) return {};
  std::string list;
  for (const auto& phase : plan_phases(known)) {
    std::string names;
    for (const auto region : phase) names += (names.empty() ? "" : ", ") + scalar(known.regions[region].name);
    list += list.empty() ? "[" + names + ", " + std::string(unknown_region) + "]" : ", [" + names + "]";
  }
  return "phases: {list: [" + list + "]}      # the region that is not known comes with the first of the others\n";
}

}  // namespace

NewScenario new_scenario(const std::vector<TemplateSet>& sets) {
  if (sets.empty()) return {example() + tail("web", 10, assertions_about("web", 10, true)), {}};
  std::vector<Facts> all;
  std::set<std::string> ids;
  for (const auto& set : sets) {
    all.push_back(facts_of(set));
    for (int n = 2; !ids.insert(all.back().id).second; ++n) all.back().id = set.name + "-" + std::to_string(n);
  }
  std::string text = head(all.front().id + "-rollout", true) + "regions:\n";
  std::set<std::string> regions;
  for (const auto& f : all) {
    if (!regions.insert(f.region).second) continue;
    const bool zones = std::any_of(all.begin(), all.end(), [&](const Facts& other) { return other.region == f.region && other.zones; });
    text += "  - {name: " + scalar(f.region) + (zones ? ", zones: [\"1\", \"2\", \"3\"]" : "") + "}\n";
  }
  NewScenario made;
  if (const auto phases = phases_beside_unknown(all); !phases.empty()) {
    text += phases;
    made.assumed.emplace_back("the region that is not known before deployment takes part together with the first of the others");
  }
  text += "sets:                            # everything that is not written here comes from the template; what is written wins\n";
  std::set<std::string> streams;
  std::string images;
  for (std::size_t i = 0; i < all.size(); ++i) {
    const Facts& f = all[i];
    const std::string current = !f.current.empty() ? f.current : "1.0";
    text += "  - id: " + scalar(f.id) + "\n    region: " + scalar(f.region) + "\n";
    text += "    from: " + origin(sets[i]) + "\n";
    text += f.capacity ? "    capacity: " + std::to_string(*f.capacity) + "\n" : "    # capacity: 10               # NOT KNOWN, " + f.why_unknown + ": put the real number here and take the # away\n";
    text += "    # mode " + f.mode + (f.automatic ? ", automatic OS upgrade is on" : ", automatic OS upgrade is off: a new image alone changes nothing") + "\n";
    if (f.kind != "managedImage" && !f.stream.empty()) text += "    image: {current: " + quoted(current) + "}        # what the machines run now\n";
    if (f.kind == "managedImage" || f.stream.empty() || !streams.insert(f.stream).second) continue;
    images += "  - {stream: " + scalar(f.stream) + ", version: " + quoted(next_version(current)) + ", published: 2026-01-13T00:00:00Z" +
              (f.kind == "gallery" ? ", kind: gallery, replicated: {" + scalar(f.region) + ": 2026-01-13T00:00:00Z}" : "") + "}\n";
  }
  if (!images.empty()) text += "images:                          # what is published, and when\n" + images;
  // The example asks about a set that will be upgraded and whose size is known, as far as there is one.
  const auto upgraded = [](const Facts& f) { return f.automatic && f.latest; };
  auto asked = std::find_if(all.begin(), all.end(), [&](const Facts& f) { return upgraded(f) && f.capacity; });
  if (asked == all.end()) asked = std::find_if(all.begin(), all.end(), [](const Facts& f) { return f.capacity.has_value(); });
  std::string assertions;
  for (const auto& f : all)
    if (f.capacity.value_or(0) > 0) assertions += assertions_about(f.id, *f.capacity, upgraded(f) && !f.stream.empty() && f.kind != "managedImage");
  made.text = text + (asked != all.end() ? tail(asked->id, asked->capacity, assertions) : tail(all.front().id, std::nullopt, assertions));
  return made;
}

}  // namespace fleetlint::rollout
