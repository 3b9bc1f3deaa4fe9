#pragma once
// What types allow and ARM cannot say, by family; emit_limits.cpp calls them in turn. Each reports into the model.
#include "diagnostics.h"
#include "fleetlint/compiler/semantic_model.h"
#include "lower/inlining.h"
#include "lower/scope_data.h"

namespace fleetlint::compiler {

/// What every check starts from.
class LimitCheck {
 public:
  explicit LimitCheck(const SemanticModel& model) : model_(model) {}

 protected:
  template <typename... Args>
  [[gnu::cold]] void report(Span span, Diagnostic kind, Args&&... args) {
    compiler::report(model_.findings(), model_.location(span), kind, std::forward<Args>(args)...);
  }
  Span token_span(std::uint32_t token) const { return model_.tree().tokens.span(token); }
  bool has(Feature feature) const { return model_.features().has(feature); }

  const SemanticModel& model_;
};

/// Where loops may stand, whole collections, loops whose names are all the same.
void check_loops(const SemanticModel& model, const InlinedSymbols& inlined);
/// Lambdas, safe access, spread, secure outputs, functions and extensions that are allowed in few places, big integers.
void check_expressions(const SemanticModel& model);
/// Statements and names: features that are off, names that differ in case only, bodies that are types.
void check_declarations(const SemanticModel& model, const InlinedSymbols& inlined);

}  // namespace fleetlint::compiler
