// Reading the model out of an evaluated template: one pass over the resources, then what belongs to each set.
#include "fleetlint/fleet/fleet_model.h"

#include <algorithm>

#include "fleetlint/fleet/extension_facts.h"
#include "fleetlint/fleet/list_places.h"

namespace fleetlint::fleet {

class ModelBuilder {
 public:
  explicit ModelBuilder(FleetModel& model) : model_(model) {}

  void build() {
    read_resources();
    read_loose_extensions();
    for (auto& resource : model_.resources) {
      if (!resource.is("microsoft.compute/virtualmachinescalesets") || resource.is_existing()) continue;
      ScaleSet& set = model_.scale_sets.emplace_back();
      set.resource = &resource;
      set.model = &model_;
      set.profile_ = resource.property("properties.virtualMachineProfile");
    }
    read_extensions_of_absent_sets();
    for (auto& set : model_.scale_sets) {
      read_upgrade_policy(set);
      set.is_flexible_ = set["properties.orchestrationMode"].equals("Flexible");
      read_extensions(set);
      read_autoscale(set);
      read_instances(set);
      read_probe(set);
      read_image(set);
      read_operating_system(set);
      read_node_types(set);
    }
  }

 private:
  void read_resources() {
    for (const auto& deployment : model_.evaluated->deployments)
      if (deployment->template_node == nullptr) model_.has_unreadable_deployments = true;
    for (const auto& resource : model_.evaluated->resources)
      if (resource->condition != Tri::no) model_.resources.emplace_back(*resource, model_.asked_in_vain.get());
  }

  static Extension make_extension(const Resource& resource, Property entry, bool is_inline, Tri exists) {
    Extension extension;
    extension.resource = &resource;
    extension.is_inline = is_inline;
    extension.exists = exists;
    extension.properties = entry.at("properties");
    extension.settings = extension.properties.at("settings");
    extension.protected_settings = extension.properties.at("protectedSettings");
    extension.publisher = extension.properties.at("publisher");
    extension.type = extension.properties.at("type");
    extension.handler_version = extension.properties.at("typeHandlerVersion");
    extension.name_property = entry.at("name");
    if (is_inline) {
      if (extension.name_property.alternatives().size() == 1 && extension.name_property.alternatives()[0] != nullptr)
        extension.name = SymbolicText::of(*extension.name_property.alternatives()[0]);
    } else if (!resource.names().empty()) {
      extension.name = resource.names().back();
    }
    extension.entry = std::move(entry);
    return extension;
  }

  /// Extensions of machines, and of sets that the deployment does not make.
  void read_loose_extensions() {
    for (const auto& resource : model_.resources) {
      if (resource.is_existing()) continue;
      if (resource.is("microsoft.hybridcompute/machines/extensions") || resource.is("microsoft.compute/virtualmachines/extensions"))
        model_.machine_extensions.push_back(make_extension(resource, resource.body(), false, resource.exists()));
    }
  }

  /// Extensions whose set is made elsewhere still have settings of their own.
  void read_extensions_of_absent_sets() {
    for (const auto& resource : model_.resources) {
      if (!resource.is("microsoft.compute/virtualmachinescalesets/extensions") || resource.is_existing()) continue;
      bool has_set = false;
      for (const auto& set : model_.scale_sets) has_set = has_set || belongs_to(resource, set) == Tri::yes;
      if (!has_set) model_.machine_extensions.push_back(make_extension(resource, resource.body(), false, resource.exists()));
    }
  }

  static Tri belongs_to(const Resource& extension, const ScaleSet& set) {
    if (extension.evaluated().parent == &set.resource->evaluated()) return Tri::yes;
    if (extension.names().size() >= 2 && !set.resource->names().empty()) return equal(extension.names()[0], set.resource->names()[0]);
    return Tri::unknown;
  }

  template <typename T, typename Read>
  static Known<T> known(Property property, Read read) {
    std::optional<T> value = read(property);
    return Known<T>(std::move(property), std::move(value));
  }

  static void read_upgrade_policy(ScaleSet& set) {
    auto& upgrade = set.upgrade;
    upgrade.policy = set["properties.upgradePolicy"];
    upgrade.rolling = upgrade.policy["rollingUpgradePolicy"];
    upgrade.automatic_os = upgrade.policy["automaticOSUpgradePolicy"];
    upgrade.mode = known<UpgradeMode>(upgrade.policy["mode"], [](const Property& mode) -> std::optional<UpgradeMode> {
      const auto text = mode.text_or("");
      if (equal_ignoring_case(text, "Automatic")) return UpgradeMode::automatic;
      if (equal_ignoring_case(text, "Manual")) return UpgradeMode::manual;
      if (equal_ignoring_case(text, "Rolling")) return UpgradeMode::rolling;
      return std::nullopt;
    });
    const auto integer = [](const Property& property) { return property.integer(); };
    const auto boolean = [](const Property& property) { return property.boolean(); };
    upgrade.max_batch_percent = known<std::int64_t>(upgrade.rolling["maxBatchInstancePercent"], integer);
    upgrade.max_unhealthy_percent = known<std::int64_t>(upgrade.rolling["maxUnhealthyInstancePercent"], integer);
    upgrade.max_unhealthy_upgraded_percent = known<std::int64_t>(upgrade.rolling["maxUnhealthyUpgradedInstancePercent"], integer);
    upgrade.pause_seconds = known<std::int64_t>(upgrade.rolling["pauseTimeBetweenBatches"], [](const Property& property) -> std::optional<std::int64_t> {
      const auto text = property.text();
      return text ? parse_duration(*text) : std::nullopt;
    });
    upgrade.cross_zone = known<bool>(upgrade.rolling["enableCrossZoneUpgrade"], boolean);
    upgrade.prioritize_unhealthy = known<bool>(upgrade.rolling["prioritizeUnhealthyInstances"], boolean);
    upgrade.rollback_on_breach = known<bool>(upgrade.rolling["rollbackFailedInstancesOnPolicyBreach"], boolean);
    upgrade.max_surge = known<bool>(upgrade.rolling["maxSurge"], boolean);
    upgrade.automatic_os_upgrade = known<bool>(upgrade.automatic_os["enableAutomaticOSUpgrade"], boolean);
    upgrade.disable_rollback = known<bool>(upgrade.automatic_os["disableAutomaticRollback"], boolean);
    upgrade.use_rolling_policy = known<bool>(upgrade.automatic_os["useRollingUpgradePolicy"], boolean);
    upgrade.defer_os_upgrade = known<bool>(upgrade.automatic_os["osRollingUpgradeDeferral"], boolean);
    set.os_upgrade_on_ = upgrade.automatic_os["enableAutomaticOSUpgrade"].is_true();
  }

  void read_extensions(ScaleSet& set) {
    const Property list = set.profile("extensionProfile.extensions");
    const Items inline_items = list.items();
    for (const auto& item : inline_items.certain) {
      // One element may be an extension or null, or one of two.
      const Tri there = item.present();
      if (there != Tri::no) set.extensions.push_back(make_extension(*set.resource, item, true, there));
    }
    for (const auto& item : inline_items.possible)
      if (item.present() != Tri::no) set.extensions.push_back(make_extension(*set.resource, item, true, Tri::unknown));
    set.extensions_open = inline_items.open || model_.has_unreadable_deployments;
    for (const auto& resource : model_.resources) {
      if (!resource.is("microsoft.compute/virtualmachinescalesets/extensions") || resource.is_existing()) continue;
      const Tri belongs = belongs_to(resource, set);
      if (belongs == Tri::no) continue;
      if (belongs == Tri::unknown) {
        set.extensions_open = true;
        continue;
      }
      set.extensions.push_back(make_extension(resource, resource.body(), false, resource.exists()));
    }
    set.has_application_health_ = has_extension(set, [](const Extension& extension) {
      return extension.publisher.equals("Microsoft.ManagedServices") && extension.type.is_one_of({"ApplicationHealthLinux", "ApplicationHealthWindows"});
    });
    set.is_service_fabric_ = has_extension(set, [](const Extension& extension) {
      return extension.publisher.equals("Microsoft.Azure.ServiceFabric") && extension.type.is_one_of({"ServiceFabricNode", "ServiceFabricLinuxNode"});
    });
  }

  template <typename Predicate>
  static Tri has_extension(const ScaleSet& set, Predicate predicate) {
    Tri found = set.extensions_open ? Tri::unknown : Tri::no;
    for (const auto& extension : set.extensions) found = found || (predicate(extension) && extension.exists);
    return found;
  }

  void read_autoscale(ScaleSet& set) {
    for (const auto& resource : model_.resources) {
      if (!resource.is("microsoft.insights/autoscalesettings") || resource.is_existing()) continue;
      Autoscale autoscale;
      autoscale.resource = &resource;
      const Property target = resource["properties.targetResourceUri"];
      autoscale.targets = targets(target, set);
      if (autoscale.targets == Tri::no) continue;
      const Property enabled = resource["properties.enabled"];
      autoscale.enabled = enabled.is_true();  // absent counts as off
      if (autoscale.enabled == Tri::no) {
        if (autoscale.targets == Tri::yes) set.autoscale_off.push_back(std::move(autoscale));
        continue;
      }
      read_bounds(resource, autoscale);
      set.autoscale.push_back(std::move(autoscale));
    }
  }

  Tri targets(const Property& target, const ScaleSet& set) const {
    if (target.alternatives().size() != 1 || target.alternatives()[0] == nullptr) return target.is_absent() ? Tri::no : Tri::unknown;
    const auto reference = read_reference(*target.alternatives()[0]);
    if (reference.type.empty()) return reference.whole.is_complete() ? Tri::no : Tri::unknown;
    if (reference.type != set.resource->type()) return Tri::no;
    if (reference.names.size() != set.resource->names().size()) return Tri::no;
    Tri same = Tri::yes;
    for (std::size_t i = 0; i < reference.names.size(); ++i) same = same && equal(reference.names[i], set.resource->names()[i]);
    return same;
  }

  static void read_bounds(const Resource& resource, Autoscale& autoscale) {
    const Items profiles = resource["properties.profiles"].items();
    bool minimum_known = profiles.is_complete(), maximum_known = profiles.is_complete();
    for (const auto& profile : profiles.certain) {
      const Property minimum = profile["capacity.minimum"], maximum = profile["capacity.maximum"];
      if (const auto value = minimum.integer()) {
        if (!autoscale.minimum || *value < *autoscale.minimum) {
          autoscale.minimum = value;
          autoscale.minimum_property = minimum;
        }
      } else {
        minimum_known = false;
      }
      if (const auto value = maximum.integer()) {
        if (!autoscale.maximum || *value > *autoscale.maximum) {
          autoscale.maximum = value;
          autoscale.maximum_property = maximum;
        }
      } else {
        maximum_known = false;
      }
    }
    autoscale.known_minimum = autoscale.minimum;
    autoscale.known_maximum = autoscale.maximum;
    if (!minimum_known) autoscale.minimum.reset();
    if (!maximum_known) autoscale.maximum.reset();
  }

  static void read_instances(ScaleSet& set) {
    auto& instances = set.instances;
    instances.property = set["sku.capacity"];
    instances.minimum = instances.maximum = instances.property.integer();
    for (const auto* value : instances.property.alternatives()) {
      const auto count = value == nullptr ? std::nullopt : Property(value, {}, {}).integer();
      if (!count) {
        instances.possible.clear();
        break;
      }
      instances.possible.push_back(*count);
    }
    for (const auto& autoscale : set.autoscale) {
      if (!autoscale.acts()) {
        instances.minimum.reset();
        instances.maximum.reset();
        instances.possible.clear();
        return;
      }
      instances.autoscaled = true;
      instances.minimum = autoscale.minimum;
      instances.maximum = autoscale.maximum;
      instances.possible.clear();
      if (autoscale.minimum) instances.possible.push_back(*autoscale.minimum);
      if (autoscale.minimum) instances.property = autoscale.minimum_property;
    }
  }

  void read_probe(ScaleSet& set) {
    auto& probe = set.probe;
    probe.id = set.profile("networkProfile.healthProbe.id");
    set.has_probe_ = probe.id.present();
    if (probe.id.alternatives().size() != 1 || probe.id.alternatives()[0] == nullptr) return;
    probe.reference = read_reference(*probe.id.alternatives()[0]);
    if (probe.reference.type != "microsoft.network/loadbalancers/probes") return;
    probe.load_balancer = model_.find_for(*set.resource, probe.reference.parent());
    if (probe.load_balancer == nullptr) return;
    const Resource& balancer = *probe.load_balancer;
    const Items probes = balancer["properties.probes"].items();
    probe.names_are_known = probes.is_complete();
    // `lb.properties.probes[0].id` names the probe that stands there.
    if (const auto place = place_in_list(probe.reference.names.back()); place && probes.is_complete() && *place < probes.certain.size())
      probe.reference.names.back() = name_of(probes.certain[*place]);
    const SymbolicText& name = probe.reference.names.back();
    const auto consider = [&](const Property& entry, const SymbolicText& entry_name) {
      const Tri same = equal(entry_name, name);
      if (same == Tri::yes && probe.probe.is_absent()) probe.probe = entry;
      if (same == Tri::unknown) probe.names_are_known = false;
    };
    for (const auto& entry : probes.certain) consider(entry, name_of(entry));
    for (const auto* child : model_.children(balancer, "microsoft.network/loadbalancers/probes"))
      if (!child->is_existing() && !child->names().empty()) consider(child->body(), child->names().back());
    read_probe_rules(balancer, probe);
  }

  static SymbolicText name_of(const Property& entry) {
    const Property name = entry["name"];
    if (name.alternatives().size() == 1 && name.alternatives()[0] != nullptr) return SymbolicText::of(*name.alternatives()[0]);
    SymbolicText unknown;
    unknown.append_unknown(nullptr, {});
    return unknown;
  }

  static void read_probe_rules(const Resource& balancer, HealthProbe& probe) {
    const Items rules = balancer["properties.loadBalancingRules"].items();
    probe.rules_are_known = rules.is_complete();
    for (const auto& rule : rules.certain) {
      const Property id = rule["properties.probe.id"];
      if (id.is_absent()) continue;
      if (id.alternatives().size() != 1) {
        probe.rules_are_known = false;
        continue;
      }
      const auto reference = read_reference(*id.alternatives()[0]);
      Tri same = Tri::unknown;
      if (reference.type == "microsoft.network/loadbalancers/probes" && reference.names.size() == 2)
        same = equal(reference.names[1], probe.reference.names.back()) && equal(reference.names[0], probe.reference.names.front());
      if (same == Tri::unknown) same = equal(reference.whole, probe.reference.whole);
      if (same == Tri::yes) probe.rules.push_back(rule);
      if (same == Tri::unknown) probe.rules_are_known = false;
    }
  }

  static void read_image(ScaleSet& set) {
    const Property image = set.image();
    if (image.is_absent()) {
      const Property disk = set.profile("storageProfile.osDisk.image.uri");
      set.image_kind = disk.is_present() ? ImageKind::vhd : disk.is_absent() ? ImageKind::none : ImageKind::unknown;
      return;
    }
    const Property id = image["id"];
    if (id.is_present()) {
      set.image_kind = image_kind_of_id(id);
      return;
    }
    if (!id.is_absent()) return;
    if (image["sharedGalleryImageId"].is_present()) set.image_kind = ImageKind::shared;
    else if (image["communityGalleryImageId"].is_present()) set.image_kind = ImageKind::community;
    else if (image["publisher"].is_present() || image["offer"].is_present() || image["sku"].is_present()) {
      const Tri plan = set["plan"].present();
      set.image_kind = plan == Tri::yes ? ImageKind::plan : plan == Tri::no ? ImageKind::platform : ImageKind::unknown;
    }
  }

  static ImageKind image_kind_of_id(const Property& id) {
    ImageKind kind = ImageKind::unknown;
    bool first = true;
    for (const auto* value : id.alternatives()) {
      if (value == nullptr) return ImageKind::unknown;
      const auto reference = read_reference(*value);
      ImageKind one = ImageKind::unknown;
      const std::string text = to_lower(reference.whole.text("*"));
      if (reference.type == "microsoft.compute/galleries/images") one = ImageKind::gallery;
      else if (reference.type == "microsoft.compute/galleries/images/versions") one = ImageKind::gallery_pinned;
      else if (reference.type == "microsoft.compute/images") one = ImageKind::managed;
      else if (text.find("/galleries/") != std::string::npos) one = text.find("/versions/") != std::string::npos ? ImageKind::gallery_pinned : ImageKind::gallery;
      else if (text.find("microsoft.compute/images/") != std::string::npos) one = ImageKind::managed;
      else if (text.find("/sharedgalleries/") != std::string::npos) one = ImageKind::shared;
      else if (text.find("/communitygalleries/") != std::string::npos) one = ImageKind::community;
      // An unknown definition with a version behind it: only gallery images have versions.
      else if (!reference.whole.is_complete() && text.find("/versions/") != std::string::npos) one = ImageKind::gallery_pinned;
      if (!first && one != kind) return ImageKind::unknown;
      kind = one;
      first = false;
    }
    return kind;
  }

  OperatingSystem os_of_gallery(const ScaleSet& set) const {
    const Property id = set.image()["id"];
    if (id.alternatives().size() != 1 || id.alternatives()[0] == nullptr) return OperatingSystem::unknown;
    auto reference = read_reference(*id.alternatives()[0]);
    if (reference.type == "microsoft.compute/galleries/images/versions") reference = reference.parent();
    if (reference.type != "microsoft.compute/galleries/images") return OperatingSystem::unknown;
    const Found found = model_.find(reference);
    if (found.match != Tri::yes) return OperatingSystem::unknown;
    return os_of_text((*found.resource)["properties.osType"]);
  }

  static OperatingSystem os_of_text(const Property& text) {
    if (text.equals("Windows") == Tri::yes) return OperatingSystem::windows;
    if (text.equals("Linux") == Tri::yes) return OperatingSystem::linux;
    return OperatingSystem::unknown;
  }

  void read_operating_system(ScaleSet& set) const {
    const Property image = set.image();
    const OperatingSystem by_publisher =
        set.image_kind == ImageKind::platform || set.image_kind == ImageKind::plan
            ? os_of_image(image["publisher"].text_or(""), image["offer"].text_or(""))
            : OperatingSystem::unknown;
    const OperatingSystem by_gallery = os_of_gallery(set);
    const OperatingSystem by_disk = os_of_text(set.profile("storageProfile.osDisk.osType"));
    const auto merge = [](std::initializer_list<OperatingSystem> sources, bool* contradiction = nullptr) {
      OperatingSystem result = OperatingSystem::unknown;
      for (const auto source : sources) {
        if (source == OperatingSystem::unknown) continue;
        if (result == OperatingSystem::unknown) result = source;
        else if (result != source) {
          if (contradiction != nullptr) *contradiction = true;
          return OperatingSystem::unknown;
        }
      }
      return result;
    };
    const bool windows_block = set.profile("osProfile.windowsConfiguration").is_present();
    const bool linux_block = set.profile("osProfile.linuxConfiguration").is_present();
    bool contradiction = windows_block && linux_block;
    const OperatingSystem by_block = contradiction ? OperatingSystem::unknown
                                     : windows_block ? OperatingSystem::windows
                                     : linux_block   ? OperatingSystem::linux
                                                     : OperatingSystem::unknown;
    set.os_by_image = merge({by_publisher, by_gallery, by_disk});
    set.os_before_extensions = contradiction ? OperatingSystem::unknown : merge({by_block, by_publisher, by_gallery, by_disk}, &contradiction);
    set.os = set.os_before_extensions;
    if (set.os != OperatingSystem::unknown || contradiction) return;
    bool windows = false, linux = false;
    for (const auto& extension : set.extensions) {
      if (extension.exists != Tri::yes) continue;
      const auto os = os_of_extension(extension.publisher.text_or(""), extension.type.text_or(""));
      windows = windows || os == OperatingSystem::windows;
      linux = linux || os == OperatingSystem::linux;
    }
    if (windows != linux) set.os = windows ? OperatingSystem::windows : OperatingSystem::linux;
  }

  void read_node_types(ScaleSet& set) const {
    for (const auto* extension : set.service_fabric_extensions()) {
      const Property wanted = extension->settings["nodeTypeRef"];
      if (wanted.alternatives().size() != 1 || wanted.alternatives()[0] == nullptr) continue;
      const auto wanted_name = SymbolicText::of(*wanted.alternatives()[0]);
      for (const auto& resource : model_.resources) {
        if (!resource.is("microsoft.servicefabric/clusters") || resource.is_existing() || !resource.can_violate(*set.resource)) continue;
        for (const auto& entry : resource["properties.nodeTypes"].items().certain) {
          auto name = name_of(entry);
          if (equal(name, wanted_name) == Tri::yes) set.node_types.push_back({&resource, entry, std::move(name)});
        }
      }
      keep_own_cluster(set, extension->settings["clusterEndpoint"]);
    }
  }

  /// Several clusters may have a node type of this name: that of the endpoint counts, and without one none is known.
  void keep_own_cluster(ScaleSet& set, const Property& endpoint) const {
    const auto several = std::any_of(set.node_types.begin(), set.node_types.end(), [&](const NodeType& each) { return each.cluster != set.node_types.front().cluster; });
    if (!several) return;
    const Resource* own = nullptr;
    if (endpoint.alternatives().size() == 1 && endpoint.alternatives()[0] != nullptr && endpoint.alternatives()[0]->is_unknown()) {
      // reference(cluster).clusterEndpoint, with or without `properties` between.
      const eval::Unknown* value = &endpoint.alternatives()[0]->as_unknown();
      for (int depth = 0; depth < 4 && equal_ignoring_case(value->function, "access") && !value->arguments.empty() && value->arguments[0].is_unknown(); ++depth) value = &value->arguments[0].as_unknown();
      if (equal_ignoring_case(value->function, "reference") && !value->arguments.empty()) {
        const Found found = model_.find(read_reference(value->arguments[0]));
        if (found.match == Tri::yes) own = found.resource;
      }
    }
    std::erase_if(set.node_types, [&](const NodeType& each) { return each.cluster != own; });
  }

  FleetModel& model_;
};

std::shared_ptr<const FleetModel> build_fleet_model(std::shared_ptr<const eval::EvaluatedTemplate> evaluated) {
  auto model = std::make_shared<FleetModel>();
  model->evaluated = std::move(evaluated);
  if (model->evaluated != nullptr) ModelBuilder(*model).build();
  return model;
}

}  // namespace fleetlint::fleet
