#pragma once
// The largest scenario that the simulator is measured with: sixty regions of 10,000 scale sets each, in the proportions of a large
// customer (median 5 instances, nine of ten sets up to 40, 1,000 at most), an image and an extension that reach one group of regions
// after another, a region that fails for hours, a token that expires. Region names and the spacing of the groups are public.
#include <algorithm>
#include <array>
#include <string>
#include <string_view>

namespace fleetlint::bench {

/// Two regions that are never upgraded together; those with a plus sign have zones.
inline constexpr std::array<std::array<std::string_view, 2>, 30> pairs_of_regions = {{
    {"+eastasia", "+southeastasia"},     {"+australiaeast", "australiasoutheast"}, {"australiacentral", "australiacentral2"}, {"+brazilsouth", "brazilsoutheast"}, {"+canadacentral", "canadaeast"},
    {"+northeurope", "+westeurope"},     {"+francecentral", "francesouth"},        {"+germanywestcentral", "germanynorth"},   {"+centralindia", "southindia"},     {"westindia", "jioindiawest"},
    {"+japaneast", "+japanwest"},        {"+koreacentral", "koreasouth"},          {"+norwayeast", "norwaywest"},             {"+southafricanorth", "southafricawest"}, {"+swedencentral", "swedensouth"},
    {"+switzerlandnorth", "switzerlandwest"}, {"+uksouth", "ukwest"},              {"+eastus", "westus"},                     {"+eastus2", "+centralus"},          {"northcentralus", "+southcentralus"},
    {"+westus2", "westcentralus"},       {"+westus3", "chilecentral"},             {"+uaenorth", "uaecentral"},               {"+israelcentral", "+italynorth"},   {"+mexicocentral", "+newzealandnorth"},
    {"+polandcentral", "+qatarcentral"}, {"+spaincentral", "austriaeast"},         {"+indonesiacentral", "malaysiawest"},     {"jioindiacentral", "belgiumcentral"}, {"taiwannorth", "taiwannorthwest"},
}};

/// The scenario as text; `sets_per_region` of 10,000 is the full size. `more` is put at its end.
inline std::string sixty_regions(int sets_per_region, std::string_view more) {
  const auto name = [](std::string_view region) { return std::string(region.substr(region.front() == '+')); };
  std::string text = "name: sixty-regions\nstart: 2025-02-06T00:00:00Z\nhorizon: P60D\nmonteCarlo: {seed: 60, trials: 10000}\nregions:\n";
  std::array<std::string, 8> phases;
  for (std::size_t i = 0; i < pairs_of_regions.size(); ++i) {
    for (std::size_t side = 0; side < 2; ++side) {
      const std::string_view region = pairs_of_regions[i][side];
      text += "  - {name: " + name(region) + (side == 0 ? ", pair: [" + name(pairs_of_regions[i][1]) + "]" : "") + (region.front() == '+' ? ", zones: [\"1\", \"2\", \"3\"]" : "") + "}\n";
      // Few regions first, then many; the second of a pair comes four groups after the first.
      std::string& phase = phases[(i < 4 ? i % 3 : 3) + side * 4];
      phase += (phase.empty() ? "" : ", ") + name(region);
    }
  }
  text += "phases:\n  list:\n";
  for (const auto& phase : phases) text += "    - [" + phase + "]\n";
  text += "  opensAt: [P7D, P12D, P14D, P18D, P20D, P22D, P25D, P27D]\n"
          "setTemplates:\n"
          "  svc:\n    zones: all\n    image: {stream: img, current: \"1.0\"}\n    upgradePolicy: {mode: Automatic, automaticOSUpgradePolicy: {enableAutomaticOSUpgrade: true}}\n    health: {source: appHealthExtension}\n"
          "    extensions: [{name: HealthExtension, version: \"1.0\"}, {name: ama, stream: ama, version: \"1.5\", enableAutomaticUpgrade: true}]\n"
          "  sf:\n    use: svc\n    zones: []\n    health: {source: none}\n    serviceFabric: {durability: Silver, clusterDurability: Silver, typeHandlerVersion: \"1.1\"}\n    extensions: []\n"
          "  legacy:\n    use: svc\n    zones: []\n    extensions: [{name: CustomScript, version: \"2.0\", credentialsExpire: 2025-02-20T00:00:00Z}]\n"
          "fleet:\n  generate:\n";
  const auto generate = [&](const char* what, int percent, const char* capacity) {
    text += "    - {count: " + std::to_string(std::max(1, sets_per_region * percent / 100)) + ", idPattern: \"{region}-" + what + "{n:05d}\", capacity: " + capacity + ", set: {use: " + what + "}}\n";
  };
  generate("svc", 90, "{quantiles: [[0, 1], [0.5, 5], [0.9, 40], [0.99, 300], [1, 1000]]}");
  generate("sf", 9, "10");
  generate("legacy", 1, "8");
  text += "images: [{stream: img, version: \"2.0\", published: 2025-02-06T00:00:00Z}]\n"
          "extensionVersions: [{stream: ama, version: \"1.6\", published: 2025-02-08T00:00:00Z}]\n"
          "faults:\n  - {type: regionOutage, region: eastus, from: 2025-02-20T00:01:00Z, to: 2025-02-20T06:00:00Z}\n";
  return text.append(more);
}

}  // namespace fleetlint::bench
