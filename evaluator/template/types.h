#pragma once
// Types of parameters, outputs and user functions: checking values, and what a type says about a value nobody knows.
#include <optional>
#include <string>
#include <string_view>

#include "fleetlint/evaluator/expression_evaluator.h"
#include "fleetlint/evaluator/value.h"
#include "fleetlint/template/template_ir.h"

namespace fleetlint::eval {

struct TypeError {
  ErrorKind kind;
  std::string message;
};

/// A declaration with a type: parameter, output, argument, or an entry of `definitions` (may be null).
struct DeclaredType {
  const arm::Node& node;
  const arm::Node* definitions;
};

/// What is wrong with a value, when it is certain. `path` names the value in the message: "parameter `p`".
std::optional<TypeError> check_type(const Value& value, DeclaredType type, const std::string& path, Arena& arena);

/// What is wrong with the declaration itself; the message is what follows its name.
std::optional<TypeError> problem_of_declaration(DeclaredType type);

/// Null may be given: the type or what it refers to is nullable.
bool is_nullable(DeclaredType type);
/// secureString and secureObject.
bool is_secure(DeclaredType type);

/// What is certain about any value of the type: kind, allowed values, ranges, lengths, required members.
/// Parts get identities derived from `identity`.
Unknown facts_of_type(DeclaredType type, UnknownReason reason, std::uint64_t identity, std::string_view expression,
                      ExpressionEvaluator& evaluator);

}  // namespace fleetlint::eval
