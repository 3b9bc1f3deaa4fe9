#pragma once
// What the template of a set leaves open until it is deployed, with the reason.
#include <string>
#include <vector>

#include "fleetlint/rollout/scenario_reader.h"

namespace fleetlint::fleet {
class Property;
class ScaleSet;
}

namespace fleetlint::rollout {

/// Every setting that the simulator reads and the template does not tell, in the order of the scenario schema. The number of
/// instances comes first; what counts instead of the others is the default of the schema (`template_sets` takes them).
std::vector<UnknownSetting> open_settings(const fleet::ScaleSet& source);

/// How many instances a set surely has: what it says, else the least that autoscale allows; nothing: unknown.
std::optional<std::int64_t> known_capacity(const fleet::ScaleSet& source);

/// Why a value is not known, for people: "parameter `count` has no value". Never holds text of a secret.
std::string why_unknown(const fleet::Property& property);

}  // namespace fleetlint::rollout
