#pragma once
#include "lower/inlining.h"
#include "lower/scope_data.h"

namespace fleetlint::compiler {

/// Reports what ARM has no form for, although the language does (emission.md, section S): loops and lambdas in the wrong
/// place, names with the wrong number of segments, two resources with one id. For files without other errors.
void check_emit_limits(const SemanticModel& model, const ScopeTable& scopes, const InlinedSymbols& inlined);

}  // namespace fleetlint::compiler
