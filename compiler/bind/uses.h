#pragma once
// What a value or declaration is made of, through what it names.
#include <cstdint>
#include <limits>
#include <unordered_set>
#include <vector>

#include "fleetlint/compiler/semantic_model.h"

namespace fleetlint::compiler {

/// Visits every symbol that `from` names, directly or through others, each once: `visit(id)` says with which node to go on
/// (the symbol's value, or all of its declaration); no node ends the way there. Looks at no more than `budget` nodes and
/// takes away those it looked at.
template <typename Visit>
void each_used_symbol(const SemanticModel& model, syntax::Node from, Visit&& visit, std::uint64_t& budget) {
  using syntax::NodeKind;
  std::unordered_set<std::uint32_t> seen;
  std::vector<syntax::Node> open{from};
  while (!open.empty() && budget > 0) {
    const auto at = open.back();
    open.pop_back();
    const auto end = at.index() + at.raw().subtree_size;
    for (auto i = at.index(); i < end && budget > 0; ++i, --budget) {
      const auto node = model.tree().node(i);
      const bool names = node.is(NodeKind::VariableAccess) || node.is(NodeKind::TypeVariableAccess) || node.is(NodeKind::FunctionCall) || node.is(NodeKind::ResourceAccess);
      const auto id = names ? model.symbol_at(node) : SymbolId{};
      if (!id || !seen.insert(id.index).second) continue;
      if (const syntax::Node next = visit(id)) open.push_back(next);
    }
  }
}

template <typename Visit>
void each_used_symbol(const SemanticModel& model, syntax::Node from, Visit&& visit) {
  auto budget = std::numeric_limits<std::uint64_t>::max();
  each_used_symbol(model, from, std::forward<Visit>(visit), budget);
}

}  // namespace fleetlint::compiler
