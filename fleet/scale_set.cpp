#include <algorithm>

#include "fleetlint/fleet/fleet_model.h"

namespace fleetlint::fleet {

Tri ScaleSet::heals_by_service_fabric() const { return is_service_fabric() && durability_is_silver_or_gold(); }

Tri ScaleSet::has_external_health() const { return (*this)["properties.externalHealthPolicy.enabled"].is_true(); }

Tri ScaleSet::has_repairs() const { return (*this)["properties.automaticRepairsPolicy.enabled"].is_true(); }

Tri ScaleSet::has_autoscale() const {
  Tri found = model->has_unreadable_deployments ? Tri::unknown : Tri::no;
  for (const auto& setting : autoscale) found = found || (setting.targets && setting.enabled && setting.resource->exists());
  return found;
}

Tri ScaleSet::is_spot() const { return profile("priority").is_one_of({"Spot", "Low"}); }

Tri ScaleSet::is_windows() const {
  return os == OperatingSystem::windows ? Tri::yes : os == OperatingSystem::linux ? Tri::no : Tri::unknown;
}

Tri ScaleSet::is_linux() const { return !is_windows(); }

Tri ScaleSet::mode_is(UpgradeMode mode) const {
  return upgrade.policy["mode"].equals(mode == UpgradeMode::automatic ? "Automatic" : mode == UpgradeMode::manual ? "Manual" : "Rolling");
}

Tri ScaleSet::rolling_policy_applies() const {
  return mode_is(UpgradeMode::rolling) || (os_upgrade_on() && upgrade.automatic_os["useRollingUpgradePolicy"].is_true());
}

Tri ScaleSet::single_placement_group() const {
  const Property stated = (*this)["properties.singlePlacementGroup"];
  return stated.is_true() || (!stated.present() && !is_flexible());
}

Property ScaleSet::patch_settings() const {
  const Property windows = profile("osProfile.windowsConfiguration.patchSettings");
  return windows.is_absent() ? profile("osProfile.linuxConfiguration.patchSettings") : windows;
}

Property ScaleSet::patch_mode() const { return patch_settings()["patchMode"]; }

Tri ScaleSet::guest_patched() const {
  const Tri by_platform = patch_mode().equals("AutomaticByPlatform") && is_flexible();
  const Property updates = profile("osProfile.windowsConfiguration.enableAutomaticUpdates");
  const Tri by_windows = is_windows() && (updates.is_true() || !updates.present()) && !os_upgrade_on();
  return by_platform || by_windows;
}

std::optional<std::size_t> ScaleSet::zone_count() const { return (*this)["zones"].length(); }

Tri ScaleSet::has_zones(std::size_t least) const {
  const Property zones = (*this)["zones"];
  if (const auto count = zones.length()) return tri(*count >= least);
  const Items items = zones.items();
  if (items.certain.size() >= least) return Tri::yes;
  return zones.test([&](const eval::Value& value) { return value.is_array() ? tri(value.items().size() >= least) : Tri::no; }, tri(least == 0));
}

namespace {

/// What a percentage of the rolling policy may be, where it is not known whether the policy applies: the default too.
std::vector<std::int64_t> applied(Tri applies, std::vector<std::int64_t> stated) {
  if (applies == Tri::no) return {20};
  if (applies == Tri::unknown && !stated.empty()) stated.push_back(20);
  return stated;
}

}  // namespace

std::vector<std::int64_t> ScaleSet::unhealthy_limits() const {
  return applied(rolling_policy_applies(), upgrade.max_unhealthy_percent.property().possible_integers(20));
}

std::vector<std::int64_t> ScaleSet::batch_percents() const {
  return applied(rolling_policy_applies(), upgrade.max_batch_percent.property().possible_integers(20));
}

std::optional<std::int64_t> ScaleSet::batch_percent() const {
  const Tri applies = rolling_policy_applies();
  const auto stated = upgrade.max_batch_percent.or_default(20);
  if (applies == Tri::yes) return stated;
  if (applies == Tri::no || stated == 20) return 20;
  return std::nullopt;
}

const Extension* ScaleSet::find_extension(std::string_view publisher, std::string_view type) const {
  for (const auto& extension : extensions)
    if (extension.is(publisher, type) == Tri::yes) return &extension;
  if (extensions_open) profile_.at("extensionProfile.extensions").note_unknown();
  return nullptr;
}

std::vector<const Extension*> ScaleSet::service_fabric_extensions() const {
  std::vector<const Extension*> found;
  for (const auto& extension : extensions)
    if ((extension.publisher.equals("Microsoft.Azure.ServiceFabric") && extension.type.is_one_of({"ServiceFabricNode", "ServiceFabricLinuxNode"})) == Tri::yes)
      found.push_back(&extension);
  return found;
}

std::optional<std::string> ScaleSet::durability() const {
  std::optional<std::string> level;
  for (const auto* extension : service_fabric_extensions()) {
    const Property stated = extension->settings["durabilityLevel"];
    std::optional<std::string> one;
    if (stated.is_absent()) one = "bronze";
    else if (const auto text = stated.text()) one = to_lower(*text);
    if (!one || (level && *level != *one)) return std::nullopt;
    level = one;
  }
  return level;
}

Tri ScaleSet::durability_is_silver_or_gold() const {
  Tri found = Tri::no;
  for (const auto* extension : service_fabric_extensions()) found = found || extension->settings["durabilityLevel"].is_one_of({"Silver", "Gold"});
  return found;
}

std::vector<Property> ScaleSet::network_interfaces() const {
  return profile("networkProfile.networkInterfaceConfigurations").items().certain;
}

std::vector<Property> ScaleSet::ip_configurations() const {
  std::vector<Property> found;
  for (const auto& nic : network_interfaces())
    for (auto& configuration : nic["properties.ipConfigurations"].items().certain) found.push_back(std::move(configuration));
  return found;
}

namespace {

/// The only entry, or the one marked primary; nothing when that cannot be told.
std::optional<Property> primary_of(const Property& list, bool first_counts) {
  const Items entries = list.items();
  if (!entries.is_complete() || entries.certain.empty()) return std::nullopt;
  if (entries.certain.size() == 1) return entries.certain.front();
  for (const auto& entry : entries.certain) {
    const Tri primary = entry["properties.primary"].is_true();
    if (primary == Tri::yes) return entry;
    if (primary == Tri::unknown) return std::nullopt;
  }
  if (first_counts) return entries.certain.front();
  return std::nullopt;
}

}  // namespace

std::optional<Property> ScaleSet::primary_network_interface() const {
  return primary_of(profile("networkProfile.networkInterfaceConfigurations"), false);
}

std::optional<Property> ScaleSet::primary_ip_configuration() const {
  const auto nic = primary_network_interface();
  if (!nic) return std::nullopt;
  return primary_of((*nic)["properties.ipConfigurations"], true);
}

namespace {

constexpr const char* pool_lists[] = {"properties.loadBalancerBackendAddressPools", "properties.loadBalancerInboundNatPools"};

/// Ids of the pools that the IP configurations are in; `*all` false where a list is not known.
std::vector<Property> pool_ids(const ScaleSet& set, bool* all) {
  std::vector<Property> ids;
  *all = set.profile("networkProfile.networkInterfaceConfigurations").items().is_complete();
  for (const auto& nic : set.network_interfaces()) {
    const Items configurations = nic["properties.ipConfigurations"].items();
    *all = *all && configurations.is_complete();
    for (const auto& configuration : configurations.certain)
      for (const char* list : pool_lists) {
        const Items pools = configuration[list].items();
        *all = *all && pools.is_complete();
        for (const auto& pool : pools.certain) ids.push_back(pool["id"]);
      }
  }
  return ids;
}

}  // namespace

std::vector<const Resource*> ScaleSet::balancers_of(std::vector<Property> ids, bool all, bool* complete) const {
  std::vector<const Resource*> found;
  for (const auto& id : ids) {
    if (id.is_absent()) continue;
    if (id.alternatives().size() != 1) {
      all = false;
      continue;
    }
    auto reference = read_reference(*id.alternatives()[0]);
    while (!reference.type.empty() && reference.type != "microsoft.network/loadbalancers") reference = reference.parent();
    const Resource* target = model->find_for(*resource, reference);
    if (target == nullptr) all = false;
    else if (std::find(found.begin(), found.end(), target) == found.end()) found.push_back(target);
  }
  if (complete != nullptr) *complete = all;
  return found;
}

std::vector<const Resource*> ScaleSet::load_balancers(bool* complete) const {
  bool all = true;
  auto ids = pool_ids(*this, &all);
  ids.insert(ids.begin(), probe.id);
  return balancers_of(std::move(ids), all, complete);
}

std::vector<const Resource*> ScaleSet::load_balancers_of_pools() const {
  bool all = true;
  return balancers_of(pool_ids(*this, &all), all, nullptr);
}

}  // namespace fleetlint::fleet
