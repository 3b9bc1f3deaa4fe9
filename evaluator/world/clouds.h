#pragma once
#include "fleetlint/base/arena.h"
#include "fleetlint/evaluator/value.h"
#include "fleetlint/template/template_ir.h"

namespace fleetlint::eval {

/// `environment()`: the given members; for a known cloud (by `name`) the others from its table, else unknown.
/// Source: Microsoft Learn, "Deployment functions for ARM templates", environment; `az cloud list`.
Value environment_value(const arm::Node* given, Arena& arena);

}  // namespace fleetlint::eval
