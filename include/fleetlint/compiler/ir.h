#pragma once
// The intermediate form between bound syntax and the template: what the reference compiler calls expressions. Inlining,
// names of loops, dependencies and spread are settled here; how a thing is written in ARM is not.
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "fleetlint/compiler/semantic_model.h"
#include "fleetlint/grammar/syntax.h"

namespace fleetlint::compiler::ir {

enum class Kind : std::uint8_t {
#define IR(Name) Name,
#include "fleetlint/compiler/ir_kind.def"
};
/// The name in ir_kind.def.
std::string_view to_string(Kind kind);

enum class Operator : std::uint8_t {
  none, logical_or, logical_and, equals, not_equals, equals_insensitive, not_equals_insensitive, less_than,
  less_than_or_equal, greater_than, greater_than_or_equal, add, subtract, multiply, divide, modulo, coalesce, negate, minus,
};

/// How a member is read.
struct AccessFlags {
  bool safe = false;      ///< `.?` `[?`
  bool from_end = false;  ///< `[^`
  bool chained = false;   ///< the base is a member access, too
};

struct Expression;

/// What stands for a loop's locals while a name is moved out of its loop: a list, newest first.
struct Replacement {
  SymbolId local;
  const Expression* value = nullptr;
  const Replacement* next = nullptr;
};

/// A resource that only its id stands for: a parameter or an output of a module whose type is a resource.
struct PassedResource {
  SymbolId symbol;          ///< the parameter or the module
  std::string_view output;  ///< of the module; empty: a parameter
  ResourceTypeName type;
  bool safe = false;        ///< read with `.?`: the output may be missing
};

/// Which element of a collection a reference means, and what that makes of the locals in the collection's name.
struct IndexContext {
  const Replacement* replacements = nullptr;
  const Expression* index = nullptr;  ///< null: no index, only replacements
  const PassedResource* passed = nullptr;  ///< the reference is to a resource that is passed
};

/// Decorators of a declaration or type member.
struct Decorators {
  const Expression* description = nullptr;
  const Expression* metadata = nullptr;
  const Expression* secure = nullptr;
  const Expression* min_length = nullptr;
  const Expression* max_length = nullptr;
  const Expression* min_value = nullptr;
  const Expression* max_value = nullptr;
  const Expression* sealed = nullptr;
  const Expression* user_defined_constraint = nullptr;
  const Expression* allowed_values = nullptr;
  const Expression* exported = nullptr;
};

/// A decorator of a resource that goes into `@options` (or is `patch`): its name and arguments.
struct ResourceOption {
  std::string_view name;
  const Expression* arguments = nullptr;  ///< Array
};

struct LambdaShape {
  std::uint32_t parameter_types = 0;  ///< children in front of the body
  bool has_output_type = false;
};

/// Immutable, in the arena of its model.
struct Expression {
  Kind kind = Kind::NullLiteral;
  Operator op = Operator::none;
  AccessFlags access;
  bool boolean = false;
  syntax::Node source;  ///< no node: made up, not written
  std::string_view text;
  std::int64_t integer = 0;
  SymbolId symbol;
  std::uint32_t resource = UINT32_MAX;  ///< index into the model's resources; none for a resource that is passed
  std::span<const Expression* const> children;
  std::span<const std::string_view> segments;
  const IndexContext* index = nullptr;
  const Decorators* decorators = nullptr;
  std::span<const ResourceOption> options;  ///< DeclaredResource
  LambdaShape lambda;
  const Type* type = nullptr;

  const Expression& child(std::size_t i) const { return *children[i]; }
  bool is(Kind k) const { return kind == k; }
  const PassedResource* passed() const { return index ? index->passed : nullptr; }
};

}  // namespace fleetlint::compiler::ir

namespace fleetlint::compiler {

/// One line of a printed intermediate form: where it starts in the file and what it says, tree lines included.
struct DescribedExpression {
  Span span;
  std::string text;
};
/// The intermediate form of a file without errors in pre-order, as `dump ir` shows it; the reference's goldens have this form.
std::vector<DescribedExpression> describe_ir(const SemanticModel& model);

}  // namespace fleetlint::compiler
