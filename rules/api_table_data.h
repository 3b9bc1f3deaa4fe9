#pragma once
// The tables of api_table.cpp, one file an area. Private to the room.
#include "fleetlint/rules/api_table.h"

namespace fleetlint::rules {

extern const KnownType compute_virtualmachinescalesets;
extern const KnownType compute_virtualmachinescalesets_extensions;
extern const KnownType servicefabric_clusters;
extern const KnownType servicefabric_managedclusters_nodetypes;
extern const KnownType hybridcompute_machines;
extern const KnownType hybridcompute_machines_extensions;
extern const KnownType maintenance_maintenanceconfigurations;
extern const KnownType maintenance_configurationassignments;

}  // namespace fleetlint::rules
