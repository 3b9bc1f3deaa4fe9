#pragma once
// Which declared resources a deployment makes, and why it does not make the others.
#include <string>
#include <string_view>
#include <vector>

#include "fleetlint/evaluator/evaluate.h"

namespace fleetlint::eval {

/// Whether the resource is there once the template is deployed, as far as conditions and loops decide: its own, and those
/// of the nested deployments around it. (A condition does not reach the children of a resource: Microsoft Learn,
/// "Conditional deployment in ARM templates".) Existing resources count as made.
Tri is_made(const EvaluatedResource& resource);

/// Why something is not made, or perhaps not.
struct Cause {
  std::string text;        ///< "its condition `parameters('x')` is false"
  std::vector<Note> way;   ///< where the value comes from
};

/// Of a resource that is made for certain: empty.
Cause cause_of(const EvaluatedResource& resource);

/// A declaration that has no evaluated resource.
struct Absence {
  std::string type, name;  ///< as far as they are written; expressions in brackets
  std::string_view symbolic_name;
  Location location;
  Cause cause;
  const EvaluatedDeployment* deployment = nullptr;  ///< the innermost that is evaluated
};

/// All of them: the inside of nested deployments that are not made, then loops without items with what is written in them.
/// At most a few thousand.
std::vector<Absence> absences(const EvaluatedTemplate& evaluated);

/// Where a resource says how many its loop makes; null without one.
const arm::Node* count_of_loop(const arm::Node& declaration);

}  // namespace fleetlint::eval
