#pragma once
#include <cstdint>
#include <vector>

#include "fleetlint/compiler/semantic_model.h"
#include "lower/scope_data.h"

namespace fleetlint::compiler {

/// Which variables and existing resources are put in place where they are used, because ARM cannot hold what they need in
/// `variables` or in the name of a resource (emission rules K3–K6).
class InlinedSymbols {
 public:
  bool has(SymbolId id) const { return id.index < inlined_.size() && inlined_[id.index] != 0; }

 private:
  friend InlinedSymbols inlined_symbols(const SemanticModel& model, const ScopeTable& scopes);
  std::vector<std::uint8_t> inlined_;
};
InlinedSymbols inlined_symbols(const SemanticModel& model, const ScopeTable& scopes);

}  // namespace fleetlint::compiler
