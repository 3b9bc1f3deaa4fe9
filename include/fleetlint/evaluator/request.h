#pragma once
// One expression with everything that stands around it: what `fleetlint eval` evaluates.
#include <optional>
#include <span>
#include <string_view>

#include "fleetlint/evaluator/expression_evaluator.h"

namespace fleetlint::eval {

struct Request {
  std::string_view expression;  ///< as it stands in a template, brackets included; a text without them is a literal
  Location location;            ///< of the expression's first byte
  Place place = Place::output;
  /// Objects (functions and copy_loops: arrays) of literal JSON, or null. Parameters are final values, `{"$unknown": …}`
  /// allowed; variables and functions are as in a template.
  const arm::Node* parameters = nullptr;
  const arm::Node* variables = nullptr;
  const arm::Node* functions = nullptr;
  const arm::Node* copy_loops = nullptr;  ///< outermost first: {name, index, resource}
  const arm::Node* context = nullptr;
  std::optional<std::string_view> now;
  std::uint64_t seed = 0;  ///< of newGuid()
};

/// The value; failed (Value::failure) when the expression does not parse or certainly fails. Lives in the arena and in
/// the request's nodes.
Value evaluate_request(const Request& request, const Limits& limits, Arena& arena);

/// The place named `output`, `parameterDefault`, `variable`, `resourceName`, `copyCount`, `resourceProperty`,
/// `parameterFile`; empty for another word.
std::optional<Place> place_named(std::string_view word);
/// These names, in that order.
std::span<const std::string_view> place_names();

}  // namespace fleetlint::eval
