#pragma once
// Whether one resource is deployed after another. Private to the room.
#include "fleetlint/rules/rule.h"

namespace fleetlint::rules {

/// The resource is written inside its parent, which makes it wait.
bool is_nested(const Resource& resource);
/// Yes: dependsOn reaches the other one, directly, through others, or through the nested deployment that makes it.
Tri waits_for(const FleetModel& model, const Resource& resource, const Resource& other);

}  // namespace fleetlint::rules
