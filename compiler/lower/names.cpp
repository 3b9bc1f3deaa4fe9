// Names that are read outside of the loop they are written in: the loop's locals are replaced by the element that is meant
// (emission rules C8, F8). Replacements are computed from the reading resource towards its oldest ancestor, because an
// ancestor's index may use locals of the next one.
#include <algorithm>

#include "bind/syntax_queries.h"
#include "lower/lowering.h"

namespace fleetlint::compiler {

using syntax::Node;
using syntax::NodeKind;
using syntax::Role;

namespace {

bool is_replaced(SymbolId local, Replacements replacements) {
  for (; replacements; replacements = replacements->next) {
    if (replacements->local == local) return true;
  }
  return false;
}

}  // namespace

std::vector<SymbolId> Lowering::inaccessible_locals(Node node, Node new_place) const {
  std::vector<SymbolId> result;
  if (!node) return result;
  const auto end = node.index() + node.raw().subtree_size;
  for (auto i = node.index(); i < end; ++i) {
    if (model_.tree().nodes[i].kind != NodeKind::VariableAccess) continue;
    const auto id = model_.symbol_at(model_.tree().node(i));
    if (!id) continue;
    const auto& symbol = model_.symbol(id);
    if (symbol.kind != SymbolKind::loop_item && symbol.kind != SymbolKind::loop_index && symbol.kind != SymbolKind::lambda_parameter &&
        symbol.kind != SymbolKind::function_parameter) {
      continue;
    }
    const auto& scope = model_.scope(symbol.scope);
    if (is_within(new_place, scope.binding) || is_within(scope.declaring, node)) continue;
    if (std::ranges::find(result, id) == result.end()) result.push_back(id);
  }
  return result;
}

const ir::IndexContext* Lowering::index_context(const std::vector<PlacedNode>& moved, Node index, Node new_place, Replacements replacements) {
  if (!index) return nullptr;
  auto* context = arena().create<ir::IndexContext>();
  context->index = lower(index, replacements);
  auto result = replacements;
  for (const auto& place : moved) {
    for (const auto local : inaccessible_locals(place.node, new_place)) {
      if (is_replaced(local, place.replacements)) continue;
      const auto& symbol = model_.symbol(local);
      const auto& loop = model_.scope(symbol.scope).declaring;
      if (!loop.is(NodeKind::For)) continue;
      auto* replacement = arena().create<ir::Replacement>();
      replacement->local = local;
      replacement->next = result;
      replacement->value = context->index;
      if (symbol.kind == SymbolKind::loop_item) {
        auto* item = make(ir::Kind::ArrayAccess, context->index->source);
        item->children = list({context->index, lower(loop.part(Role::source), replacements)});
        replacement->value = item;
      }
      result = replacement;
    }
  }
  context->replacements = result;
  return context;
}

const ir::IndexContext* Lowering::index_context(const DeclaredResource& resource, Node index, Node new_place, Replacements replacements) {
  if (!index) return nullptr;
  if (!resource.is_az()) return index_context(std::vector<PlacedNode>{}, index, new_place, replacements);
  auto moved = name_segments(resource, replacements);
  // What picks the element of an ancestor stands in that ancestor's name, and can use locals of the resource inside of it.
  for (auto i = resource.ancestors.size(); i-- > 0;) {
    if (resource.ancestors[i].index) moved.push_back({resource.ancestors[i].index, moved[i + 1].replacements});
  }
  return index_context(moved, index, new_place, replacements);
}

const ir::IndexContext* Lowering::index_context(const DeclaredModule& entry, Node index, Node new_place, Replacements replacements) {
  if (!index) return nullptr;
  if (!entry.name) {
    auto* context = arena().create<ir::IndexContext>();
    context->index = lower(index, replacements);
    return context;
  }
  return index_context(std::vector<PlacedNode>{{entry.name, nullptr}}, index, new_place, replacements);
}

Replacements Lowering::replace_locals_of(const ResourceParent& ancestor, Replacements replacements) {
  const auto& parent = model_.resources()[ancestor.resource];
  if (!ancestor.index || !parent.loop) return replacements;
  const auto* index = lower(ancestor.index, replacements);
  const auto variables = loop_variables(parent.loop);
  auto result = replacements;
  if (variables.index) {
    auto* replacement = arena().create<ir::Replacement>();
    *replacement = {model_.symbol_at(variables.index), index, result};
    result = replacement;
  }
  if (variables.item) {
    auto* item = make(ir::Kind::ArrayAccess, index->source);
    item->children = list({index, lower(parent.loop.part(Role::source), replacements)});
    auto* replacement = arena().create<ir::Replacement>();
    *replacement = {model_.symbol_at(variables.item), item, result};
    result = replacement;
  }
  return result;
}

Replacements Lowering::replacements_of_ancestor(const DeclaredResource& resource, std::size_t ancestor, Replacements replacements) {
  for (auto i = resource.ancestors.size(); i-- > ancestor;) replacements = replace_locals_of(resource.ancestors[i], replacements);
  return replacements;
}

std::vector<PlacedNode> Lowering::name_segments(const DeclaredResource& resource, Replacements replacements) {
  std::vector<PlacedNode> result(resource.ancestors.size() + 1);
  result.back() = {resource.name, replacements};
  for (auto i = resource.ancestors.size(); i-- > 0;) {
    // One level further out: what holds for ancestor i follows from what holds for the one inside of it.
    replacements = replace_locals_of(resource.ancestors[i], replacements);
    result[i] = {model_.resources()[resource.ancestors[i].resource].name, replacements};
  }
  return result;
}

}  // namespace fleetlint::compiler
