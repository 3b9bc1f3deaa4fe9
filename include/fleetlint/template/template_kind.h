#pragma once
// What a JSON file is that was given as a template.
#include <string_view>

#include "fleetlint/template/template_ir.h"

namespace fleetlint::arm {

/// Whether the file holds values for parameters: by its schema, or, without one, by `parameters` whose members have a value
/// and no type, and nothing else.
bool is_parameter_file(const Node& root);

/// What is told of it.
inline constexpr std::string_view is_no_template = "this is a parameter file, not a template: name the template, and give this file with --parameters";

}  // namespace fleetlint::arm
