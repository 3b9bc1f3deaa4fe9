// What is checked of types beyond what they are: types that hold themselves, and what may stand in a union.
#include <algorithm>

#include "types/checker.h"

namespace fleetlint::compiler {

using syntax::Node;
using syntax::NodeKind;
using syntax::Role;

// A type may hold itself where a value can end: in what may be left out, be null or be many. Elsewhere no value could ever be
// complete. Two kinds of cycles: an alias that is another one, which binding finds, and a member that must be there.
const std::vector<SymbolId>* Checker::type_cycle(SymbolId alias) {
  if (!type_cycles_) find_type_cycles();
  const auto found = type_cycles_->find(alias.index);
  return found == type_cycles_->end() ? nullptr : &found->second;
}

void Checker::find_type_cycles() {
  type_cycles_.emplace();
  const auto& aliases = model_.declared(SymbolKind::type_alias);
  std::unordered_map<std::uint32_t, std::vector<SymbolId>> uses;
  for (const auto id : aliases) {
    const auto cycle = model_.cycle(id);
    if (!cycle.empty()) type_cycles_->emplace(id.index, std::vector<SymbolId>(cycle.begin(), cycle.end()));
    else if (const auto value = model_.symbol(id).declaration.part(Role::value)) collect_required(value, false, uses[id.index]);
  }
  // Depth first; an edge back into the path closes a cycle, of which each member keeps the shortest.
  enum class State : std::uint8_t { unseen, on_path, done };
  std::unordered_map<std::uint32_t, State> states;
  struct Frame {
    SymbolId id;
    std::size_t next = 0;
  };
  for (const auto start : aliases) {
    if (states[start.index] != State::unseen) continue;
    std::vector<Frame> path{{start}};
    states[start.index] = State::on_path;
    while (!path.empty()) {
      auto& frame = path.back();
      const auto& targets = uses[frame.id.index];
      if (frame.next == targets.size()) {
        states[frame.id.index] = State::done;
        path.pop_back();
        continue;
      }
      const auto target = targets[frame.next++];
      auto& state = states[target.index];
      if (state == State::unseen) {
        state = State::on_path;
        path.push_back({target});
      } else if (state == State::on_path) {
        std::vector<SymbolId> cycle;
        auto at = path.size();
        while (at-- > 0 && path[at].id != target) {}
        for (; at < path.size(); ++at) cycle.push_back(path[at].id);
        for (std::size_t i = 0; i < cycle.size(); ++i) {
          auto& known = (*type_cycles_)[cycle[i].index];
          if (!known.empty() && known.size() <= cycle.size()) continue;
          known.assign(cycle.begin() + static_cast<std::ptrdiff_t>(i), cycle.end());
          known.insert(known.end(), cycle.begin(), cycle.begin() + static_cast<std::ptrdiff_t>(i));
        }
      }
    }
  }
}

// Names of types that a value of this type must hold a value of. `inside`: below a property, an item or a variant.
void Checker::collect_required(Node type, bool inside, std::vector<SymbolId>& found) {
  switch (type.kind()) {
    case NodeKind::TypeVariableAccess: {
      const auto id = model_.symbol_at(type);
      if (inside && id && model_.symbol(id).kind == SymbolKind::type_alias) found.push_back(id);
      return;
    }
    case NodeKind::ObjectTypeAdditionalProperties: case NodeKind::UnaryTypeOperation: return;
    case NodeKind::ObjectTypeProperty: case NodeKind::TupleTypeItem:
      if (const auto value = type.part(Role::value); value && !allows_null(value, 0)) collect_required(value, inside, found);
      return;
    case NodeKind::ArrayTypeMember: case NodeKind::UnionTypeMember:
      if (const auto member = type.first_child(); member && !allows_null(member, 0)) collect_required(member, inside, found);
      return;
    case NodeKind::ObjectType: case NodeKind::TupleType: case NodeKind::ArrayType: inside = true; break;
    case NodeKind::UnionType: {
      auto decorated = model_.parent(type);
      while (decorated.is(NodeKind::ParenthesizedType) || decorated.is(NodeKind::NullableType)) decorated = model_.parent(decorated);
      if (model_.decorator(decorated, "discriminator")) inside = true;
      break;
    }
    default: break;
  }
  for (Node child : type.children()) collect_required(child, inside, found);
}

// As far as it shows without computing types, which may be what is asked about.
bool Checker::allows_null(Node type, int depth) {
  while (type && type.is(NodeKind::ParenthesizedType)) type = type.first_child();
  if (!type || depth > 100) return false;
  if (type.is(NodeKind::NullableType)) return true;
  if (type.is(NodeKind::UnionType)) {
    for (Node member : type.children()) {
      const auto inner = member.first_child();
      if (inner && inner.is(NodeKind::NullTypeLiteral)) return true;
    }
    return false;
  }
  const auto* symbol = type.is(NodeKind::TypeVariableAccess) ? model_.symbol_of(type) : nullptr;
  return symbol != nullptr && symbol->kind == SymbolKind::type_alias && allows_null(symbol->declaration.part(Role::value), depth + 1);
}

namespace {

/// The plain type that a member of a union is a value of; null when there is none.
const Type* plain_type(const Type& type) {
  if (type.is_string()) return &types::string;
  if (type.is_integer()) return &types::integer;
  if (type.is_boolean()) return &types::boolean;
  if (type.is_object()) return &types::object;
  if (type.is(TypeKind::tuple)) return &types::array;
  if (type.is(TypeKind::null)) return &types::null;
  return nullptr;
}

bool is_plain(const Type& type) {
  return &type == &types::string || &type == &types::integer || &type == &types::boolean || &type == &types::object || &type == &types::array;
}

}  // namespace

// A member that leads back to the union is no type that could stand in it.
void Checker::check_cyclic_members(Node node) {
  auto statement = model_.parent(node);
  for (auto at = node; at.index() != 0 && !statement.is(NodeKind::TypeDeclaration); statement = model_.parent(statement)) {
    at = statement;
    // Only where the union is all of the declared type.
    if (!at.is(NodeKind::ParenthesizedType) && !at.is(NodeKind::NullableType)) return;
  }
  if (!statement.is(NodeKind::TypeDeclaration)) return;
  const auto id = model_.symbol_at(statement);
  if (!id || type_cycle(id) == nullptr) return;
  const bool discriminated = static_cast<bool>(model_.decorator(statement, "discriminator"));
  for (Node child : node.children()) {
    const auto member = child.is(NodeKind::UnionTypeMember) ? child.first_child() : Node();
    const auto named = member && member.is(NodeKind::TypeVariableAccess) ? model_.symbol_at(member) : SymbolId{};
    if (!named || model_.symbol(named).kind != SymbolKind::type_alias || type_cycle(named) == nullptr) continue;
    // An object that only holds itself in a property is one.
    auto value = model_.symbol(named).declaration.part(Role::value);
    while (value && (value.is(NodeKind::ParenthesizedType) || value.is(NodeKind::NullableType))) value = value.first_child();
    if (!value || (!value.is(NodeKind::UnionType) && !value.is(NodeKind::TypeVariableAccess))) continue;
    if (discriminated) report(child.span(), Diagnostic::InvalidUnionMember, "object");
    else report(child.span(), Diagnostic::NonLiteralUnionMember);
  }
}

// Members are literals of one plain type, so that the union can be written as the list of allowed values.
void Checker::check_union(Node node) {
  const auto* declared = type_from_syntax(node);
  check_cyclic_members(node);
  if (declared->is(TypeKind::discriminated_object) || declared->is_error()) return;
  struct Member {
    const Type* type;
    Node node;
  };
  std::vector<Member> members;
  for (Node child : node.children()) {
    if (!child.is(NodeKind::UnionTypeMember)) continue;
    std::vector<const Type*> open{type_from_syntax(child)};
    while (!open.empty()) {
      const auto* type = open.back();
      open.pop_back();
      if (!type->is(TypeKind::union_of)) {
        members.push_back({type, child});
        continue;
      }
      for (auto at = type->elements.size(); at-- > 0;) open.push_back(type->elements[at].get());
    }
  }
  std::vector<const Type*> plain;
  for (const auto& member : members) {
    const auto* type = plain_type(*member.type);
    if (type != nullptr && std::find(plain.begin(), plain.end(), type) == plain.end()) plain.push_back(type);
  }
  const auto with_null = std::find(plain.begin(), plain.end(), &types::null) != plain.end();
  std::vector<const Type*> without;
  std::copy_if(plain.begin(), plain.end(), std::back_inserter(without), [](const Type* type) { return type != &types::null; });
  bool of_array = false;
  for (auto at = model_.parent(node); at.is(NodeKind::ParenthesizedType) || at.is(NodeKind::ArrayTypeMember) || at.is(NodeKind::ArrayType); at = model_.parent(at)) {
    if (at.is(NodeKind::ArrayType)) {
      of_array = true;
      break;
    }
  }
  const Type* keystone = nullptr;
  if (without.size() == 1 && is_plain(*without[0])) keystone = with_null ? arena_.nullable(without[0]) : without[0];
  const bool subset = keystone == nullptr && of_array && plain.size() > 1 && std::find(plain.begin(), plain.end(), &types::array) == plain.end();
  if (keystone == nullptr && !subset) {
    report(node.span(), Diagnostic::UnionOfSeveralTypes);
    return;
  }
  for (const auto& member : members) {
    if (!is_literal(*member.type) && !member.type->is_error()) report(member.node.span(), Diagnostic::NonLiteralUnionMember);
    else if (keystone != nullptr && !is_assignable(*member.type, *keystone)) report(member.node.span(), Diagnostic::InvalidUnionMember, type_name(*keystone));
  }
}

}  // namespace fleetlint::compiler
