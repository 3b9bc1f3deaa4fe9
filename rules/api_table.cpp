// Look-ups in the tables of API versions. The tables themselves, by area:
//   api_table_compute.cpp         scale sets and their extensions
//   api_table_service_fabric.cpp  clusters, node types of managed clusters
//   api_table_arc.cpp             Arc machines and their extensions
//   api_table_maintenance.cpp     maintenance configurations and assignments
#include "fleetlint/rules/api_table.h"

#include "api_table_data.h"
#include "fleetlint/fleet/property.h"

namespace fleetlint::rules {

std::span<const KnownType> known_types() {
  static const KnownType types[] = {
      compute_virtualmachinescalesets,
      compute_virtualmachinescalesets_extensions,
      servicefabric_clusters,
      servicefabric_managedclusters_nodetypes,
      hybridcompute_machines,
      hybridcompute_machines_extensions,
      maintenance_maintenanceconfigurations,
      maintenance_configurationassignments,
  };
  return types;
}

const KnownType* find_known_type(std::string_view type) {
  for (const auto& known : known_types())
    if (fleet::equal_ignoring_case(known.type, type)) return &known;
  return nullptr;
}

const KnownProperty* find_known_property(const KnownType& type, std::string_view path) {
  for (const auto& known : type.properties)
    if (fleet::equal_ignoring_case(known.path, path)) return &known;
  return nullptr;
}

bool has_known_members(const KnownType& type, std::string_view path) {
  for (const auto& known : type.properties)
    if (known.path.size() > path.size() && (known.path[path.size()] == '.' || known.path[path.size()] == '[') &&
        fleet::equal_ignoring_case(known.path.substr(0, path.size()), path))
      return true;
  return false;
}

}  // namespace fleetlint::rules
