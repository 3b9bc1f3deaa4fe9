#pragma once
// Maintenance configurations and what they are assigned to. Private to the room.
#include <string_view>
#include <vector>

#include "fleetlint/rules/rule.h"

namespace fleetlint::rules {

struct MaintenanceAssignment {
  const Resource* resource = nullptr;       ///< the assignment
  const Resource* configuration = nullptr;  ///< in the deployment; else null
  ResourceReference configuration_reference;
  Property scope;                           ///< maintenanceScope of the configuration; absent: not in the deployment
  const Resource* target = nullptr;         ///< the machine or set in the deployment; else null
  std::string target_type;                  ///< lower case; empty: unknown
  bool has_filter = false;                  ///< targets whatever a filter finds

  /// Whether the target is in the deployment and has the assignment wherever it is deployed.
  bool binds_target() const { return target != nullptr && resource->can_violate(*target); }
};
/// Every assignment of the deployment, in the new form (scope or parent) and the older one (name of the set in front).
std::vector<MaintenanceAssignment> maintenance_assignments(const FleetModel& model);

/// Whether an assignment whose configuration has this scope covers the resource; unknown when one might.
Tri is_scheduled(const FleetModel& model, const Resource& resource, std::string_view scope);
/// OSImage or InGuestPatch.
Tri is_patched_by_schedule(const ScaleSet& set);

/// Seconds of a recurrence (Week, 3Days, 2Months Third Tuesday); nothing when it cannot be read.
std::optional<std::int64_t> recurrence_seconds(std::string_view text);
/// Seconds of HH:mm.
std::optional<std::int64_t> clock_duration(std::string_view text);

}  // namespace fleetlint::rules
