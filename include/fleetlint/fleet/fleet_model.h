#pragma once
// Scale sets and what belongs to them, read out of an evaluated template. The rules and the simulator read this.
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "fleetlint/base/tri.h"
#include "fleetlint/evaluator/evaluate.h"
#include "fleetlint/fleet/dates.h"
#include "fleetlint/fleet/property.h"
#include "fleetlint/fleet/symbolic_text.h"

namespace fleetlint::fleet {

class FleetModel;

/// A resource of the deployment, existing ones included.
class Resource {
 public:
  /// `log` takes what checks ask of it in vain.
  explicit Resource(const eval::EvaluatedResource& evaluated, UnknownLog* log = nullptr);

  const eval::EvaluatedResource& evaluated() const { return *evaluated_; }
  const std::string& type() const { return type_; }  ///< lower case
  std::string_view written_type() const { return evaluated_->type; }
  bool is(std::string_view lower_case_type) const { return type_ == lower_case_type; }
  bool is_existing() const { return evaluated_->existing; }
  Tri exists() const { return exists_; }              ///< its condition; a loop of unknown count may give none: unknown
  /// What may not be deployed can satisfy what another resource needs, but not violate it, unless that one is as unsure.
  bool can_violate(const Resource& other) const { return exists_ == Tri::yes || other.exists() != Tri::yes; }
  /// Segments of the full name: set, extension.
  const std::vector<SymbolicText>& names() const { return names_; }
  /// For people: the name with `*` for what is unknown, else the symbolic name.
  std::string display_name() const;
  /// "Microsoft.Compute/virtualMachineScaleSets web"
  std::string title() const;

  /// Any path of the whole entry: "sku.capacity", "properties.upgradePolicy.mode", "tags".
  Property property(std::string_view path) const { return body_.at(path); }
  Property operator[](std::string_view path) const { return body_.at(path); }
  const Property& body() const { return body_; }
  Property api_version_property() const;
  const std::optional<ApiVersion>& api_version() const { return api_version_; }  ///< nothing: unknown or malformed
  Location where() const { return evaluated_->location; }

 private:
  const eval::EvaluatedResource* evaluated_;
  std::string type_;
  std::vector<SymbolicText> names_;
  Property body_;
  std::optional<ApiVersion> api_version_;
  Tri exists_ = Tri::yes;
};

enum class OperatingSystem : std::uint8_t { unknown, windows, linux };
enum class UpgradeMode : std::uint8_t { automatic, manual, rolling };

/// What kind of image the instances start from (catalogue: IMAGE_KIND).
enum class ImageKind : std::uint8_t {
  unknown, none, platform, plan, gallery, gallery_pinned, shared, community, managed, vhd,
};

/// An extension of a scale set or machine, inline or as a resource of its own.
struct Extension {
  const Resource* resource = nullptr;  ///< the resource that defines it: the set itself when inline
  bool is_inline = false;
  Tri exists = Tri::yes;               ///< unknown: may be there (it can satisfy a requirement, not violate one)
  Property entry;                      ///< the object with name and properties
  Property properties, settings, protected_settings;
  SymbolicText name;                   ///< last segment
  Property name_property, publisher, type, handler_version;

  /// Publisher and type without case.
  Tri is(std::string_view publisher_name, std::string_view type_name) const;
  Tri is_type(std::string_view type_name) const { return type.equals(type_name); }
  std::string display_name() const;
};

/// `Microsoft.Insights/autoscaleSettings` that target a set; switched off ones are not among a set's.
struct Autoscale {
  const Resource* resource = nullptr;
  Tri targets = Tri::yes;
  Tri enabled = Tri::yes;
  std::optional<std::int64_t> minimum, maximum;  ///< over all profiles; nothing: unknown
  /// Over the profiles that tell theirs: others may go lower or higher.
  std::optional<std::int64_t> known_minimum, known_maximum;
  Property minimum_property, maximum_property;   ///< of the profile that decides

  /// It is deployed, switched on, and certainly targets the set.
  bool acts() const { return (targets && enabled && resource->exists()) == Tri::yes; }
};

/// The load balancer probe that a set names, followed as far as the deployment tells.
struct HealthProbe {
  Property id;                              ///< networkProfile.healthProbe.id
  ResourceReference reference;
  const Resource* load_balancer = nullptr;  ///< in the deployment and not existing; else null
  bool names_are_known = false;             ///< all probes of that load balancer are known
  Property probe;                           ///< the entry of properties.probes or the child resource; absent: not found
  std::vector<Property> rules;              ///< load-balancing rules that refer to it
  bool rules_are_known = false;
};

/// One entry of nodeTypes of a Service Fabric cluster, matched with the sets that name it.
struct NodeType {
  const Resource* cluster = nullptr;
  Property entry;
  SymbolicText name;
};

/// Instances: sku.capacity, or what autoscale allows.
struct InstanceCount {
  std::optional<std::int64_t> minimum, maximum;  ///< nothing: unknown
  bool autoscaled = false;
  Property property;  ///< that decides the minimum
  /// All that the minimum may be (a parameter with allowed values has several); empty: unknown.
  std::vector<std::int64_t> possible;

  /// The answer of `predicate(instances)` for every minimum there may be.
  template <typename Predicate>
  Tri test(Predicate&& predicate) const {
    bool yes = false, no = false;
    for (const auto count : possible) (predicate(count) ? yes : no) = true;
    if (yes == no) property.note_unknown();
    return yes == no ? Tri::unknown : tri(yes);
  }
};

/// upgradePolicy, typed for the simulator; absent values keep the platform's defaults in `or_default`.
struct UpgradePolicy {
  Property policy, rolling, automatic_os;
  Known<UpgradeMode> mode;
  Known<std::int64_t> max_batch_percent;               ///< default 20
  Known<std::int64_t> max_unhealthy_percent;           ///< default 20
  Known<std::int64_t> max_unhealthy_upgraded_percent;  ///< default 20
  Known<std::int64_t> pause_seconds;                   ///< default 0
  Known<bool> cross_zone, prioritize_unhealthy, rollback_on_breach, max_surge;
  Known<bool> automatic_os_upgrade, disable_rollback, use_rolling_policy, defer_os_upgrade;
};

/// A virtual machine scale set with everything of the deployment that belongs to it.
class ScaleSet {
 public:
  const Resource* resource = nullptr;
  const FleetModel* model = nullptr;
  UpgradePolicy upgrade;
  std::vector<Extension> extensions;
  bool extensions_open = false;         ///< there may be extensions that nothing tells about
  std::vector<Autoscale> autoscale;     ///< enabled or unknown; targets yes or unknown
  std::vector<Autoscale> autoscale_off; ///< switched off ones that target the set
  InstanceCount instances;
  HealthProbe probe;
  std::vector<NodeType> node_types;     ///< matched by nodeTypeRef, usually one
  ImageKind image_kind = ImageKind::unknown;
  OperatingSystem os = OperatingSystem::unknown;           ///< IS_WINDOWS / IS_LINUX
  OperatingSystem os_before_extensions = OperatingSystem::unknown;
  OperatingSystem os_by_image = OperatingSystem::unknown;

  Property operator[](std::string_view path) const { return resource->property(path); }
  /// Below properties.virtualMachineProfile.
  Property profile(std::string_view path) const { return profile_.at(path); }
  const Property& profile() const { return profile_; }
  Property image() const { return profile_.at("storageProfile.imageReference"); }
  std::string display_name() const { return resource->display_name(); }

  // The shared conditions of the rule catalogue, three-valued.
  Tri os_upgrade_on() const { return asked(os_upgrade_on_, upgrade.automatic_os_upgrade.property()); }  ///< AOU_ON
  Tri is_flexible() const { return asked(is_flexible_, resource->property("properties.orchestrationMode")); }  ///< IS_FLEX
  Tri is_service_fabric() const { return asked(is_service_fabric_, profile_.at("extensionProfile.extensions")); }
  Tri heals_by_service_fabric() const;                     ///< SF_SELF_HEALTH
  Tri has_load_balancer_probe() const { return asked(has_probe_, probe.id); }
  Tri has_application_health() const { return asked(has_application_health_, profile_.at("extensionProfile.extensions")); }
  Tri has_external_health() const;
  Tri has_health() const { return has_load_balancer_probe() || has_application_health() || has_external_health(); }
  Tri has_repairs() const;                                 ///< automaticRepairsPolicy.enabled
  Tri has_autoscale() const;                               ///< an enabled setting targets it
  Tri is_spot() const;
  Tri is_windows() const;
  Tri is_linux() const;
  Tri mode_is(UpgradeMode mode) const;                     ///< absent: no
  Tri rolling_policy_applies() const;                      ///< mode Rolling, or AOU_ON with useRollingUpgradePolicy
  Tri single_placement_group() const;                      ///< stated, or absent on Uniform
  Tri guest_patched() const;                               ///< GUEST_PATCHED
  /// patchMode of the block that is there; absent otherwise.
  Property patch_mode() const;
  Property patch_settings() const;
  std::optional<std::size_t> zone_count() const;           ///< absent: 0
  Tri has_zones(std::size_t least) const;                  ///< at least so many, in whatever list it may be
  /// The p of BATCH(N, p): the percentage that applies.
  std::optional<std::int64_t> batch_percent() const;
  /// All that UNHEALTHY_LIMIT (in percent) and p may be (a parameter with allowed values has several); empty: unknown.
  std::vector<std::int64_t> unhealthy_limits() const;
  std::vector<std::int64_t> batch_percents() const;

  /// Extensions that are surely there or may be.
  const Extension* find_extension(std::string_view publisher, std::string_view type) const;
  std::vector<const Extension*> service_fabric_extensions() const;
  /// settings.durabilityLevel of the Service Fabric extension, "bronze" when absent, lower case; nothing when unknown.
  std::optional<std::string> durability() const;
  Tri durability_is_silver_or_gold() const;

  /// NICs and IP configurations of the profile.
  std::vector<Property> network_interfaces() const;
  std::vector<Property> ip_configurations() const;
  /// The primary (or only) configuration of the primary (or only) NIC.
  std::optional<Property> primary_ip_configuration() const;
  std::optional<Property> primary_network_interface() const;
  /// Load balancers of the deployment that the probe or a backend pool names (not existing ones); `*complete` says whether all
  /// names could be followed.
  std::vector<const Resource*> load_balancers(bool* complete = nullptr) const;
  /// Those of backend and NAT pools only.
  std::vector<const Resource*> load_balancers_of_pools() const;

 private:
  friend class ModelBuilder;
  Property profile_;
  Tri os_upgrade_on_ = Tri::unknown, is_flexible_ = Tri::unknown, is_service_fabric_ = Tri::unknown;
  Tri has_probe_ = Tri::unknown, has_application_health_ = Tri::unknown;

  /// The answer; where there is none, the property that keeps it back was asked for.
  static Tri asked(Tri answer, const Property& property) {
    if (answer == Tri::unknown) property.note_unknown();
    return answer;
  }
  std::vector<const Resource*> balancers_of(std::vector<Property> ids, bool all, bool* complete) const;
};

/// What a reference leads to in this deployment.
struct Found {
  const Resource* resource = nullptr;
  /// Yes: it is that resource. No: certainly none of the deployment. Unknown: cannot be told.
  Tri match = Tri::unknown;
};

/// Everything of one deployment; immutable. Owns nothing of the template but keeps it alive.
class FleetModel {
 public:
  std::shared_ptr<const eval::EvaluatedTemplate> evaluated;
  /// What checks ask of this model in vain; rules run over a model one after the other.
  std::unique_ptr<UnknownLog> asked_in_vain = std::make_unique<UnknownLog>();
  std::deque<Resource> resources;  ///< those under a false condition are left out; existing ones are in
  std::deque<ScaleSet> scale_sets;
  std::vector<Extension> machine_extensions;  ///< of Arc machines and virtual machines
  /// A nested deployment could not be read: it may make anything.
  bool has_unreadable_deployments = false;

  std::vector<const Resource*> of_type(std::string_view lower_case_type) const;
  /// The resource that an id names. Existing ones are found too: ask `is_existing`.
  Found find(const ResourceReference& reference) const;
  /// The resource that an id of `user` certainly names, when this deployment makes it wherever it makes `user`; else null.
  const Resource* find_for(const Resource& user, const ResourceReference& reference) const;
  /// The set whose resource this is, or null.
  const ScaleSet* scale_set(const Resource& resource) const;
  /// Child resources of a type whose names begin with the parent's.
  std::vector<const Resource*> children(const Resource& parent, std::string_view lower_case_type) const;
};

/// Reads the model. Never fails: what cannot be read is unknown.
std::shared_ptr<const FleetModel> build_fleet_model(std::shared_ptr<const eval::EvaluatedTemplate> evaluated);

/// BATCH(N, p): instances of one batch, at least one.
std::int64_t batch_size(std::int64_t instances, std::int64_t percent);

/// The operating system that an image publisher (and offer) tells (see the table in fleet/operating_system.cpp).
OperatingSystem os_of_image(std::string_view publisher, std::string_view offer);

}  // namespace fleetlint::fleet
