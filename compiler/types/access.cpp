// Members and items: `a.b`, `a.?b`, `a[i]`, `a[?i]`, `a[^i]`. A chain is read from its start, because a safe access makes
// the whole rest of it nullable.
#include <algorithm>

#include "types/checker.h"
#include "types/names.h"

namespace fleetlint::compiler {

using syntax::TokenKind;

namespace {

bool is_safe(syntax::Node access) { return access.token(TokenKind::Question).has_value(); }
bool is_from_end(syntax::Node access) { return access.token(TokenKind::Hat).has_value(); }

Span between(syntax::Node access, TokenKind first, TokenKind last) {
  const auto a = access.token(first), b = access.token(last);
  if (!a || !b) return access.span();
  return {access.tree().tokens.span(*a).begin, access.tree().tokens.span(*b).end};
}

constexpr std::string_view inaccuracy = " If this is a resource type definition inaccuracy, report it using https://aka.ms/bicep-type-issues.";

}  // namespace

// Where the member that is read is wrong, the reference tells of it at once: a call around it goes on with a value of any
// type, where other errors of an argument make the call one.
const Type* Checker::told_error() {
  static const Type type = [] {
    Type t = types::error;
    t.text = told_error_text;
    return t;
  }();
  return &type;
}

// The resource or module that `base` names, unless `!` says that it is there.
const Symbol* Checker::possibly_disabled(Node base) const {
  while (base && base.is(NodeKind::ParenthesizedExpression)) base = base.part(Role::value);
  if (!base || base.is(NodeKind::NonNullAssertion)) return nullptr;
  const auto* symbol = model_.symbol_of(base);
  return symbol != nullptr && (symbol->kind == SymbolKind::resource || symbol->kind == SymbolKind::module) ? symbol : nullptr;
}

bool Checker::resource_may_be_disabled(const DeclaredResource& resource) {
  if (model_.symbol(resource.symbol).is_existing && model_.decorator(resource.declaration, "nullIfNotFound")) return true;
  if (resource.condition) {
    const auto* type = type_of(resource.condition.part(Role::condition));
    if (type->is(TypeKind::boolean)) return true;
    if (type->is(TypeKind::boolean_literal) && type->integer == 0) return true;
  }
  if (resource.parent && resource.parent->nested) return resource_may_be_disabled(model_.resources()[resource.parent->resource]);
  return false;
}

bool Checker::may_be_disabled(const Symbol& symbol) {
  if (symbol.detail == UINT32_MAX) return false;
  if (symbol.kind == SymbolKind::resource) return resource_may_be_disabled(model_.resources()[symbol.detail]);
  const auto condition = model_.modules()[symbol.detail].condition;
  if (!condition) return false;
  const auto* type = type_of(condition.part(Role::condition));
  return !(type->is(TypeKind::boolean_literal) && type->integer != 0);
}

const Type* Checker::access_type(Node node) {
  std::vector<Node> chain;
  Node at = node;
  while (at.is(NodeKind::PropertyAccess) || at.is(NodeKind::ArrayAccess)) {
    chain.push_back(at);
    if (at.is(NodeKind::ArrayAccess) && at.part(Role::index)) type_of(at.part(Role::index));  // told of even where the base is wrong
    at = at.part(Role::base);
    if (!at) return &types::error;
  }
  const auto* base = type_of(at);
  bool nullable = false;
  Node previous;
  const Symbol* previous_symbol = nullptr;
  while (!chain.empty()) {
    const auto access = chain.back();
    chain.pop_back();
    if (base->is_error()) return base;
    const auto* symbol = possibly_disabled(access.part(Role::base));
    if ((previous && is_safe(previous)) || is_safe(access)) {
      if (base->is(TypeKind::null)) return base;
      if (const auto* inner = without_null(*base, arena_)) {
        nullable = true;
        base = inner;
      } else if (is_safe(access) && ((symbol != nullptr && may_be_disabled(*symbol)) ||
                                     (previous_symbol != nullptr && previous.is(NodeKind::ArrayAccess) && may_be_disabled(*previous_symbol)))) {
        nullable = true;
        symbol = nullptr;
      }
    }
    // A collection as a whole is never null; its elements may be.
    const Symbol* used = nullptr;
    const auto inside = [&](const Symbol* s) { return is_within(node, s->declaration); };
    if (previous_symbol != nullptr && previous_symbol->is_collection && !inside(previous_symbol)) used = previous_symbol;
    else if (symbol != nullptr && !symbol->is_collection && !inside(symbol)) used = symbol;
    base = access.is(NodeKind::ArrayAccess) ? item_at(access, *base, used, *type_of(access.part(Role::index))) : member_of(access, *base, used);
    previous = access;
    previous_symbol = symbol;
  }
  return nullable && !base->is_error() ? arena_.nullable(base) : base;
}

const Type* Checker::invalid_access(Span at, Diagnostic kind, std::string argument, bool safe) {
  report(at, kind, std::move(argument));
  if (!safe) return &types::error;
  if (muted_ == 0) model_.findings().back().severity = Severity::warning;
  return &types::null;
}

const Type* Checker::item_at(Node access, const Type& given, const Symbol* disabled_base, const Type& index) {
  if (given.is_error() || index.is_error()) return given.is_error() ? &given : &index;
  const Type& base = given.is(TypeKind::resource) || given.is(TypeKind::module) ? *given.item : given;
  const auto index_node = access.part(Role::index);
  const bool safe = is_safe(access), from_end = is_from_end(access);
  if (const auto* inner = without_null(index, arena_)) {
    const auto* type = item_at(access, base, disabled_base, *inner);
    if (!type->is_error()) report(index_node.span(), Diagnostic::PossiblyNullAssignment, type_name(*inner), "the provided value", type_name(index));
    return type;
  }
  if (const auto* inner = without_null(base, arena_)) {
    report(between(access, TokenKind::LeftSquare, TokenKind::RightSquare), Diagnostic::PossiblyNull, type_name(base));
    return item_at(access, *inner, disabled_base, index);
  }
  if (disabled_base != nullptr && may_be_disabled(*disabled_base)) {
    report(between(access, TokenKind::LeftSquare, TokenKind::RightSquare), Diagnostic::PossiblyNull, type_name(*arena_.nullable(&base)));
    return item_at(access, base, nullptr, index);
  }
  const bool by_integer = is_assignable(index, types::integer), by_string = is_assignable(index, types::string);
  const auto hat = access.token(TokenKind::Hat);
  const auto hat_span = hat ? access.tree().tokens.span(*hat) : access.span();
  switch (base.kind) {
    case TypeKind::any:
      if (index.is_any()) return &types::any;
      if (by_string && from_end) return invalid_access(hat_span, Diagnostic::FromEndByType, type_name(index), safe);
      if (by_integer || by_string) return &types::any;
      return invalid_access(index_node.span(), Diagnostic::StringOrIntegerIndex, type_name(index), safe);
    case TypeKind::tuple: {
      const auto pick = [&](std::int64_t value) -> const Type* {
        const auto count = static_cast<std::int64_t>(base.elements.size());
        if (value < 0 || (value == 0 && from_end) || value > count || (value == count && !from_end)) {
          report(index_node.span(), Diagnostic::ItemOutOfBounds, value, type_name(base), count > 0 ? " Indexes for this type must be between 0 and " + std::to_string(count - 1) + "." : "");
          return &types::error;
        }
        return base.elements[static_cast<std::size_t>(from_end ? count - value : value)].get();
      };
      if (index.is(TypeKind::integer_literal)) return pick(index.integer);
      const bool literals = index.is(TypeKind::union_of) && std::all_of(index.elements.begin(), index.elements.end(), [](const TypeRef& t) { return t->is(TypeKind::integer_literal); });
      if (literals) {
        std::vector<TypeRef> members;
        for (const auto& member : index.elements) members.emplace_back(pick(member->integer));
        return arena_.union_of(members);
      }
      if (by_integer) return base.item.get();
      return invalid_access(index_node.span(), Diagnostic::ArrayNeedsIntegerIndex, type_name(index), safe);
    }
    case TypeKind::array:
      if (index.is(TypeKind::integer_literal) && index.integer < 0) {
        report(index_node.span(), Diagnostic::NegativeIndex, index.integer);
        return &types::error;
      }
      if (by_integer) return base.item.get();
      return invalid_access(index_node.span(), Diagnostic::ArrayNeedsIntegerIndex, type_name(index), safe);
    case TypeKind::object: case TypeKind::namespace_: case TypeKind::discriminated_object:
      if (from_end) return invalid_access(hat_span, Diagnostic::FromEndOfType, type_name(base), safe);
      if (!index.is_any() && !by_string) return invalid_access(index_node.span(), Diagnostic::ObjectNeedsStringIndex, type_name(index), safe);
      if (base.is(TypeKind::discriminated_object)) return &types::any;
      if (index.is(TypeKind::string_literal)) return named_property(base, index.text, index_node.span(), safe, safe || should_warn_for_property(base));
      if (base.properties.empty() && base.additional == nullptr) {
        report(index_node.span(), Diagnostic::NoMembers, type_name(base));
        return &types::error;
      }
      return &types::any;
    case TypeKind::union_of: {
      std::vector<TypeRef> members;
      bool broken = false;
      for (const auto& member : base.elements) {
        ++muted_;
        const auto* type = item_at(access, *member, nullptr, index);
        --muted_;
        broken = broken || type->is_error();
        members.emplace_back(type);
      }
      if (!broken) return arena_.union_of(members);
      report(access.part(Role::base).span(), Diagnostic::IndexOfNonObject, type_name(base));
      return &types::error;
    }
    default: return invalid_access(access.part(Role::base).span(), Diagnostic::IndexOfNonObject, type_name(base), safe);
  }
}

const Type* Checker::member_of(Node access, const Type& given, const Symbol* disabled_base) {
  if (given.is_error()) return &given;
  const auto name = access.name_text();
  const auto name_span = access.part(Role::name) ? access.part(Role::name).span() : access.span();
  const Type& base = given.is(TypeKind::resource) || given.is(TypeKind::module) ? *given.item : given;
  const auto dot = access.token(TokenKind::Dot);
  const Span dot_to_name{dot ? access.tree().tokens.span(*dot).begin : name_span.begin, name_span.end};
  if (const auto* inner = without_null(base, arena_)) {
    report(dot_to_name, Diagnostic::PossiblyNull, type_name(base));
    return member_of(access, *inner, nullptr);
  }
  if (disabled_base != nullptr && may_be_disabled(*disabled_base)) {
    // What is known without the resource being there may be read.
    static constexpr std::string_view always_known[] = {"id", "name", "type", "apiVersion"};
    const bool known = disabled_base->kind == SymbolKind::module ? name == "name" : std::find(std::begin(always_known), std::end(always_known), name) != std::end(always_known);
    if (!known) {
      report(dot_to_name, Diagnostic::PossiblyNull, type_name(*arena_.nullable(&base)));
      return member_of(access, base, nullptr);
    }
  }
  const bool safe = is_safe(access);
  switch (base.kind) {
    case TypeKind::any: case TypeKind::discriminated_object: return &types::any;
    case TypeKind::object: case TypeKind::namespace_:
      if (name.empty()) return told_error();  // the missing name is told of already
      return named_property(base, name, name_span, safe, safe || should_warn_for_property(base));
    case TypeKind::union_of:
      if (name.empty()) break;
      return property_of_union(base, name, name_span, safe, safe || should_warn_for_property(base));
    default: break;
  }
  if (is_assignable(base, types::object)) return &types::any;
  report(name_span, Diagnostic::MemberOfNonObject, type_name(base));
  return &types::error;
}

bool Checker::access_error(PropertyFlags flags, const Type& base, std::string_view name, Span at, bool safe, bool warn) {
  if (flags.has(PropertyFlag::write_only)) {
    report(at, Diagnostic::WriteOnlyMember, name, type_name(base));
    if (!warn) return true;
    if (muted_ == 0) model_.findings().back().severity = Severity::warning;
  }
  if (flags.has(PropertyFlag::fallback)) {
    report(at, Diagnostic::FallbackMember, name, inaccuracy);
    if (safe && muted_ == 0) model_.findings().back().severity = Severity::info;
  }
  return false;
}

const Type* Checker::named_property(const Type& base, std::string_view name, Span at, bool safe, bool warn) {
  const auto* property = base.find(name);
  if (property == nullptr) property = base.additional;
  if (property == nullptr) return unknown_property(base, name, at, warn);
  if (access_error(property->flags, base, name, at, safe, warn)) return told_error();
  return property->type.get();
}

const Type* Checker::property_of_union(const Type& base, std::string_view name, Span at, bool safe, bool warn) {
  if (const auto* collapsed = collapse(base, arena_)) {
    if (collapsed->is_object()) return named_property(*collapsed, name, at, safe, warn);
    return collapsed->is(TypeKind::discriminated_object) ? property_of_variants(*collapsed, name, at, safe, warn) : &types::any;
  }
  // Either of several modules.
  std::vector<TypeRef> bodies;
  for (const auto& member : base.elements) {
    if (!member->is(TypeKind::module)) return &types::any;
    bodies.push_back(member->item);
  }
  const auto* body = arena_.union_of(bodies);
  return body->is(TypeKind::union_of) ? property_of_union(*body, name, at, safe, warn) : named_property(*body, name, at, safe, warn);
}

const Type* Checker::property_of_variants(const Type& base, std::string_view name, Span at, bool safe, bool warn) {
  std::vector<TypeRef> possible;
  PropertyFlags flags;
  bool declared = false;
  for (const auto& variant : base.elements) {
    const auto* property = variant->find(name);
    if (property == nullptr) property = variant->additional;
    if (property != nullptr) {
      declared = true;
      possible.push_back(property->type);
      flags |= property->flags;
    } else {
      possible.emplace_back(&types::null);
      flags |= PropertyFlag::fallback;
    }
  }
  if (declared) {
    if (name != base.discriminator && access_error(flags, base, name, at, safe, warn)) return told_error();
    return union_or_collapsed(possible, arena_);
  }
  return unknown_property(base, name, at, warn);
}

const Type* Checker::unknown_property(const Type& base, std::string_view name, Span at, bool warn, bool of_type) {
  std::vector<std::string> available;
  const auto offer = [&](const Type& object) {
    for (const auto& property : object.properties) {
      if (of_type || !property.flags.has(PropertyFlag::write_only)) available.emplace_back(property.name);
    }
  };
  offer(base);
  if (base.is(TypeKind::discriminated_object)) {
    for (const auto& variant : base.elements) offer(*variant);
  }
  if (base.is(TypeKind::namespace_) && base.text == "sys") available = ambient_type_names();
  std::sort(available.begin(), available.end(), [](const std::string& a, const std::string& b) {
    const auto less = [](char x, char y) { return (x | 0x20) < (y | 0x20); };
    if (std::lexicographical_compare(a.begin(), a.end(), b.begin(), b.end(), less)) return true;
    if (std::lexicographical_compare(b.begin(), b.end(), a.begin(), a.end(), less)) return false;
    return a > b;  // lower case before upper case, as the culture's order has it
  });
  available.erase(std::unique(available.begin(), available.end()), available.end());
  if (available.empty()) {
    report(at, Diagnostic::UnknownMember, type_name(base), name);
  } else if (const auto near = nearest_name(name, available)) {
    report(at, Diagnostic::UnknownMemberSuggestion, type_name(base), name, *near);
  } else {
    report(at, Diagnostic::UnknownMemberOf, type_name(base), name, quoted_list(available));
  }
  if (!warn) return told_error();
  if (muted_ == 0) model_.findings().back().severity = Severity::warning;
  return &types::any;
}

}  // namespace fleetlint::compiler
