#pragma once
// Networks of a deployment as rules ask about them: the subnet of a set, security rules, ways out. Private to the room.
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "fleetlint/rules/rule.h"

namespace fleetlint::rules {

/// A subnet of the deployment: an entry of its virtual network, or a resource of its own.
struct Subnet {
  const Resource* network = nullptr;   ///< the virtual network; null when only the subnet resource is here
  const Resource* resource = nullptr;  ///< that holds the entry: the network or the child resource
  Property entry;                      ///< object with `properties`
  Property operator[](std::string_view path) const { return entry.at("properties").at(path); }
};
/// The subnet an id names, when the deployment makes it.
std::optional<Subnet> find_subnet(const FleetModel& model, const Property& id);

/// An entry of a security group.
struct SecurityRule {
  Property entry;  ///< object with `properties`
  Property operator[](std::string_view path) const { return entry.at("properties").at(path); }
};
struct SecurityGroup {
  const Resource* resource = nullptr;
  std::vector<SecurityRule> rules;
  bool complete = false;  ///< all rules are known
};
/// Security groups on the primary NIC and on its subnet; `*decided` false when one is there but cannot be read.
std::vector<SecurityGroup> security_groups(const ScaleSet& set, bool* decided);

/// Whether one of a rule's single and plural texts fits; unknown when it cannot be told. Absent both: no.
template <typename Fits>
Tri any_value(const SecurityRule& rule, std::string_view single, std::string_view plural, Fits fits) {
  const auto one = [&](const Property& property) {
    return property.test([&](const eval::Value& value) {
      const auto text = scalar_text(value);
      return tri(text && fits(*text));
    });
  };
  Tri found = one(rule[single]);
  const Items items = rule[plural].items();
  for (const auto& item : items.certain) found = found || one(item);
  if (!items.is_complete()) found = found || Tri::unknown;
  return found;
}
/// "80", "80-90", "*"
bool port_covers(std::string_view range, std::int64_t port);

/// A load balancer is Basic: sku.name Basic, or no sku at all.
Tri is_basic(const Resource& load_balancer);
Tri has_public_frontend(const Resource& load_balancer);

/// What the deployment shows of the ways from a set to the internet.
struct WayOut {
  Tri exists = Tri::unknown;            ///< NAT gateway, outbound rule, public address, route, public balancer with rules
  Tri private_by_nature = Tri::unknown; ///< Flexible, a subnet without default outbound access, or only an internal Standard balancer
  std::optional<Subnet> subnet;
};
WayOut way_out(const ScaleSet& set);
/// An extension that fetches something when it runs: file list, script archive or an agent that talks to its service.
const Extension* downloading_extension(const ScaleSet& set);
/// All downloads are blobs and the subnet (or the deployment) reaches storage without the internet.
Tri reaches_storage_privately(const ScaleSet& set, const std::optional<Subnet>& subnet);

}  // namespace fleetlint::rules
