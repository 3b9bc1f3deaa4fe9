#pragma once
// Names and ids of resources as the platform puts them together, also where parts are unknown.
#include <span>
#include <string_view>
#include <vector>

#include "fleetlint/evaluator/expression_evaluator.h"

namespace fleetlint::eval {

/// The texts one after the other; unknown parts leave the known ends. `function` and `arguments` say how it was made.
Value join_texts(std::span<const Value> parts, std::string_view function, std::span<const Value> arguments, ExpressionEvaluator& evaluator);

/// The segments of a name: of a known one between `/`, of `format('{0}/{1}', …)` and of concat(…, '/', …) its arguments.
std::vector<Value> name_segments(const Value& name, ExpressionEvaluator& evaluator);

/// The id of a resource below `base` (the id of a scope or of the resource it extends). Type and segments that do not
/// fit give what is certain.
Value resource_id(const Value& base, std::string_view type, const Value& name, std::span<const Value> segments, ScopeKind scope,
                  ExpressionEvaluator& evaluator);

/// `/providers/Microsoft.Resources/resourceGroups/x` is another spelling of `/resourceGroups/x`.
std::string canonical_id(std::string_view id);

/// The number of `/` in a text.
std::size_t count_slashes(std::string_view text);

}  // namespace fleetlint::eval
