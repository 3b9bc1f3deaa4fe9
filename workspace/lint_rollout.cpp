// The simulator as the rules see it: batches of each set, and facts by name.
#include "lint_input.h"

namespace fleetlint::workspace {

std::optional<rules::RolloutFacts> simulate_rollout(SourceSet&, const LintOptions&, const fleet::FleetModel&, std::vector<Finding>&) { return std::nullopt; }

}  // namespace fleetlint::workspace
