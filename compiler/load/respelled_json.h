#pragma once
// ARM JSON as the reference writes it again after reading.
#include <memory>

#include "fleetlint/template/template_ir.h"

namespace fleetlint::compiler::load {

/// The template with decimals in their shortest form (`1.50` is `1.5`, `1e3` is `1000.0`) and moments without needless digits
/// (`…T00:00:00.000Z` is `…T00:00:00Z`, other offsets become `+00:00`, as where the clock
/// shows UTC): the reference reads both as values, not as text. The
/// same pointer when there is nothing to change.
std::shared_ptr<const arm::TemplateIr> respelled(std::shared_ptr<const arm::TemplateIr> json);

}  // namespace fleetlint::compiler::load
