// Look-ups in the tables of API versions. The tables themselves, by area:
//   api_table_compute.cpp         scale sets and their extensions
//   api_table_service_fabric.cpp  clusters, node types of managed clusters
//   api_table_arc.cpp             Arc machines and their extensions
//   api_table_maintenance.cpp     maintenance configurations and assignments
#include "fleetlint/rules/api_table.h"

#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "api_table_data.h"
#include "fleetlint/base/assert.h"
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

namespace {

/// The properties of a type by path in lower case, and the objects among them: a rule asks for every property of a template.
struct PathIndex {
  std::unordered_map<std::string, const KnownProperty*> properties;
  std::unordered_set<std::string> objects;

  explicit PathIndex(const KnownType& type) {
    for (const auto& known : type.properties) {
      const auto path = fleet::to_lower(known.path);
      properties.emplace(path, &known);
      for (std::size_t at = path.find_first_of(".["); at != std::string::npos; at = path.find_first_of(".[", at + 1)) objects.insert(path.substr(0, at));
    }
  }
};

const PathIndex& index_of(const KnownType& type) {
  static const auto indexes = [] {
    std::vector<std::pair<const KnownType*, PathIndex>> all;
    for (const auto& known : known_types()) all.emplace_back(&known, PathIndex(known));
    return all;
  }();
  for (const auto& [known, index] : indexes)
    if (known == &type) return index;
  FLEETLINT_ASSERT(false);  // types come from known_types()
  return indexes.front().second;
}

}  // namespace

const KnownProperty* find_known_property(const KnownType& type, std::string_view path) {
  const auto& properties = index_of(type).properties;
  const auto found = properties.find(fleet::to_lower(path));
  return found == properties.end() ? nullptr : found->second;
}

bool has_known_members(const KnownType& type, std::string_view path) { return index_of(type).objects.contains(fleet::to_lower(path)); }

}  // namespace fleetlint::rules
