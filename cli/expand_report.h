#pragma once
// What a template makes, in three forms.
#include <string>

#include "fleetlint/base/redaction.h"
#include "fleetlint/evaluator/evaluate.h"

namespace fleetlint::cli {

/// One JSON object: resources, outputs, variables, parameters, asserts, diagnostics; `absent` where something that is declared
/// has no resource.
std::string expand_json(const eval::EvaluatedTemplate& evaluated, const SourceSet& sources, const Redaction& redaction, const std::vector<Finding>& findings);
/// Resources as a tree for people; unknown values with their reason.
std::string expand_text(const eval::EvaluatedTemplate& evaluated, const SourceSet& sources);
std::string expand_markdown(const eval::EvaluatedTemplate& evaluated, const SourceSet& sources);

}  // namespace fleetlint::cli
