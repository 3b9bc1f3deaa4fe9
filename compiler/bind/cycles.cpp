// Third step of binding: declarations that need themselves.
#include <algorithm>

#include "bind/binder.h"

namespace fleetlint::compiler {

using syntax::Node;
using syntax::NodeKind;

namespace {

bool is_declaration(NodeKind kind) {
  switch (kind) {
    case NodeKind::VariableDeclaration:
    case NodeKind::ModuleDeclaration:
    case NodeKind::TestDeclaration:
    case NodeKind::OutputDeclaration:
    case NodeKind::ParameterDeclaration:
    case NodeKind::ParameterAssignment:
    case NodeKind::FunctionDeclaration:
    case NodeKind::ResourceDeclaration:
    case NodeKind::TypeDeclaration:
    case NodeKind::ImportedSymbolsListItem:
      return true;
    default:
      return false;
  }
}

}  // namespace

void Binder::collect_uses(Node node, SymbolId current, bool self_reference_permitted) {
  switch (node.kind()) {
    case NodeKind::VariableAccess:
    case NodeKind::TypeVariableAccess:
      if (current && !self_reference_permitted) uses_[current.index].push_back({model_.symbol_at(node), node.index()});
      return;
    case NodeKind::ResourceAccess:
    case NodeKind::FunctionCall:
    case NodeKind::ParameterizedTypeInstantiation:
      if (current && model_.symbol_at(node)) uses_[current.index].push_back({model_.symbol_at(node), node.index()});
      break;
    // A type may hold itself where a value can end: in arrays, properties, tuples.
    case NodeKind::ArrayTypeMember:
    case NodeKind::ObjectTypeProperty:
    case NodeKind::ObjectTypeAdditionalProperties:
    case NodeKind::TupleTypeItem:
      self_reference_permitted = true;
      break;
    case NodeKind::ArrayAccess:
    case NodeKind::PropertyAccess:
    case NodeKind::TypePropertyAccess:
    case NodeKind::TypeAdditionalPropertiesAccess:
    case NodeKind::TypeArrayAccess:
    case NodeKind::TypeItemsAccess:
      self_reference_permitted = false;
      break;
    default:
      if (is_declaration(node.kind())) {
        const auto symbol = model_.symbol_at(node);
        if (!symbol || model_.symbols_[symbol.index].name.empty()) return;
        const bool is_resource = node.kind() == NodeKind::ResourceDeclaration;
        if (is_resource) enclosing_resources_.push_back(symbol);
        for (Node child : node.children()) collect_uses(child, symbol, self_reference_permitted);
        if (is_resource) {
          enclosing_resources_.pop_back();
          // A nested resource needs the resources around it.
          for (const auto outer : enclosing_resources_) uses_[symbol.index].push_back({outer, node.index()});
        }
        return;
      }
  }
  for (Node child : node.children()) collect_uses(child, current, self_reference_permitted);
}

void Binder::find_cycles() {
  collect_uses(model_.root(), {}, false);
  // Depth first in the order of declarations; each edge back into the current path closes a cycle, and a declaration
  // keeps the shortest one that it was seen in.
  enum class State : std::uint8_t { unseen, on_path, done };
  std::vector<State> states(model_.symbols_.size(), State::unseen);
  struct Frame {
    SymbolId symbol;
    std::size_t next = 0;
  };
  static const std::vector<Use> nothing;
  const auto uses_of = [&](SymbolId id) -> const std::vector<Use>& {
    const auto at = uses_.find(id.index);
    return at == uses_.end() ? nothing : at->second;
  };
  for (std::uint32_t start = 0; start < model_.symbols_.size(); ++start) {
    if (states[start] != State::unseen || !uses_.contains(start)) continue;
    std::vector<Frame> path{{SymbolId{start}}};
    states[start] = State::on_path;
    while (!path.empty()) {
      auto& frame = path.back();
      const auto& uses = uses_of(frame.symbol);
      if (frame.next == uses.size()) {
        states[frame.symbol.index] = State::done;
        path.pop_back();
        continue;
      }
      const auto target = uses[frame.next++].target;
      if (!target) continue;
      if (states[target.index] == State::unseen) {
        states[target.index] = State::on_path;
        path.push_back({target});
      } else if (states[target.index] == State::on_path) {
        std::vector<SymbolId> cycle;
        for (auto i = path.size(); i-- > 0;) {
          cycle.push_back(path[i].symbol);
          if (path[i].symbol == target) break;
        }
        std::ranges::reverse(cycle);
        for (std::size_t i = 0; i < cycle.size(); ++i) {
          auto& known = model_.cycles_[cycle[i].index];
          if (!known.empty() && known.size() <= cycle.size()) continue;
          known.assign(cycle.begin() + static_cast<std::ptrdiff_t>(i), cycle.end());
          known.insert(known.end(), cycle.begin(), cycle.begin() + static_cast<std::ptrdiff_t>(i));
        }
      }
    }
  }
}

void Binder::report_cycles() {
  for (const auto& [symbol, uses] : uses_) {
    for (const auto& use : uses) {
      const auto cycle = use.target ? model_.cycle(use.target) : std::span<const SymbolId>{};
      if (cycle.empty()) continue;
      const auto node = model_.tree().node(use.node);
      // A type's cycles are told at the declaration by the type checker; nested resources have no name use to point at.
      if (node.kind() == NodeKind::ResourceDeclaration || node.kind() == NodeKind::TypeVariableAccess ||
          node.kind() == NodeKind::ParameterizedTypeInstantiation) {
        continue;
      }
      if (model_.symbols_[use.target.index].kind == SymbolKind::type_alias) continue;
      // A use from outside of the cycle only has nothing to go by.
      const auto inside = [&](SymbolId member) { return is_within(node, model_.symbols_[member.index].declaration); };
      if (std::ranges::none_of(cycle, inside)) {
        report(node.span(), Diagnostic::InvalidDeclaration, model_.symbols_[use.target.index].name);
        continue;
      }
      if (cycle.size() == 1) {
        report(node.span(), Diagnostic::CycleOfOne);
      } else {
        std::string names;
        for (const auto id : cycle) {
          if (!names.empty()) names += "\" -> \"";
          names += model_.symbols_[id.index].name;
        }
        report(node.span(), Diagnostic::Cycle, names);
      }
    }
  }
}

}  // namespace fleetlint::compiler
