#pragma once
#include "fleetlint/fleet/fleet_model.h"
#include "fleetlint/rollout/scenario_reader.h"

namespace fleetlint::rollout {

/// Fills `set.model`: hashes of what instances are made of, part by part, so that two versions of a template can be compared.
/// Hashes only: values may be secret.
void describe_model(const fleet::ScaleSet& source, TemplateSet& set);

}  // namespace fleetlint::rollout
