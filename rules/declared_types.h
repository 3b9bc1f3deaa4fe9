#pragma once
// The types that parameters and outputs of a template are declared with. Private to the room.
#include <string>
#include <string_view>

#include "fleetlint/rules/rule.h"
#include "fleetlint/template/template_ir.h"

namespace fleetlint::rules {

/// The type in lower case, followed through `$ref` into the definitions of the template; empty when there is none.
std::string declared_type(const arm::Node& declaration, const arm::Node& root);
/// securestring or secureObject.
bool is_secure_type(const arm::Node& declaration, const arm::Node& root);
/// Whether the parameter or output of this name is declared secure; `section` is "parameters" or "outputs".
bool is_declared_secure(const eval::EvaluatedDeployment& deployment, std::string_view section, std::string_view name);

}  // namespace fleetlint::rules
