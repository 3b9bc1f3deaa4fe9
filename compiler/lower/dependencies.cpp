// What must be deployed before what (emission rules G): found in every use of a resource, module or inlined variable.
#include <algorithm>
#include <unordered_set>

#include "bind/syntax_queries.h"
#include "lower/lowering.h"
#include "lower/name_order.h"

namespace fleetlint::compiler {

using ir::Kind;
using syntax::Node;
using syntax::NodeKind;
using syntax::Role;

namespace {

bool contains_copy_index(const ir::Expression* expression) {
  if (!expression) return false;
  if (expression->is(Kind::CopyIndex)) return true;
  return std::ranges::any_of(expression->children, [](const ir::Expression* child) { return contains_copy_index(child); });
}

bool is_identifier_member(std::string_view name) { return name == "id" || name == "name" || name == "type" || name == "apiVersion"; }

/// The part of a declaration that its loop's locals can be used in.
Node declaration_body(const SemanticModel& model, SymbolId id) {
  if (const auto* resource = model.resource(id)) return resource->body;
  if (const auto* entry = model.module(id)) return entry->body;
  const auto value = model.symbol(id).declaration.part(Role::value);
  return value && value.kind() == NodeKind::For ? value.part(Role::body) : value;
}

}  // namespace

void Lowering::collect_dependencies() {
  dependencies_.assign(model_.symbols().size(), {});
  for (Node child : model_.root().children()) {
    const auto kind = child.kind();
    if (kind == NodeKind::ResourceDeclaration || kind == NodeKind::ModuleDeclaration || kind == NodeKind::VariableDeclaration) {
      collect_dependencies(child, {});
    }
  }
  // Variables that lead nowhere are no dependencies; taking one out can empty another one.
  std::vector<std::vector<std::uint32_t>> users(model_.symbols().size());
  std::vector<std::uint32_t> empty;
  std::vector<std::size_t> open(model_.symbols().size(), 0);
  for (std::uint32_t i = 0; i < dependencies_.size(); ++i) {
    for (const auto& dependency : dependencies_[i]) users[dependency.target.index].push_back(i);
    open[i] = dependencies_[i].size();
    if (model_.symbols()[i].kind == SymbolKind::variable && open[i] == 0) empty.push_back(i);
  }
  std::vector<std::uint8_t> removed(model_.symbols().size(), 0);
  while (!empty.empty()) {
    const auto variable = empty.back();
    empty.pop_back();
    removed[variable] = 1;
    for (const auto user : users[variable]) {
      if (--open[user] == 0 && model_.symbols()[user].kind == SymbolKind::variable) empty.push_back(user);
    }
  }
  for (auto& list : dependencies_) {
    std::erase_if(list, [&](const Dependency& dependency) { return removed[dependency.target.index] != 0; });
  }
}

void Lowering::collect_dependencies(Node node, SymbolId declaration) {
  switch (node.kind()) {
    case NodeKind::ResourceDeclaration: {
      const auto id = model_.symbol_at(node);
      const auto* resource = model_.resource(id);
      if (!resource || !model_.cycle(id).empty()) return;
      if (resource->parent) {
        const auto& parent = model_.resources()[resource->parent->resource];
        dependencies_[id.index].push_back({parent.symbol, resource->parent->index, true});
      }
      for (Node child : node.children()) collect_dependencies(child, id);
      return;
    }
    case NodeKind::ModuleDeclaration:
    case NodeKind::VariableDeclaration: {
      const auto id = model_.symbol_at(node);
      for (Node child : node.children()) collect_dependencies(child, id);
      return;
    }
    case NodeKind::VariableAccess:
    case NodeKind::ResourceAccess:
      if (const auto target = model_.symbol_at(node); target && declaration) add_dependency(node, target, declaration);
      return;
    default:
      for (Node child : node.children()) collect_dependencies(child, declaration);
  }
}

void Lowering::add_dependency(Node node, SymbolId target, SymbolId declaration) {
  const auto& symbol = model_.symbol(target);
  const bool is_resource = symbol.kind == SymbolKind::resource;
  if (!is_resource && symbol.kind != SymbolKind::module && symbol.kind != SymbolKind::variable) return;
  Dependency dependency{target, dependency_index(node, target, declaration), false};
  // Only existing resources make a difference between reading and naming.
  if (is_resource && symbol.is_existing) {
    if (const auto* resource = model_.resource(target)) dependency.weak = is_weak(node, *resource, declaration);
  }
  auto& list = dependencies_[declaration.index];
  const auto same = [&](const Dependency& other) {
    return other.target == dependency.target && other.index == dependency.index && other.weak == dependency.weak;
  };
  // Uses of an element differ by where they are written; the same whole resource is kept once.
  if (!dependency.index && std::ranges::any_of(list, same)) return;
  list.push_back(dependency);
}

Node Lowering::dependency_index(Node node, SymbolId target, SymbolId declaration) const {
  if (!model_.symbol(target).is_collection) return {};
  const auto parent = model_.parent(node);
  if (parent.kind() != NodeKind::ArrayAccess || parent.part(Role::base) != node) return {};
  const auto index = parent.part(Role::index);
  // An index that uses the locals of an inner loop means nothing in `dependsOn`: depend on all of them.
  return inaccessible_locals(index, declaration_body(model_, declaration)).empty() ? index : Node();
}

bool Lowering::is_weak(Node node, const DeclaredResource& resource, SymbolId declaration) const {
  if (!resource.is_az()) return false;
  const bool collection = model_.symbol(resource.symbol).is_collection;
  for (auto at = node;;) {
    const auto parent = model_.parent(at);
    if (parent.kind() == NodeKind::NonNullAssertion) {
      at = parent;
      continue;
    }
    if (parent.kind() == NodeKind::PropertyAccess) {
      if (is_identifier_member(parent.name_text())) return true;
    } else if (parent.kind() == NodeKind::InstanceFunctionCall) {
      return true;
    } else if (parent.kind() == NodeKind::ArrayAccess) {
      const auto index = parent.part(Role::index);
      if (const auto name = model_.types().string_literal(index)) {
        if (is_identifier_member(*name)) return true;
      } else if (collection && at != index && model_.types().assignable_to_int(index)) {
        at = parent;
        continue;
      }
    }
    break;
  }
  const auto within_property = [&](std::string_view name) {
    const auto* current = model_.resource(declaration);
    const auto* entry = model_.module(declaration);
    const auto body = current ? current->body : entry ? entry->body : Node();
    const auto property = body ? find_property(body, name, arena()) : Node();
    return property && is_within(node, property);
  };
  return within_property("parent") || within_property("scope");
}

struct Lowering::PathState {
  std::vector<Found> found;
  std::vector<SymbolId> path;
  std::unordered_set<std::uint64_t> seen;  // targets reached without any replacement
};

void Lowering::follow(const Dependency& dependency, Node context, Replacements replacements, bool all_copy_index, PathState& state) {
  if (std::ranges::find(state.path, dependency.target) != state.path.end()) return;  // a cycle, which is reported
  if (!dependency.index && !replacements) {
    const auto key = (std::uint64_t{dependency.target.index} << 2) | (dependency.weak ? 2u : 0u) | (all_copy_index ? 1u : 0u);
    if (!state.seen.insert(key).second) return;
  }
  const auto& symbol = model_.symbol(dependency.target);
  const auto* resource = model_.resource(dependency.target);
  const auto* entry = model_.module(dependency.target);
  auto target = dependency;
  std::string_view key = symbol.name;
  const ir::IndexContext* index = nullptr;
  ir::Expression* reference = nullptr;
  if (resource) {
    key = resource->symbolic_name;
    if (!symbol.is_collection || target.index) index = index_context(*resource, target.index, context, replacements);
    reference = make(Kind::ResourceReference);
    reference->resource = symbol.detail;
  } else if (entry) {
    if (!symbol.is_collection || target.index) index = index_context(*entry, target.index, context, replacements);
    reference = make(Kind::ModuleReference);
  } else {
    if (!symbol.is_collection || target.index) {
      index = index_context(std::vector<PlacedNode>{{declaration_body(model_, dependency.target), nullptr}}, target.index, context, replacements);
    }
    reference = make(Kind::VariableReference);
  }
  reference->symbol = dependency.target;
  reference->text = symbol.name;
  reference->index = index;

  // An index is only kept while every step from the dependent has one: else the element is not known here.
  const bool uses_copy_index = index && contains_copy_index(index->index);
  if (uses_copy_index && !all_copy_index) {
    target.index = {};
    reference->index = nullptr;
  }
  const bool ends = entry || (resource && (!symbol.is_existing || (settings_.symbolic_names && !dependency.weak)));
  if (ends) {
    auto* found = make(Kind::ResourceDependency);
    found->children = list({reference});
    state.found.push_back({key, target, found});
    return;
  }
  state.path.push_back(dependency.target);
  for (const auto& next : dependencies_[dependency.target.index]) {
    follow(next, symbol.declaration, index ? index->replacements : replacements, all_copy_index && uses_copy_index, state);
  }
  state.path.pop_back();
}

std::vector<const ir::Expression*> Lowering::dependencies_of(SymbolId dependent, Node body) {
  PathState state;
  for (const auto& dependency : dependencies_[dependent.index]) follow(dependency, body, nullptr, true, state);
  auto& found = state.found;
  // By target in the order found; a whole collection stands for its elements.
  std::vector<Found> kept;
  std::unordered_map<std::uint32_t, std::size_t> whole;
  for (const auto& entry : found) {
    if (!entry.target.index) whole.try_emplace(entry.target.target.index, kept.size());
  }
  std::unordered_set<std::uint32_t> written;
  for (const auto& entry : found) {
    const auto target = entry.target.target.index;
    if (whole.contains(target)) {
      if (entry.target.index || !written.insert(target).second) continue;
    } else {
      const auto same = [&](const Found& other) { return other.target.target == entry.target.target && other.target.index == entry.target.index; };
      if (std::ranges::any_of(kept, same)) continue;
    }
    kept.push_back(entry);
  }
  std::ranges::stable_sort(kept, [](const Found& a, const Found& b) { return name_less(a.key, b.key); });
  std::vector<const ir::Expression*> result;
  result.reserve(kept.size());
  for (const auto& entry : kept) result.push_back(entry.expression);
  return result;
}

}  // namespace fleetlint::compiler
