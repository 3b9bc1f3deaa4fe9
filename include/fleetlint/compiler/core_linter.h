#pragma once
// The style and safety rules that the reference compiler ships (`analyzers.core`), as far as the bound model answers them.
// They are advice on Bicep itself; the rules on scale sets are in the rules room.
#include <vector>

#include "fleetlint/base/finding.h"
#include "fleetlint/compiler/semantic_model.h"

namespace fleetlint::compiler {

/// Findings of every rule on a file whose types are checked, in the order of the rules; codes are the reference's names.
/// Rules that are off by default are told as warnings, too, as the reference's published diagnostics have them.
std::vector<Finding> lint_core(const SemanticModel& model);

}  // namespace fleetlint::compiler
