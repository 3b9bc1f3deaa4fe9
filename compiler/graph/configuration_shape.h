#pragma once
// What the sections of bicepconfig.json must look like.
#include <optional>
#include <string>

#include "fleetlint/template/template_ir.h"

namespace fleetlint::compiler {

struct ShapeProblem {
  Location location;
  std::string message;  ///< `"formatting.width" must be an integer`
};

/// The first value of one file, an object, that has not the type that its section wants. Sections and settings that nobody
/// knows are fine, as are those of the analyzers' rules: the reference reads past them.
std::optional<ShapeProblem> shape_problem(const arm::Node& root);

/// The member with exactly this name: the reference reads its settings with regard to case. The last one counts.
const arm::Node* setting(const arm::Node& object, std::string_view name);

}  // namespace fleetlint::compiler
