#include "network.h"

#include <charconv>

#include "checks.h"
#include "fleetlint/fleet/extension_facts.h"
#include "fleetlint/fleet/list_places.h"

namespace fleetlint::rules {
namespace {

constexpr std::string_view network_type = "microsoft.network/virtualnetworks";
constexpr std::string_view subnet_type = "microsoft.network/virtualnetworks/subnets";

std::optional<std::int64_t> to_port(std::string_view text) {
  text = trim(text);
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || text.empty()) return std::nullopt;
  return value;
}

}  // namespace

std::optional<Subnet> find_subnet(const FleetModel& model, const Property& id) {
  const auto reference = reference_of(id);
  if (reference.type != subnet_type || reference.names.size() != 2) return std::nullopt;
  // A subnet may be a resource of its own, an entry of its network, or both: the resource is written last and wins.
  if (const Found own = model.find(reference); own.match == Tri::yes && !own.resource->is_existing()) {
    const Found network = model.find(reference.parent());
    return Subnet{network.match == Tri::yes && !network.resource->is_existing() ? network.resource : nullptr, own.resource, own.resource->body()};
  }
  const Found network = model.find(reference.parent());
  if (network.match != Tri::yes || network.resource->is_existing()) return std::nullopt;
  const Items entries = (*network.resource)["properties.subnets"].items();
  if (const auto place = place_in_list(reference.names[1])) {
    if (!entries.is_complete() || *place >= entries.certain.size()) return std::nullopt;
    return Subnet{network.resource, network.resource, entries.certain[*place]};
  }
  for (const auto& entry : entries.certain)
    if (equal(symbolic(entry["name"]), reference.names[1]) == Tri::yes) return Subnet{network.resource, network.resource, entry};
  return std::nullopt;
}

std::vector<SecurityGroup> security_groups(const ScaleSet& set, bool* decided) {
  std::vector<SecurityGroup> groups;
  *decided = true;
  const auto add = [&](const Property& id) {
    if (id.is_absent()) return;
    const Resource* found = set.model->find_for(*set.resource, reference_of(id));
    if (found == nullptr) {
      *decided = false;
      return;
    }
    SecurityGroup group;
    group.resource = found;
    const Items entries = (*found)["properties.securityRules"].items();
    group.complete = entries.is_complete();
    for (const auto& entry : entries.certain) group.rules.push_back({entry});
    for (const auto* child : set.model->children(*found, "microsoft.network/networksecuritygroups/securityrules")) {
      if (child->is_existing()) continue;
      if (child->exists() == Tri::yes) group.rules.push_back({child->body()});
      else group.complete = false;
    }
    groups.push_back(std::move(group));
  };
  const auto nic = set.primary_network_interface();
  const auto configuration = set.primary_ip_configuration();
  if (nic) add((*nic)["properties.networkSecurityGroup.id"]);
  if (configuration) {
    const Property subnet_id = (*configuration)["properties.subnet.id"];
    if (const auto subnet = find_subnet(*set.model, subnet_id)) add((*subnet)["networkSecurityGroup.id"]);
    else *decided = false;
  }
  return groups;
}

bool port_covers(std::string_view range, std::int64_t port) {
  range = trim(range);
  if (range == "*") return true;
  const auto dash = range.find('-');
  if (dash == std::string_view::npos) return to_port(range) == port;
  const auto first = to_port(range.substr(0, dash)), last = to_port(range.substr(dash + 1));
  return first && last && *first <= port && port <= *last;
}

Tri is_basic(const Resource& load_balancer) {
  const Property sku = load_balancer["sku.name"];
  return sku.test([](const eval::Value& value) { return tri(value.is_string() && equal_ignoring_case(value.as_string(), "Basic")); }, Tri::yes);
}

Tri has_public_frontend(const Resource& load_balancer) {
  const Items frontends = load_balancer["properties.frontendIPConfigurations"].items();
  Tri found = frontends.is_complete() ? Tri::no : Tri::unknown;
  for (const auto& frontend : frontends.certain)
    found = found || frontend["properties.publicIPAddress"].present() || frontend["properties.publicIPPrefix"].present();
  return found;
}

namespace {

Tri has_default_route(const ScaleSet& set, const Subnet& subnet) {
  const Property id = subnet["routeTable.id"];
  if (id.is_absent()) return Tri::no;
  const Found table = set.model->find(reference_of(id));
  if (table.match != Tri::yes || table.resource->is_existing()) return Tri::unknown;
  const Items routes = (*table.resource)["properties.routes"].items();
  Tri found = routes.is_complete() ? Tri::no : Tri::unknown;
  for (const auto& route : routes.certain) found = found || route["properties.addressPrefix"].equals("0.0.0.0/0");
  for (const auto* child : set.model->children(*table.resource, "microsoft.network/routetables/routes"))
    found = found || ((*child)["properties.addressPrefix"].equals("0.0.0.0/0") && child->exists());
  return found;
}

/// Public balancers with load-balancing or outbound rules translate addresses for their pool.
Tri is_translated_by(const Resource& balancer) {
  const Items rules = balancer["properties.loadBalancingRules"].items(), outbound = balancer["properties.outboundRules"].items();
  const Tri some = !rules.certain.empty() || !outbound.certain.empty() ? Tri::yes : rules.is_complete() && outbound.is_complete() ? Tri::no : Tri::unknown;
  return has_public_frontend(balancer) && some;
}

}  // namespace

WayOut way_out(const ScaleSet& set) {
  WayOut way;
  const auto configuration = set.primary_ip_configuration();
  if (!configuration) return way;
  way.subnet = find_subnet(*set.model, (*configuration)["properties.subnet.id"]);
  Tri exists = Tri::no;
  for (const auto& each : set.ip_configurations()) exists = exists || each["properties.publicIPAddressConfiguration"].present();
  bool complete = false;
  const auto balancers = set.load_balancers(&complete);
  if (!complete) exists = exists || Tri::unknown;
  Tri internal_standard = Tri::no;
  for (const auto* balancer : balancers) {
    exists = exists || is_translated_by(*balancer);
    internal_standard = internal_standard || (!has_public_frontend(*balancer) && !is_basic(*balancer));
  }
  Tri subnet_is_private = Tri::unknown;
  if (way.subnet) {
    exists = exists || (*way.subnet)["natGateway.id"].present() || has_default_route(set, *way.subnet);
    subnet_is_private = (*way.subnet)["defaultOutboundAccess"].is_false();
  } else {
    exists = exists || Tri::unknown;  // the subnet is not in the deployment: it may have a NAT gateway
  }
  way.exists = exists;
  way.private_by_nature = set.is_flexible() || internal_standard || subnet_is_private;
  return way;
}

namespace {

/// Agents that cannot work without reaching their service.
bool is_agent(const Extension& extension) {
  const auto publisher = extension.publisher.text_or(""), type = extension.type.text_or("");
  if (is_application_health(extension) == Tri::yes) return false;
  if (equal_ignoring_case(publisher, "Microsoft.Azure.ServiceFabric") || equal_ignoring_case(publisher, "Microsoft.Azure.KeyVault")) return false;
  for (const auto& agent : auto_upgrade_types())
    if (equal_ignoring_case(agent.publisher, publisher) && equal_ignoring_case(agent.type, type))
      return agent.purpose == "monitoring" || agent.purpose == "security";
  return false;
}

Items files_of(const Extension& extension, bool protected_ones) {
  return (protected_ones ? extension.protected_settings : extension.settings)["fileUris"].items();
}

}  // namespace

const Extension* downloading_extension(const ScaleSet& set) {
  for (const auto& extension : set.extensions) {
    if (extension.exists != Tri::yes) continue;
    if (!files_of(extension, false).certain.empty() || !files_of(extension, true).certain.empty()) return &extension;
    if (extension.settings["configuration.url"].is_present() || extension.settings["modulesUrl"].is_present()) return &extension;
    if (is_agent(extension)) return &extension;
  }
  return nullptr;
}

Tri reaches_storage_privately(const ScaleSet& set, const std::optional<Subnet>& subnet) {
  Tri all_blobs = Tri::yes;
  for (const auto& extension : set.extensions) {
    if (extension.exists == Tri::no) continue;
    if (is_agent(extension)) return Tri::no;
    for (const bool protected_ones : {false, true}) {
      const Items files = files_of(extension, protected_ones);
      if (!files.is_complete()) all_blobs = all_blobs && Tri::unknown;
      for (const auto& file : files.certain) {
        const auto text = to_lower(symbolic(file).text());
        const auto host_end = text.find('/', text.find("://") == std::string::npos ? 0 : text.find("://") + 3);
        const auto host = text.substr(0, host_end);
        all_blobs = all_blobs && tri(host.find(".blob.core.") != std::string::npos || (host.find(".blob.") != std::string::npos));
      }
    }
  }
  Tri reached = set.model->has_unreadable_deployments ? Tri::unknown : Tri::no;
  if (subnet) {
    const Items endpoints = (*subnet)["serviceEndpoints"].items();
    if (!endpoints.is_complete()) reached = reached || Tri::unknown;
    for (const auto& endpoint : endpoints.certain) reached = reached || endpoint["service"].is_one_of({"Microsoft.Storage", "Microsoft.Storage.Global"});
  } else {
    reached = reached || Tri::unknown;
  }
  for (const auto* endpoint : set.model->of_type("microsoft.network/privateendpoints"))
    for (const auto& connection : (*endpoint)["properties.privateLinkServiceConnections"].items().certain)
      for (const auto& group : connection["properties.groupIds"].items().certain) reached = reached || (group.equals("blob") && endpoint->exists());
  return all_blobs && reached;
}

}  // namespace fleetlint::rules
