#include "fleetlint/rollout/fleet_sets.h"

#include <algorithm>
#include <set>
#include <utility>

#include "fleetlint/fleet/fleet_model.h"
#include "output/json_writer.h"
#include "scenario/fields.h"
#include "scenario/open_settings.h"
#include "scenario/template_changes.h"
#include "scenario/yaml_tree.h"

namespace fleetlint::rollout {
namespace {

using fleet::Property;

std::string as_json(std::string_view text) { return std::move(JsonWriter().value(text).text()); }

/// An object made of those members that are known.
class Object {
 public:
  void text(std::string_view key, const Property& p) {
    if (const auto t = p.text()) raw(key, as_json(*t));
  }
  void number(std::string_view key, const Property& p) {
    if (const auto n = p.integer()) raw(key, std::to_string(*n));
  }
  void flag(std::string_view key, const Property& p) {
    if (const auto b = p.boolean()) raw(key, *b ? "true" : "false");
  }
  void raw(std::string_view key, std::string json) { text_ += fmt::format("{}\"{}\": {}", text_.empty() ? "" : ", ", key, std::move(json)); }
  bool empty() const { return text_.empty(); }
  std::string json() const { return "{" + text_ + "}"; }

 private:
  std::string text_;
};

/// The spelling of the schema for what the service takes in any case.
void word(Object& object, std::string_view key, const Property& p, std::initializer_list<std::string_view> words) {
  for (const auto w : words) {
    if (p.equals(w) == Tri::yes) object.raw(key, as_json(w));
  }
}
void word(TemplateSet& set, const char* key, const Property& p, std::initializer_list<std::string_view> words) {
  for (const auto w : words) {
    if (p.equals(w) == Tri::yes) set.parts[key] = as_json(w);
  }
}

/// The earliest `se=` of a SAS anywhere in the settings.
void find_expiry(const Property& property, int depth, std::optional<Millis>& earliest) {
  if (depth > 8) return;
  if (const auto text = property.text()) {
    if (text->find("sig=") == std::string_view::npos) return;
    for (std::size_t at = text->find("se="); at != std::string_view::npos; at = text->find("se=", at + 1)) {
      if (at > 0 && (*text)[at - 1] != '?' && (*text)[at - 1] != '&') continue;
      std::string value(text->substr(at + 3, text->find('&', at) == std::string_view::npos ? std::string_view::npos : text->find('&', at) - at - 3));
      for (std::size_t colon = value.find("%3A"); colon != std::string::npos; colon = value.find("%3A")) value.replace(colon, 3, ":");
      for (std::size_t colon = value.find("%3a"); colon != std::string::npos; colon = value.find("%3a")) value.replace(colon, 3, ":");
      if (value.size() == 10) value += "T00:00:00Z";
      if (const auto instant = parse_instant(value)) earliest = std::min(earliest.value_or(never), *instant);
    }
    return;
  }
  for (const auto& member : property.members()) find_expiry(member, depth + 1, earliest);
  if (property.value() != nullptr && property.length().value_or(0) > 0) {
    for (const auto& item : property.items().certain) find_expiry(item, depth + 1, earliest);
  }
}

std::string extensions_of(const fleet::ScaleSet& source) {
  std::string list;
  std::set<std::string> names;
  for (const auto& extension : source.extensions) {
    if (extension.exists == Tri::no) continue;
    const std::string name = extension.name.text("unknown");
    if (name.empty() || !names.insert(name).second) continue;
    Object e;
    e.raw("name", as_json(name));
    e.text("publisher", extension.publisher);
    e.text("type", extension.type);
    if (const auto version = extension.handler_version.text(); version && is_version(*version)) e.raw("version", as_json(*version));
    e.flag("enableAutomaticUpgrade", extension.properties["enableAutomaticUpgrade"]);
    std::string after;
    for (const auto& item : extension.properties["provisionAfterExtensions"].items().certain) {
      if (const auto t = item.text()) after += (after.empty() ? "" : ", ") + as_json(*t);
    }
    if (!after.empty()) e.raw("provisionAfterExtensions", "[" + after + "]");
    std::optional<Millis> expiry;
    find_expiry(extension.settings, 0, expiry);
    find_expiry(extension.protected_settings, 0, expiry);
    if (expiry) e.raw("credentialsExpire", as_json(format_instant(*expiry)));
    list += (list.empty() ? "" : ", ") + e.json();
  }
  return "[" + list + "]";
}

std::string image_of(const fleet::ScaleSet& source) {
  const Property image = source.image();
  Object o;
  if (source.image_kind == fleet::ImageKind::platform || source.image_kind == fleet::ImageKind::plan) {
    o.raw("kind", "\"platform\"");
    o.raw("stream", as_json(image["publisher"].text_or("unknown") + "/" + image["offer"].text_or("unknown") + "/" + image["sku"].text_or("unknown")));
    const std::string version = image["version"].text_or("latest");
    if (version == "latest" || is_version(version)) o.raw("version", as_json(version));
    if (version != "latest" && is_version(version)) o.raw("current", as_json(version));
  } else if (source.image_kind == fleet::ImageKind::gallery || source.image_kind == fleet::ImageKind::gallery_pinned || source.image_kind == fleet::ImageKind::shared ||
             source.image_kind == fleet::ImageKind::community) {
    std::string id = image["id"].text_or(image["sharedGalleryImageId"].text_or(image["communityGalleryImageId"].text_or("gallery")));
    o.raw("kind", "\"gallery\"");
    const auto versions = id.find("/versions/");
    if (versions != std::string::npos && is_version(id.substr(versions + 10))) {
      o.raw("version", as_json(id.substr(versions + 10)));
      o.raw("current", as_json(id.substr(versions + 10)));
      id.resize(versions);
    }
    o.raw("stream", as_json(id));
  } else if (source.image_kind == fleet::ImageKind::managed || source.image_kind == fleet::ImageKind::vhd) {
    o.raw("kind", "\"managedImage\"");
    o.raw("stream", as_json(image["id"].text_or("custom")));
  }
  return o.json();
}

std::string policy_of(const fleet::ScaleSet& source) {
  const auto& policy = source.upgrade;
  Object o;
  word(o, "mode", policy.policy["mode"], {"Automatic", "Rolling", "Manual"});
  if (policy.rolling.is_present()) {
    Object r;
    for (const char* key : {"maxBatchInstancePercent", "maxUnhealthyInstancePercent", "maxUnhealthyUpgradedInstancePercent"}) r.number(key, policy.rolling[key]);
    if (const auto pause = policy.rolling["pauseTimeBetweenBatches"].text(); pause && parse_duration(*pause)) r.raw("pauseTimeBetweenBatches", as_json(*pause));
    for (const char* key : {"enableCrossZoneUpgrade", "prioritizeUnhealthyInstances", "maxSurge", "rollbackFailedInstancesOnPolicyBreach"}) r.flag(key, policy.rolling[key]);
    o.raw("rollingUpgradePolicy", r.json());
  }
  if (policy.automatic_os.is_present()) {
    Object a;
    for (const char* key : {"enableAutomaticOSUpgrade", "useRollingUpgradePolicy", "disableAutomaticRollback", "osRollingUpgradeDeferral"}) a.flag(key, policy.automatic_os[key]);
    o.raw("automaticOSUpgradePolicy", a.json());
  }
  return o.json();
}

std::string health_of(const fleet::ScaleSet& source) {
  const bool probe = source.has_load_balancer_probe() == Tri::yes, extension = source.has_application_health() == Tri::yes;
  Object o;
  o.raw("source", probe && extension ? "\"both\"" : probe ? "\"lbProbe\"" : extension ? "\"appHealthExtension\"" : "\"none\"");
  const fleet::Extension* e = nullptr;
  for (const auto& candidate : source.extensions) {
    if (candidate.is_type("ApplicationHealthLinux") == Tri::yes || candidate.is_type("ApplicationHealthWindows") == Tri::yes) e = &candidate;
  }
  const Property settings = e != nullptr ? e->settings : source.probe.probe["properties"];
  if (const auto n = settings["intervalInSeconds"].integer(); n && *n >= 5 && *n <= 60) o.raw("intervalInSeconds", std::to_string(*n));
  if (const auto n = settings["numberOfProbes"].integer(); n && *n >= 1 && *n <= 24) o.raw("numberOfProbes", std::to_string(*n));
  return o.json();
}

std::string capitalized(std::string text) {
  if (!text.empty()) text[0] = static_cast<char>(text[0] & ~0x20);
  return text;
}

void service_fabric_of(const fleet::ScaleSet& source, TemplateSet& set) {
  const auto extensions = source.service_fabric_extensions();
  if (extensions.empty()) return;
  Object o;
  if (const auto level = source.durability()) o.raw("durability", as_json(capitalized(*level)));
  if (const auto version = extensions.front()->handler_version.text(); version && is_version(*version)) o.raw("typeHandlerVersion", as_json(*version));
  if (!source.node_types.empty()) {
    word(o, "clusterDurability", source.node_types.front().entry["durabilityLevel"], {"Bronze", "Silver", "Gold"});
    o.flag("stateless", source.node_types.front().entry["isStateless"]);
  }
  set.parts["serviceFabric"] = o.json();
}

void notifications_of(const fleet::ScaleSet& source, TemplateSet& set) {
  Object both, image, terminate;
  image.flag("enable", source.profile("scheduledEventsProfile.osImageNotificationProfile.enable"));
  terminate.flag("enable", source.profile("scheduledEventsProfile.terminateNotificationProfile.enable"));
  if (const auto t = source.profile("scheduledEventsProfile.terminateNotificationProfile.notBeforeTimeout").text(); t && parse_duration(*t)) terminate.raw("notBeforeTimeout", as_json(*t));
  if (!image.empty()) both.raw("osImage", image.json());
  if (!terminate.empty()) both.raw("terminate", terminate.json());
  if (!both.empty()) set.parts["notifications"] = both.json();
}

/// The name of the region that `location` means: the service takes display names too, in any case and with blanks ("West Europe"
/// is `westeurope`). What gives no name of a scenario is as good as not known.
std::string region_of(const fleet::ScaleSet& source) {
  std::string name;
  for (const char c : source["location"].text_or("")) {
    if (c != ' ') name += c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c;
  }
  return is_identifier(name) ? name : std::string(unknown_region);
}

}  // namespace

std::vector<TemplateSet> template_sets(const fleet::FleetModel& model) {
  std::vector<TemplateSet> sets;
  for (const auto& source : model.scale_sets) {
    if (source.resource->is_existing() || source.resource->exists() == Tri::no) continue;
    TemplateSet set;
    set.name = without_control_characters(source.display_name());
    set.parts["id"] = as_json(set.name);
    set.parts["region"] = as_json(region_of(source));
    if (const auto& text = source.resource->api_version_property().text(); text && text->size() >= 10) set.parts["apiVersion"] = as_json(text->substr(0, 10));
    if (const auto capacity = known_capacity(source)) set.parts["capacity"] = std::to_string(std::clamp<std::int64_t>(*capacity, 0, most_instances));
    set.unknown = open_settings(source);
    for (auto& setting : set.unknown) setting.why = without_control_characters(std::move(setting.why));
    word(set, "orchestration", source["properties.orchestrationMode"], {"Uniform", "Flexible"});
    std::string zones;
    for (const auto& zone : source["zones"].items().certain) {
      if (const auto t = zone.text(); t && (*t == "1" || *t == "2" || *t == "3")) zones += (zones.empty() ? "" : ", ") + as_json(*t);
    }
    if (!zones.empty()) set.parts["zones"] = "[" + zones + "]";
    if (source.is_windows() == Tri::yes) set.parts["osType"] = "\"Windows\"";
    if (const auto updates = source.profile("osProfile.windowsConfiguration.enableAutomaticUpdates").boolean()) set.parts["enableAutomaticUpdates"] = *updates ? "true" : "false";
    word(set, "patchMode", source.patch_mode(), {"Manual", "AutomaticByOS", "AutomaticByPlatform", "ImageDefault"});
    set.parts["image"] = image_of(source);
    set.parts["upgradePolicy"] = policy_of(source);
    set.parts["health"] = health_of(source);
    set.parts["extensions"] = extensions_of(source);
    if (source.profile("osProfile.customData").is_present()) set.parts["customData"] = "true";
    service_fabric_of(source, set);
    notifications_of(source, set);
    describe_model(source, set);
    set.places = {source.upgrade.rolling.is_present() ? source.upgrade.rolling.where() : Location{}, source.upgrade.automatic_os.is_present() ? source.upgrade.automatic_os.where() : Location{},
                  source.upgrade.policy.is_present() ? source.upgrade.policy.name_location() : Location{}, source.resource->where()};
    sets.push_back(std::move(set));
  }
  return sets;
}

}  // namespace fleetlint::rollout
