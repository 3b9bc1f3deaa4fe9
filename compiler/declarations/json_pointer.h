#pragma once
// `$ref` of schemas in ARM JSON.
#include <string_view>

#include "fleetlint/template/template_ir.h"

namespace fleetlint::compiler {

/// The node that a pointer within the document (`#/definitions/x`, RFC 6901) names; null when it names none.
const arm::Node* node_at_pointer(const arm::Node& root, std::string_view pointer);

}  // namespace fleetlint::compiler
