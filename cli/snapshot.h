#pragma once
// What a deployment is predicted to make, without the structure of its modules: a text to keep beside the parameter file.
#include <string>
#include <vector>

#include "fleetlint/evaluator/evaluate.h"

namespace fleetlint::cli {

/// `{predictedResources, diagnostics, outputs}`, indented. What is not known before the deployment stands there as the
/// expression that will give it, with the known parts filled in; secrets never do.
std::string snapshot_text(const eval::EvaluatedTemplate& evaluated, const std::vector<Finding>& diagnostics);

/// How the second snapshot differs from the first, one line a change; empty: not at all. Both are texts of
/// `snapshot_text`, or of the reference compiler's command.
std::string snapshot_changes(const std::string& before, const std::string& after);

}  // namespace fleetlint::cli
