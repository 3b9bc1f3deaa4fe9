#include "fleetlint/rollout/ask.h"
#include "scenario/yaml_tree.h"

namespace fleetlint::rollout {

std::string new_scenario_text(const std::vector<TemplateSet>& sets) {
  std::string first_set = "web", region = "westeurope", stream = "Canonical/0001-com-ubuntu-server-jammy/22_04-lts";
  std::string regions, list;
  for (const auto& set : sets) {
    YamlTree tree;
    std::vector<Finding> findings;
    const YamlNode* node = parse_yaml_text(set.json(), {}, {}, tree, findings);
    if (node == nullptr) continue;
    const auto text = [&](const char* key, const std::string& otherwise) {
      const YamlNode* value = node->find(key);
      return value == nullptr || value->kind != YamlNode::Kind::scalar ? otherwise : value->text;
    };
    const YamlNode* image = node->find("image");
    const YamlNode* its_stream = image == nullptr ? nullptr : image->find("stream");
    if (list.empty()) {
      first_set = text("id", set.name);
      region = text("region", region);
      if (its_stream != nullptr) stream = its_stream->text;
    }
    if (regions.find("name: " + text("region", region) + "}") == std::string::npos) regions += "  - {name: " + text("region", region) + "}\n";
    list += "# " + text("id", set.name) + " comes from the template: " + text("capacity", "0") + " instances; a set listed here under the same settings overrides it\n";
  }
  if (regions.empty()) regions = "  - {name: westeurope, zones: [\"1\", \"2\", \"3\"]}\n";
  std::string text =
      "# What would a new image do to these machines? Run it with: fleetlint simulate --scenario this-file.yaml\n"
      "schema: fleetlint/rollout/1\n"
      "name: first-rollout\n"
      "start: 2026-01-13T00:00:00Z      # the first instant; everything is told relative to it\n"
      "horizon: P7D                     # how far to look\n"
      "regions:\n" + regions;
  if (sets.empty()) {
    text +=
        "sets:\n"
        "  - id: web\n"
        "    region: westeurope\n"
        "    capacity: 10                 # sku.capacity\n"
        "    zones: [\"1\", \"2\", \"3\"]\n"
        "    image: {kind: platform, stream: " + stream + ", current: \"22.04.202601010\", version: latest}\n"
        "    upgradePolicy:\n"
        "      mode: Automatic            # decides about changes of the model, not about images\n"
        "      automaticOSUpgradePolicy: {enableAutomaticOSUpgrade: true, useRollingUpgradePolicy: true}\n"
        "      rollingUpgradePolicy:\n"
        "        maxBatchInstancePercent: 20\n"
        "        maxUnhealthyInstancePercent: 20\n"
        "        maxUnhealthyUpgradedInstancePercent: 20\n"
        "        pauseTimeBetweenBatches: PT1M\n"
        "    health: {source: appHealthExtension, intervalInSeconds: 5, numberOfProbes: 1}\n";
  } else {
    text += list;
  }
  text +=
      "images:                          # what is published, and when\n"
      "  - {stream: " + stream + ", version: \"22.04.202601130\", published: 2026-01-13T00:00:00Z}\n"
      "faults:                          # what goes wrong; remove them to see the undisturbed course\n"
      "  - {type: unhealthyAfterUpgrade, set: " + first_set + ", instances: [0], mode: never}\n"
      "# monteCarlo: {seed: 1, trials: 10000}      # with `probability:` instead of `instances:` above\n"
      "assertions:                      # exit status 5 if one does not hold\n"
      "  - {id: capacity, minServing: {set: " + first_set + ", atLeast: 8}}\n"
      "  - {id: done, completedWithin: {set: " + first_set + ", duration: PT4H}}\n";
  return text;
}

}  // namespace fleetlint::rollout
