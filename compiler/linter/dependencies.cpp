// no-unnecessary-dependson: what the body refers to anyway need not be named in `dependsOn`.
#include <fmt/format.h>

#include <deque>
#include <set>
#include <unordered_set>

#include "linter/core_rule.h"

namespace fleetlint::compiler {

namespace {

using syntax::Node;
using syntax::NodeKind;
using syntax::Role;

struct Use {
  SymbolId target;
  bool weak = false;  ///< only names an existing resource, which needs nothing to be there
};

/// What each resource, module and variable refers to outside of `dependsOn`.
class Uses {
 public:
  explicit Uses(const SemanticModel& model) : model_(model), uses_(model.symbols().size()) {
    for (Node child : model.root().children()) {
      if (child.is(NodeKind::ResourceDeclaration) || child.is(NodeKind::ModuleDeclaration) || child.is(NodeKind::VariableDeclaration)) collect(child);
    }
  }

  /// Which of the wanted ones are deployed before `user` because of what it refers to. The nearest are found first, so that
  /// the search mostly ends soon; of very large files the rest is not looked at.
  std::set<std::uint32_t> implied_by(SymbolId user, std::set<std::uint32_t> wanted) {
    std::set<std::uint32_t> implied;
    std::unordered_set<std::uint32_t> seen;
    std::deque<Use> open(uses_[user.index].begin(), uses_[user.index].end());
    while (!open.empty() && !wanted.empty() && steps_ < most_steps) {
      ++steps_;
      const auto use = open.front();
      open.pop_front();
      if (!seen.insert(use.target.index * 2 + (use.weak ? 1 : 0)).second) continue;
      const auto& next = uses_[use.target.index];
      open.insert(open.end(), next.begin(), next.end());
      const bool counts = !use.weak || !model_.symbol(use.target).is_existing;
      if (counts && wanted.erase(use.target.index) > 0) implied.insert(use.target.index);
    }
    return implied;
  }

 private:
  void collect(Node declaration) {
    std::vector<std::pair<SymbolId, Node>> around;  // the declarations around a node, innermost last
    const auto& nodes = model_.tree().nodes;
    const auto end = declaration.index() + declaration.raw().subtree_size;
    for (auto i = declaration.index(); i < end;) {
      const auto node = model_.tree().node(i);
      while (!around.empty() && !is_within(node, around.back().second)) around.pop_back();
      if (node.is(NodeKind::ResourceDeclaration) || node.is(NodeKind::ModuleDeclaration) || node.is(NodeKind::VariableDeclaration)) {
        const auto id = model_.symbol_at(node);
        if (id && !model_.cycle(id).empty()) {
          i += nodes[i].subtree_size;
          continue;
        }
        around.emplace_back(id, node);
        if (const auto* resource = model_.resource(id); resource != nullptr && resource->parent) {
          uses_[id.index].push_back({model_.resources()[resource->parent->resource].symbol, true});
        }
      } else if (node.is(NodeKind::ObjectProperty) && is_depends_on(node, around.back().first)) {
        i += nodes[i].subtree_size;
        continue;
      } else if (node.is(NodeKind::VariableAccess) || node.is(NodeKind::ResourceAccess)) {
        const auto target = model_.symbol_at(node);
        const auto user = around.back().first;
        if (target && user) {
          const auto kind = model_.symbol(target).kind;
          if (kind == SymbolKind::resource || kind == SymbolKind::module || kind == SymbolKind::variable) uses_[user.index].push_back({target, is_weak(node, target)});
        }
      }
      ++i;
    }
  }

  bool is_depends_on(Node property, SymbolId user) const {
    const auto* resource = user ? model_.resource(user) : nullptr;
    const auto* module = user ? model_.module(user) : nullptr;
    const auto value = resource ? resource->depends_on : module ? module->depends_on : Node();
    return value && property.part(Role::value) == value;
  }

  /// Reading an identifier of an existing resource, or calling a function of it, needs only its name.
  bool is_weak(Node node, SymbolId target) const {
    if (!model_.symbol(target).is_existing) return false;
    auto parent = model_.parent(node);
    while (parent.is(NodeKind::NonNullAssertion) || parent.is(NodeKind::ArrayAccess)) parent = model_.parent(parent);
    if (parent.is(NodeKind::InstanceFunctionCall)) return true;
    if (parent.is(NodeKind::PropertyAccess)) {
      const auto name = parent.name_text();
      return name == "id" || name == "name" || name == "type" || name == "apiVersion";
    }
    if (!parent.is(NodeKind::ObjectProperty)) return false;
    return parent.name_text() == "parent" || parent.name_text() == "scope";
  }

  static constexpr std::size_t most_steps = 3'000'000;
  const SemanticModel& model_;
  std::vector<std::vector<Use>> uses_;
  std::size_t steps_ = 0;
};

}  // namespace

void CoreLint::unnecessary_dependencies() {
  struct Row {
    SymbolId symbol;
    Node depends_on;
  };
  std::vector<Row> rows;
  const auto add = [&](const auto& declared) {
    if (declared.depends_on && declared.depends_on.is(NodeKind::Array) && model_.cycle(declared.symbol).empty()) rows.push_back({declared.symbol, declared.depends_on});
  };
  for (const auto& resource : model_.resources()) add(resource);
  for (const auto& entry : model_.modules()) add(entry);
  if (rows.empty()) return;
  Uses uses(model_);
  const auto named_by = [&](Node item) {
    const auto value = item.is(NodeKind::ArrayItem) ? item.part(Role::value) : Node();
    return value ? model_.symbol_at(value) : SymbolId{};
  };
  for (const auto& row : rows) {
    std::set<std::uint32_t> wanted;
    for (Node item : row.depends_on.children())
      if (const auto id = named_by(item)) wanted.insert(id.index);
    const auto implied = uses.implied_by(row.symbol, std::move(wanted));
    std::set<std::uint32_t> named;
    for (Node item : row.depends_on.children()) {
      const auto id = named_by(item);
      if (!id) continue;
      const auto& symbol = model_.symbol(id);
      // Of a loop, what is named may be more than what is referred to.
      if (symbol.is_collection || (symbol.kind != SymbolKind::resource && symbol.kind != SymbolKind::module)) continue;
      if (!implied.contains(id.index) && named.insert(id.index).second) continue;
      report(item.span(), "no-unnecessary-dependson", fmt::format("Remove unnecessary dependsOn entry '{}'.", symbol.name));
    }
  }
}

}  // namespace fleetlint::compiler
