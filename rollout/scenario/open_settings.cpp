// What is not known before deployment is named, with its reason and its place; nobody is to find out later that a value was guessed.
// Rules TPL-1, TPL-2.
#include "scenario/open_settings.h"

#include <fmt/format.h>

#include "fleetlint/fleet/fleet_model.h"

namespace fleetlint::rollout {
namespace {

using eval::UnknownReason;
using fleet::Property;

constexpr int nodes_looked_at = 64;

/// The first part of an unknown value that has a reason of its own: a parameter, resourceGroup(), reference().
const eval::Unknown* first_leaf(const eval::Value& value) {
  std::vector<const eval::Value*> open{&value};
  const eval::Unknown* best = nullptr;
  for (int looked = 0; !open.empty() && looked < nodes_looked_at; ++looked) {
    const eval::Value& next = *open.back();
    open.pop_back();
    for (const auto& item : next.items()) open.push_back(&item);
    for (const auto& field : next.fields()) open.push_back(&field.value);
    if (!next.is_unknown()) continue;
    const eval::Unknown& unknown = next.as_unknown();
    if (unknown.reason == UnknownReason::missing_parameter && !unknown.expression.empty()) return &unknown;  // what a user can give
    if (best == nullptr || (best->reason == UnknownReason::derived && unknown.reason != UnknownReason::derived)) best = &unknown;
    for (auto argument = unknown.arguments.rbegin(); argument != unknown.arguments.rend(); ++argument) open.push_back(&*argument);
  }
  return best;
}

/// `count` of `parameters('count')`.
std::string_view parameter_of(std::string_view expression) {
  const auto from = expression.find('\''), to = expression.rfind('\'');
  return from == std::string_view::npos || to <= from + 1 ? std::string_view() : expression.substr(from + 1, to - from - 1);
}

std::string reason_of(const eval::Unknown& unknown) {
  const std::string what = unknown.expression.empty() ? unknown.function.empty() ? std::string("its value") : fmt::format("`{}()`", unknown.function) : fmt::format("`{}`", unknown.expression);
  switch (unknown.reason) {
    case UnknownReason::missing_parameter:
      if (const auto name = parameter_of(unknown.expression); !name.empty()) return fmt::format("parameter `{}` has no value", name);
      return "a parameter has no value";
    case UnknownReason::runtime: return what + " is known only after the deployment";
    case UnknownReason::context: return what + " depends on where it is deployed";
    case UnknownReason::clock: return what + " depends on when it is deployed";
    case UnknownReason::random: return what + " is made anew by each deployment";
    case UnknownReason::secret: return "it is a secret in a vault";
    case UnknownReason::provider: return what + " is told by the resource provider";
    case UnknownReason::external: return what + " comes from outside of the template";
    case UnknownReason::loop: return "it belongs to a loop whose count is unknown";
    case UnknownReason::limit: return "a limit of the evaluation was reached";
    case UnknownReason::error: return "an error is reported there";
    case UnknownReason::derived: break;
  }
  return what + " is known only at deployment";
}

class Collector {
 public:
  explicit Collector(const fleet::ScaleSet& source) : source_(source) {}

  std::vector<UnknownSetting> collect() {
    capacity();
    if (source_.resource->exists() == Tri::unknown) told_.push_back({"condition", "its condition is known only at deployment", "as deployed", source_.resource->where()});
    region();
    value("orchestration", source_["properties.orchestrationMode"], "Uniform");
    if (const auto zones = source_["zones"]; zones.present() == Tri::unknown || (zones.is_present() && !zones.items().is_complete())) add("zones", zones, zones.items().certain.empty() ? "no zones" : "those that are certain");
    if (!source_.image().is_absent()) image();
    if (source_.is_windows() == Tri::unknown && source_.os == fleet::OperatingSystem::unknown) {
      const Property windows = source_.profile("osProfile.windowsConfiguration");
      if (windows.present() == Tri::unknown) add("osType", windows, "Linux");
    }
    value("enableAutomaticUpdates", source_.profile("osProfile.windowsConfiguration.enableAutomaticUpdates"), "true");
    value("patchMode", source_.patch_mode(), "not set");
    policy();
    health();
    if (source_.profile("osProfile.customData").present() == Tri::unknown) add("customData", source_.profile("osProfile.customData"), "none");
    if (source_.extensions_open) told_.push_back({"extensions", "there may be extensions that the template does not name", "those that are named", source_.resource->where()});
    for (const auto& extension : source_.extensions) {
      if (extension.exists == Tri::unknown) told_.push_back({"extensions", fmt::format("whether `{}` is installed is known only at deployment", extension.display_name()), "installed", extension.resource->where()});
    }
    value("notifications.osImage.enable", source_.profile("scheduledEventsProfile.osImageNotificationProfile.enable"), "false");
    value("notifications.terminate.enable", source_.profile("scheduledEventsProfile.terminateNotificationProfile.enable"), "false");
    if (!source_.service_fabric_extensions().empty() && !source_.durability()) add("serviceFabric.durability", source_.service_fabric_extensions().front()->settings, "Bronze");
    return std::move(told_);
  }

 private:
  void add(std::string key, const Property& property, std::string taken) { told_.push_back({std::move(key), why_unknown(property), std::move(taken), property.where()}); }

  /// A scalar that is there or may be, and whose value is not certain.
  void value(const char* key, const Property& property, const char* taken) {
    if (property.is_absent() || property.value() != nullptr) return;
    add(key, property, taken);
  }

  void capacity() {
    const Property size = source_["sku.capacity"];
    const auto known = known_capacity(source_);
    if (known && size.integer()) return;
    if (known) {
      told_.push_back({"capacity", fmt::format("{}, and autoscale decides", size.is_absent() ? std::string("the template gives none") : why_unknown(size)), fmt::format("{}, the least that autoscale allows", *known), source_.instances.property.where()});
    } else {
      told_.push_back({"capacity", size.is_absent() ? std::string("the template gives no `sku.capacity`") : why_unknown(size), "", size.where()});
    }
  }

  void region() {
    const Property location = source_["location"];
    if (!location.text()) told_.push_back({"region", location.is_absent() ? std::string("the template gives none") : why_unknown(location), "one region for all of them", location.where()});
  }

  void image() {
    const Property image = source_.image();
    if (image.present() == Tri::unknown || !image.is_decided()) return add("image.stream", image, "unknown");
    for (const char* part : {"publisher", "offer", "sku"}) {
      if (!image[part].is_absent() && !image[part].text()) return add("image.stream", image[part], fmt::format("`unknown` for {}", part));
    }
    value("image.version", image["version"], "latest");
    if (source_.image_kind == fleet::ImageKind::unknown) add("image.kind", image, "platform");
    value("image.stream", image["id"], "gallery");
  }

  void policy() {
    const auto& p = source_.upgrade;
    value("upgradePolicy.mode", p.policy["mode"], "Manual");
    static constexpr std::pair<const char*, const char*> rolling[] = {{"maxBatchInstancePercent", "20"}, {"maxUnhealthyInstancePercent", "20"}, {"maxUnhealthyUpgradedInstancePercent", "20"}, {"pauseTimeBetweenBatches", "PT0S"},
                                                                     {"enableCrossZoneUpgrade", "false"}, {"prioritizeUnhealthyInstances", "false"}, {"maxSurge", "false"}, {"rollbackFailedInstancesOnPolicyBreach", "false"}};
    static constexpr std::pair<const char*, const char*> automatic[] = {{"enableAutomaticOSUpgrade", "false"}, {"useRollingUpgradePolicy", "false"}, {"disableAutomaticRollback", "false"}, {"osRollingUpgradeDeferral", "false"}};
    group("upgradePolicy.rollingUpgradePolicy", p.rolling, rolling);
    group("upgradePolicy.automaticOSUpgradePolicy", p.automatic_os, automatic);
  }
  template <std::size_t N>
  void group(const std::string& key, const Property& property, const std::pair<const char*, const char*> (&members)[N]) {
    if (property.present() == Tri::unknown) return add(key, property, "none");
    for (const auto& [name, taken] : members) value((key + "." + name).c_str(), property[name], taken);
  }

  void health() {
    if (source_.has_load_balancer_probe() == Tri::unknown) add("health.source", source_.probe.id, "no load balancer probe");
    if (source_.has_application_health() == Tri::unknown) told_.push_back({"health.source", "whether the application health extension is installed is known only at deployment", "no such extension", source_.resource->where()});
  }

  const fleet::ScaleSet& source_;
  std::vector<UnknownSetting> told_;
};

}  // namespace

std::string why_unknown(const Property& property) {
  for (const auto* value : property.alternatives()) {
    if (value == nullptr || value->is_secret()) continue;
    if (const auto* leaf = first_leaf(*value)) return reason_of(*leaf);
  }
  return property.alternatives().size() > 1 ? "it is one of several values, and which one is known only at deployment" : "it is known only at deployment";
}

std::optional<std::int64_t> known_capacity(const fleet::ScaleSet& source) {
  if (const auto capacity = source["sku.capacity"].integer()) return capacity;
  return source.instances.autoscaled ? source.instances.minimum : std::nullopt;
}

std::vector<UnknownSetting> open_settings(const fleet::ScaleSet& source) { return Collector(source).collect(); }

}  // namespace fleetlint::rollout
