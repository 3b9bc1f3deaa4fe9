// Types as they are written: type syntax, decorators that narrow a type, and what a declaration declares.
// A type that is reached through an alias is found when it is asked for, because aliases may refer to themselves.
#include <algorithm>
#include <climits>

#include "fleetlint/base/unicode.h"
#include "fleetlint/grammar/parse.h"
#include "types/checker.h"
#include "types/names.h"

namespace fleetlint::compiler {

using syntax::TokenKind;

namespace {

const Type* ambient(std::string_view name) {
  static const std::pair<std::string_view, const Type*> known[] = {{"string", &types::string}, {"int", &types::integer}, {"bool", &types::boolean},
                                                                   {"object", &types::object}, {"array", &types::array}, {"any", &types::any}};
  for (const auto& [text, type] : known) {
    if (text == name) return type;
  }
  return nullptr;
}

bool is_derived_type_name(std::string_view name) { return name == "resourceInput" || name == "resourceOutput"; }

}  // namespace

const Type* Checker::resolve(std::uint64_t number) const {
  // Called through references inside of types; computing is remembered, so this is constant in effect.
  // Files that import from this one may ask at the same time, when it is done itself.
  auto* self = const_cast<Checker*>(this);
  const std::lock_guard lock(self->resolving_);
  if (number >= first_unflagged) return self->resolve_without_flags(number - first_unflagged);
  return self->type_from_syntax(model_.tree().node(static_cast<std::uint32_t>(number)));
}

bool Checker::requires_deferral(Node type) const {
  if (!type) return false;
  switch (type.kind()) {
    case NodeKind::TypeVariableAccess: {
      const auto* symbol = model_.symbol_of(type);
      return symbol != nullptr && symbol->kind == SymbolKind::type_alias;
    }
    case NodeKind::UnionType:
      for (Node member : type.children()) {
        if (requires_deferral(member.first_child())) return true;
      }
      return false;
    case NodeKind::NonNullableType: case NodeKind::ParenthesizedType: case NodeKind::NullableType: case NodeKind::UnaryTypeOperation:
    case NodeKind::TypePropertyAccess: case NodeKind::TypeAdditionalPropertiesAccess: case NodeKind::TypeArrayAccess: case NodeKind::TypeItemsAccess:
      return requires_deferral(type.first_child());
    default: return false;
  }
}

TypeRef Checker::type_reference(Node type) {
  const auto inner = type && (type.is(NodeKind::ObjectTypeProperty) || type.is(NodeKind::ObjectTypeAdditionalProperties) || type.is(NodeKind::TupleTypeItem))
                         ? type.part(Role::value) : type;
  const auto value = inner ? inner : Node{};
  if (value && requires_deferral(value)) return TypeRef(this, type.index());
  return type_from_syntax(type);
}

const Type* Checker::type_from_syntax(Node type) {
  if (!type) return &types::any;
  auto& known = syntax_types_[type.index()];
  if (known != nullptr) return known;
  if (busy_[type.index()] != 0) return &types::error;
  busy_[type.index()] = 1;
  const auto* result = compute_type_syntax(type);
  busy_[type.index()] = 0;
  return syntax_types_[type.index()] = result;
}

const Type* Checker::compute_type_syntax(Node type) {
  switch (type.kind()) {
    case NodeKind::TypeVariableAccess: return named_type(type);
    case NodeKind::ArrayType: {
      const auto member = type.first_child();
      const auto inner = member ? member.first_child() : Node{};
      if (inner && requires_deferral(inner)) {
        Type array = *arena_.array(TypeRef(this, inner.index()));
        array.text = arena_.text(type.text());
        return arena_.make(array);
      }
      return arena_.array(type_from_syntax(inner));
    }
    case NodeKind::ArrayTypeMember: return type_from_syntax(type.first_child());
    case NodeKind::UnionTypeMember: {
      const auto inner = type.first_child();
      return inner && inner.is(NodeKind::NullTypeLiteral) ? &types::null : type_from_syntax(inner);
    }
    case NodeKind::ObjectType: return object_syntax_type(type);
    case NodeKind::TupleType: return tuple_syntax_type(type);
    case NodeKind::ObjectTypeProperty: case NodeKind::ObjectTypeAdditionalProperties: case NodeKind::TupleTypeItem:
      return apply_decorators(type_from_syntax(type.part(Role::value)), type, false);
    case NodeKind::UnionType: return union_syntax_type(type);
    case NodeKind::ParenthesizedType: return type_from_syntax(type.first_child());
    case NodeKind::NullableType: {
      const auto* base = type_from_syntax(type.first_child());
      return base->is_error() ? base : arena_.nullable(base);
    }
    case NodeKind::NonNullableType: {
      const auto* base = type_from_syntax(type.first_child());
      const auto* inner = without_null(*base, arena_);
      return inner != nullptr ? inner : base;
    }
    case NodeKind::StringTypeLiteral: {
      if (const auto text = syntax::literal_string(type)) return arena_.string_literal(*text);
      const auto segments = syntax::string_segments(type);
      std::string text = segments && !segments->empty() ? segments->front() : std::string();
      std::size_t i = 1;
      for (Node hole : type.children()) {
        const auto* inner = type_of(hole);
        if (!inner->is(TypeKind::string_literal) || !segments || i >= segments->size()) {
          if (!inner->is_error()) report(type.span(), Diagnostic::TypeNotLiteral);
          return &types::error;
        }
        text += inner->text;
        text += (*segments)[i++];
      }
      return arena_.string_literal(text);
    }
    case NodeKind::IntegerTypeLiteral: {
      const auto value = syntax::integer_value(type);
      if (value <= static_cast<std::uint64_t>(LLONG_MAX)) return arena_.integer_literal(static_cast<std::int64_t>(value));
      report(type.span(), Diagnostic::TypeNotLiteral);
      return &types::error;
    }
    case NodeKind::BooleanTypeLiteral: return type.token(TokenKind::TrueKeyword) ? &types::true_ : &types::false_;
    case NodeKind::NullTypeLiteral:
      report(type.span(), Diagnostic::InvalidTypeDefinition);
      return &types::error;
    case NodeKind::UnaryTypeOperation: {
      const auto operand = type.first_child();
      const auto op = type.operator_kind();
      if (op == TokenKind::Minus && operand.is(NodeKind::IntegerTypeLiteral)) {
        const auto value = syntax::integer_value(operand);
        if (value <= static_cast<std::uint64_t>(LLONG_MAX) + 1) return arena_.integer_literal(static_cast<std::int64_t>(0 - value));
      }
      const auto* base = type_from_syntax(operand);
      const auto* alias = operand.is(NodeKind::TypeVariableAccess) ? model_.symbol_of(operand) : nullptr;
      const auto aliased = alias != nullptr && alias->kind == SymbolKind::type_alias ? alias->declaration.part(Role::value) : Node();
      const bool of_itself = aliased && busy_[aliased.index()] != 0;
      if (base->is_error() && !of_itself) return base;
      if (const auto* folded = of_itself ? nullptr : fold_unary(op, *base); folded != nullptr && is_literal(*folded)) return folded;
      report(type.span(), Diagnostic::TypeNotLiteral);
      return &types::error;
    }
    case NodeKind::TypePropertyAccess: case NodeKind::TypeAdditionalPropertiesAccess: case NodeKind::TypeArrayAccess: case NodeKind::TypeItemsAccess:
      return type_access(type);
    case NodeKind::ParameterizedTypeInstantiation: case NodeKind::InstanceParameterizedTypeInstantiation: return instantiated_type(type);
    case NodeKind::ResourceType: {
      if (!model_.features().has(Feature::resource_typed_params_and_outputs)) {
        report(type.span(), Diagnostic::ResourceTypedUnsupported);
        return &types::error;
      }
      const auto name = type.part(Role::type) ? type.part(Role::type) : type.first_child();
      if (!name) {
        const auto output = model_.parent(type);
        return output.is(NodeKind::OutputDeclaration) ? type_of(output.part(Role::value)) : &types::any;
      }
      if (name.is(NodeKind::String) && name.child_count() != 0) {
        report(name.span(), Diagnostic::InterpolatedResourceType);
        return &types::error;
      }
      const auto text = literal_text(name, model_.arena());
      if (!text) {
        report(name.span(), Diagnostic::InvalidResourceType);
        return &types::error;
      }
      if (const auto of_extension = type_of_extension(*text)) {
        report(type.span(), Diagnostic::ResourceOfExtension, *of_extension);
        return &types::error;
      }
      const auto at = text->find('@');
      bool found = false;
      const auto* resource = at == std::string_view::npos ? nullptr : az_resource_type(text->substr(0, at), text->substr(at + 1), true, true, false, found);
      if (resource == nullptr) {
        report(name.span(), Diagnostic::InvalidResourceType);
        return &types::error;
      }
      if (!found) report(name.span(), Diagnostic::UnknownResourceType, resource->text);
      return resource;
    }
    case NodeKind::SkippedTrivia: return &types::any;
    default: return &types::any;
  }
}

std::optional<std::string_view> Checker::type_of_extension(std::string_view text) const {
  std::string_view name_space;
  if (const auto colon = text.find(':'); colon != std::string_view::npos) {
    name_space = text.substr(0, colon);
    text.remove_prefix(colon + 1);
  }
  for (const auto id : model_.declared(SymbolKind::extension)) {
    const auto& symbol = model_.symbol(id);
    if (!name_space.empty() && symbol.name != name_space) continue;
    const auto* reference = model_.file().reference_of(symbol.declaration);
    if (reference != nullptr && reference->extension_types != nullptr && reference->extension_types->contains(text)) return text;
  }
  return std::nullopt;
}

const Type* Checker::alias_type(const Symbol& symbol) { return declared_type(symbol.declaration); }

const Type* Checker::named_type(Node node) {
  const auto id = model_.symbol_at(node);
  const auto name = node.name_text();
  if (!id) return &types::error;
  const auto& symbol = model_.symbol(id);
  switch (symbol.kind) {
    case SymbolKind::ambient_type: {
      if (const auto* type = ambient(name)) return type;
      if (is_derived_type_name(name)) {
        report(node.span(), Diagnostic::NeedsTypeArguments, std::string(name) + "<ResourceTypeIdentifier>", 1);
        return &types::error;
      }
      break;
    }
    case SymbolKind::type_alias: {
      const auto* type = alias_type(symbol);
      if (type->is_error()) {
        // Inside of a cycle only the cycle is told, at each declaration of it; what is below a member of another type is not
        // looked at before it is needed.
        auto statement = node;
        bool below_member = false;
        while (statement.index() != 0 && !statement.is(NodeKind::TypeDeclaration)) {
          statement = model_.parent(statement);
          below_member = below_member || statement.is(NodeKind::ArrayTypeMember) || statement.is(NodeKind::ObjectTypeProperty) || statement.is(NodeKind::TupleTypeItem);
        }
        const auto holder = model_.parent(node);
        const bool accessed = holder.is(NodeKind::TypePropertyAccess) || holder.is(NodeKind::TypeArrayAccess) || holder.is(NodeKind::TypeAdditionalPropertiesAccess) || holder.is(NodeKind::TypeItemsAccess);
        if (accessed) {
          report(node.span(), Diagnostic::InvalidDeclaration, name);
          return &types::error;
        }
        const auto around = statement.is(NodeKind::TypeDeclaration) ? model_.symbol_at(statement) : SymbolId{};
        if (!around || (!below_member && type_cycle(around) == nullptr)) report(node.span(), Diagnostic::InvalidDeclaration, name);
        return &types::error;
      }
      return type;
    }
    case SymbolKind::imported_type: {
      const auto* import = model_.import_of(id);
      return import != nullptr && import->exported != nullptr && import->exported->type != nullptr ? import->exported->type : &types::any;
    }
    case SymbolKind::wildcard_import: return symbol_type(symbol, id, node);
    case SymbolKind::namespace_name: case SymbolKind::extension: return symbol_type(symbol, id, node);
    case SymbolKind::unresolved: break;
    default:
      report(node.span(), Diagnostic::ValueAsType, name);
      return &types::error;
  }
  report(node.span(), Diagnostic::UnknownType, name, quoted_list(known_types()));
  return &types::error;
}

std::vector<std::string> Checker::ambient_type_names() const {
  if (model_.file().kind == FileKind::parameters) return {"any", "array", "bool", "int", "object", "string"};
  return {"any", "array", "bool", "int", "object", "resourceInput", "resourceOutput", "string"};
}

std::vector<std::string> Checker::known_types() const {
  auto known = ambient_type_names();
  for (const auto alias : model_.declared(SymbolKind::type_alias)) known.emplace_back(model_.symbol(alias).name);
  for (const auto imported : model_.declared(SymbolKind::imported_type)) known.emplace_back(model_.symbol(imported).name);
  return known;
}

std::string Checker::type_syntax_name(Node type, const TypeRef& reference) {
  if (requires_deferral(type)) return std::string(type.text());
  return type_name(*reference);
}

const Type* Checker::object_syntax_type(Node node) {
  std::vector<Property> properties;
  std::vector<Node> additional;
  std::string name = "{";
  bool broken = false, first = true;
  const auto append = [&](std::string_view key, const std::string& value) {
    if (!first) name += ',';
    first = false;
    name += ' ';
    name += key;
    name += ": " + value;
  };
  for (Node child : node.children()) {
    if (child.is(NodeKind::ObjectTypeAdditionalProperties)) {
      additional.push_back(child);
      continue;
    }
    if (!child.is(NodeKind::ObjectTypeProperty)) continue;
    const auto value = child.part(Role::value);
    const auto type = type_reference(child);
    const auto key_node = child.part(Role::name);
    const auto key = property_key(child, model_.arena());
    if (!key) {
      report(key_node ? key_node.span() : child.span(), Diagnostic::NonConstantTypeKey);
      broken = true;
      continue;
    }
    const auto same = [&](const Property& property) { return property.name == *key; };
    if (std::any_of(properties.begin(), properties.end(), same)) {
      report(key_node.span(), Diagnostic::DuplicateProperty, *key);
      broken = true;
      continue;
    }
    // `a: string?` may be left out, whatever `string?` comes to.
    const PropertyFlags flags = value && value.is(NodeKind::NullableType) ? PropertyFlags() : PropertyFlags(PropertyFlag::required);
    properties.push_back({*key, type, flags, description_of(child)});
    bool plain = !key->empty() && *key != "true" && *key != "false" && *key != "null";
    for (std::size_t i = 0; plain && i < key->size(); ++i) {
      const char c = (*key)[i];
      plain = ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') || c == '_' || (i > 0 && c >= '0' && c <= '9');
    }
    append(plain ? std::string(*key) : quote_bicep_string(*key), type_syntax_name(value, type));
  }
  const Property* rest = nullptr;
  if (additional.size() == 1) {
    const auto type = type_reference(additional[0]);
    rest = arena_.additional(type, {}, description_of(additional[0]));
    append("*", type_syntax_name(additional[0].part(Role::value), type));
  } else {
    rest = arena_.additional(&types::any, PropertyFlag::fallback);
    if (additional.size() > 1) {
      for (const auto declaration : additional) report(declaration.span(), Diagnostic::SeveralAdditionalProperties);
      broken = true;
    }
  }
  if (broken) return &types::error;
  return arena_.object(name + " }", std::move(properties), rest);
}

const Type* Checker::tuple_syntax_type(Node node) {
  std::vector<TypeRef> items;
  for (Node child : node.children()) {
    if (child.is(NodeKind::TupleTypeItem)) items.push_back(type_reference(child));
  }
  // The union of the items is made when it is needed: an item may lead back to this type.
  Type type;
  type.kind = TypeKind::tuple;
  type.elements = arena_.arena().copy(items);
  type.min = type.max = static_cast<std::int64_t>(items.size());
  type.item = &types::any;
  const bool deferred = std::any_of(items.begin(), items.end(), [&](const TypeRef& item) { return item.is_deferred(); });
  if (!deferred) return arena_.tuple(items);
  std::string name;
  std::size_t at = 0;
  for (Node child : node.children()) {
    if (!child.is(NodeKind::TupleTypeItem)) continue;
    name += (name.empty() ? "[" : ", ") + type_syntax_name(child.part(Role::value), items[at]);
    ++at;
  }
  type.text = arena_.text(name + "]");
  return arena_.make(type);
}

const Type* Checker::union_syntax_type(Node node) {
  // The decorator of the statement or member that this union is all of.
  Node decorated = model_.parent(node);
  while (decorated.is(NodeKind::ParenthesizedType) || decorated.is(NodeKind::UnionType) || decorated.is(NodeKind::UnionTypeMember) || decorated.is(NodeKind::NullableType) ||
         decorated.is(NodeKind::NonNullableType)) {
    decorated = model_.parent(decorated);
  }
  std::vector<TypeRef> members;
  const auto discriminator = model_.decorator(decorated, "discriminator");
  if (!discriminator) {
    for (Node member : node.children()) {
      if (member.is(NodeKind::UnionTypeMember)) members.emplace_back(type_from_syntax(member));
    }
    return arena_.union_of(members);
  }
  const auto arguments = arguments_of(discriminator);
  const auto* key_type = arguments.size() == 1 ? type_of(arguments[0]) : &types::error;
  if (!key_type->is(TypeKind::string_literal)) return &types::error;
  const auto key = key_type->text;
  std::vector<std::string_view> seen;
  bool broken = false;
  const auto include = [&](const Type* variant, Node member) {
    const auto* property = variant->find(key);
    if (property == nullptr || !property->flags.has(PropertyFlag::required) || !property->type->is(TypeKind::string_literal)) {
      report(member.span(), Diagnostic::DiscriminatorNotLiteral, key);
      broken = true;
      return;
    }
    const auto value = property->type->text;
    const auto same = [&](const TypeRef& known) { return known.get() == variant || types_equal(*known, *variant); };
    if (std::any_of(members.begin(), members.end(), same)) return;  // the same variant again
    const auto equal = [&](std::string_view known) {
      return std::equal(known.begin(), known.end(), value.begin(), value.end(), [](char a, char b) { return to_lower_ascii(a) == to_lower_ascii(b); });
    };
    if (std::any_of(seen.begin(), seen.end(), equal)) {
      report(member.span(), Diagnostic::DiscriminatorDuplicate, quote_bicep_string(value), key);
      broken = true;
      return;
    }
    seen.push_back(value);
    members.emplace_back(variant);
  };
  for (Node member : node.children()) {
    if (!member.is(NodeKind::UnionTypeMember)) continue;
    const auto* type = type_from_syntax(member);
    if (type->is_object()) {
      include(type, member);
    } else if (type->is(TypeKind::discriminated_object)) {
      for (const auto& variant : type->elements) include(variant.get(), member);
    } else {
      if (!type->is_error()) report(member.span(), Diagnostic::InvalidUnionMember, "object");
      broken = true;
    }
  }
  if (broken || members.empty()) return &types::error;
  std::vector<const Type*> ordered;
  for (const auto& member : members) ordered.push_back(member.get());
  std::stable_sort(ordered.begin(), ordered.end(), [](const Type* a, const Type* b) { return compare_types(*a, *b) < 0; });
  std::string name;
  for (const auto* type : ordered) name += (name.empty() ? "" : " | ") + type_name(*type);
  return arena_.discriminated(name, key, members);
}

const Type* Checker::type_access(Node node) {
  const auto base_node = node.part(Role::base) ? node.part(Role::base) : node.first_child();
  const auto* base = type_from_syntax(base_node);
  if (const auto* inner = without_null(*base, arena_)) base = inner;
  if (base->is_error()) return base;
  // Without an index of Azure's types nothing is known of a resource's members: anything can be there.
  if (model_.graph().azure_types == nullptr) {
    auto root = base_node;
    while (root.is(NodeKind::TypePropertyAccess) || root.is(NodeKind::TypeAdditionalPropertiesAccess) || root.is(NodeKind::TypeArrayAccess) ||
           root.is(NodeKind::TypeItemsAccess)) {
      root = root.part(Role::base) ? root.part(Role::base) : root.first_child();
    }
    if ((root.is(NodeKind::ParameterizedTypeInstantiation) || root.is(NodeKind::InstanceParameterizedTypeInstantiation)) &&
        is_derived_type_name(root.name_text())) {
      return &types::any;
    }
  }
  const auto permitted = [&] {
    switch (base_node.kind()) {
      case NodeKind::TypePropertyAccess: case NodeKind::TypeAdditionalPropertiesAccess: case NodeKind::TypeArrayAccess: case NodeKind::TypeItemsAccess:
      case NodeKind::TypeVariableAccess: return true;
      case NodeKind::ParameterizedTypeInstantiation: case NodeKind::InstanceParameterizedTypeInstantiation: return is_derived_type_name(base_node.name_text());
      default: return false;
    }
  }();
  const auto refuse_base = [&] {
    report(node.span(), Diagnostic::TypeAccessBase);
    return &types::error;
  };
  const auto unwrap = [](const Type* type) { return type->is(TypeKind::type_value) ? type->item.get() : type; };
  const auto member = [&](std::string_view name, Node name_node) -> const Type* {
    if (base->is(TypeKind::namespace_) && base->properties.empty()) {
      // `sys.string`
      const auto* type = base->text == "sys" ? ambient(name) : nullptr;
      if (type != nullptr) return type;
      if (base->text == "sys" && is_derived_type_name(name) && model_.file().kind != FileKind::parameters) {
        report(name_node.span(), Diagnostic::NeedsTypeArguments, std::string(name) + "<ResourceTypeIdentifier>", 1);
        return &types::error;
      }
      return unknown_property(*base, name, name_node.span(), false, true);
    }
    if (!base->is_object() && !base->is(TypeKind::namespace_)) {
      report(name_node.span(), Diagnostic::MemberOfNonObject, type_name(*base));
      return &types::error;
    }
    const auto* property = base->find(name);
    if (property == nullptr) return unknown_property(*base, name, name_node.span(), false, true);
    if (!permitted) return refuse_base();
    return unwrap(property->type.get());
  };
  switch (node.kind()) {
    case NodeKind::TypePropertyAccess: {
      const auto name = node.part(Role::name);
      if (!name || name.name_text().empty()) return &types::error;
      return member(name.name_text(), name);
    }
    case NodeKind::TypeArrayAccess: {
      const auto index = node.part(Role::index);
      if (index && index.is(NodeKind::String)) {
        if (const auto text = literal_text(index, model_.arena())) return member(*text, index);
      }
      if (index && index.is(NodeKind::UnaryOperation) && index.operator_kind() == TokenKind::Minus) {
        report(index.span(), Diagnostic::NegatedTypeIndex);
        return &types::error;
      }
      if (!index || !index.is(NodeKind::IntegerLiteral)) {
        report(index ? index.span() : node.span(), Diagnostic::ConstantRequired);
        return &types::error;
      }
      if (!permitted) return refuse_base();
      if (!base->is(TypeKind::tuple)) {
        report(index.span(), Diagnostic::TypeIndexOfNonTuple, type_name(*base));
        return &types::error;
      }
      const auto position = syntax::integer_value(index);
      if (position >= base->elements.size()) {
        report(index.span(), Diagnostic::ItemOutOfBounds, position, type_name(*base), base->elements.empty() ? std::string() : " Indexes for this type must be between 0 and " + std::to_string(base->elements.size() - 1) + ".");
        return &types::error;
      }
      return unwrap(base->elements[position].get());
    }
    case NodeKind::TypeAdditionalPropertiesAccess: {
      if (!permitted) return refuse_base();
      const auto asterisk = node.token(TokenKind::Asterisk);
      if (!base->is_object() || base->additional == nullptr || base->additional->type.get() == &types::any) {
        report(asterisk ? node.tree().tokens.span(*asterisk) : node.span(), Diagnostic::NoAdditionalPropertiesType, type_name(*base));
        return &types::error;
      }
      return unwrap(base->additional->type.get());
    }
    default: {
      if (!permitted) return refuse_base();
      if (!base->is(TypeKind::array) || base == &types::array) {
        const auto open = node.token(TokenKind::LeftSquare), close = node.token(TokenKind::RightSquare);
        report(open && close ? Span{node.tree().tokens.span(*open).begin, node.tree().tokens.span(*close).end} : node.span(), Diagnostic::NoItemsType);
        return &types::error;
      }
      return unwrap(base->item.get());
    }
  }
}

const Type* Checker::instantiated_type(Node node) {
  const auto name = node.name_text();
  const auto id = model_.symbol_at(node);
  if (node.is(NodeKind::ParameterizedTypeInstantiation) && id && model_.symbol(id).kind != SymbolKind::ambient_type) {
    if (model_.symbol(id).kind == SymbolKind::unresolved || model_.symbol(id).kind == SymbolKind::imported_error) return &types::error;
    const auto kind = model_.symbol(id).kind;
    const bool is_type = kind == SymbolKind::type_alias || kind == SymbolKind::imported_type;
    if (is_type && !model_.cycle(id).empty()) {
      // In the declaration of the cycle, the cycle is all that is told.
      auto statement = node;
      while (statement.index() != 0 && !statement.is(NodeKind::TypeDeclaration)) statement = model_.parent(statement);
      if (const auto around = model_.symbol_at(statement); around && !model_.cycle(around).empty()) return &types::error;
    }
    report(node.span(), is_type ? Diagnostic::NotParameterizable : Diagnostic::ValueAsType, name);
    return &types::error;
  }
  if (node.is(NodeKind::InstanceParameterizedTypeInstantiation)) {
    const auto* base = type_from_syntax(node.part(Role::base) ? node.part(Role::base) : node.first_child());
    if (base->is_error()) return base;
    const bool of_sys = base->is(TypeKind::namespace_) && base->text == "sys" && base->properties.empty();
    if (!base->is_object() && !base->is(TypeKind::namespace_)) {
      report(node.name_span(), Diagnostic::MemberOfNonObject, type_name(*base));
      return &types::error;
    }
    const bool is_derived = is_derived_type_name(name) && model_.file().kind != FileKind::parameters;
    const bool has_member = of_sys ? ambient(name) != nullptr || is_derived : base->find(name) != nullptr;
    if (!has_member) return unknown_property(*base, name, node.name_span(), false, true);
    if (!of_sys || !is_derived_type_name(name)) {
      report(node.span(), Diagnostic::NotParameterizable, type_name(*base) + "." + std::string(name));
      return &types::error;
    }
  } else if (!is_derived_type_name(name) || model_.file().kind == FileKind::parameters) {
    if (ambient(name) != nullptr) report(node.span(), Diagnostic::NotParameterizable, name);
    else report(node.span(), Diagnostic::UnknownType, name, quoted_list(known_types()));
    return &types::error;
  }
  std::vector<Node> arguments;
  for (Node child : node.children()) {
    if (child.is(NodeKind::ParameterizedTypeArgument)) arguments.push_back(child);
  }
  const auto open = node.token(TokenKind::LeftChevron), close = node.token(TokenKind::RightChevron);
  const auto& tokens = model_.tree().tokens;
  if (arguments.size() != 1) {
    report(open && close ? Span{tokens.span(*open).begin, tokens.span(*close).end} : node.span(), Diagnostic::ArgumentCount, "1 argument", arguments.size());
    return &types::error;
  }
  return resource_derived_type(arguments[0], open && close ? Span{tokens.span(*open).end, tokens.span(*close).begin} : arguments[0].span(), name);
}

// What goes in is never only read, and what comes out never only written.
const Type* Checker::resource_derived_type(Node argument, Span inside, std::string_view variant) {
  const auto written = argument.first_child();
  const auto* name = type_from_syntax(written);
  if (name->is_error()) return &types::error;
  if (!is_assignable(*name, types::string)) {
    report(argument.span(), Diagnostic::ArgumentMismatch, type_name(*name), "string");
    return &types::error;
  }
  // A literal as it stands: nothing that comes to one.
  if (!written.is(NodeKind::StringTypeLiteral) || written.child_count() != 0 || !name->is(TypeKind::string_literal)) {
    report(inside, Diagnostic::ConstantRequired);
    return &types::error;
  }
  auto text = name->text;
  if (const auto colon = text.find(':'); colon != std::string_view::npos && colon > 0) {
    if (!model_.names_extension(text.substr(0, colon))) {
      report(argument.span(), Diagnostic::UnknownNamespace, text.substr(0, colon), known_namespaces());
      return &types::error;
    }
    text.remove_prefix(colon + 1);
  }
  const auto at = text.find('@');
  bool known = false;
  const auto* resource = at == std::string_view::npos ? nullptr : az_resource_type(text.substr(0, at), text.substr(at + 1), false, false, false, known);
  if (resource == nullptr) {
    report(argument.span(), Diagnostic::InvalidResourceType);
    return &types::error;
  }
  if (!known) report(argument.span(), Diagnostic::UnknownResourceType, resource->text);
  const std::lock_guard lock(resolving_);
  return without_flags(resource->item, variant == "resourceOutput" ? PropertyFlag::read_only : PropertyFlag::write_only).get();
}

std::string Checker::known_namespaces() const {
  const auto implicit = model_.implicit_namespaces();
  std::vector<std::string> names(implicit.begin(), implicit.end());
  for (const auto id : model_.declared(SymbolKind::extension)) names.emplace_back(model_.symbol(id).name);
  sort_ignoring_case(names);
  return quoted_list(names);
}

std::optional<std::int64_t> Checker::integer_decorator(Node decorated, std::string_view name) {
  const auto call = model_.decorator(decorated, name);
  if (!call) return std::nullopt;
  const auto arguments = arguments_of(call);
  if (arguments.size() != 1) return std::nullopt;
  const auto* type = type_of(arguments[0]);
  return type->is(TypeKind::integer_literal) ? std::optional(type->integer) : std::nullopt;
}

std::string_view Checker::description_of(Node decorated) {
  const auto call = model_.decorator(decorated, "description");
  if (!call) return {};
  const auto arguments = arguments_of(call);
  if (arguments.size() != 1) return {};
  const auto value = arguments[0].part(Role::value);
  if (!value || !value.is(NodeKind::String)) return {};
  const auto text = literal_text(value, model_.arena());
  return text ? *text : std::string_view{};
}

const Type* Checker::apply_decorators(const Type* type, Node decorated, bool loose) {
  const auto span_of = [&](std::string_view name) -> std::optional<Span> {
    const auto call = model_.decorator(decorated, name);
    return call ? std::optional(model_.parent(call).span()) : std::nullopt;
  };
  if (type->is_error()) return type;
  auto flags = type->flags;
  if (loose && (type->is(TypeKind::boolean) || type->is(TypeKind::integer) || type->is(TypeKind::string))) flags |= TypeFlag::allow_loose_assignment;
  if (model_.decorator(decorated, "secure")) flags |= TypeFlag::secure;
  const bool has_decorators = decorated.child(NodeKind::Decorator) && true;
  if (flags == type->flags && !has_decorators) return type;
  if (const auto* inner = without_null(*type, arena_)) return arena_.nullable(apply_decorators(inner, decorated, loose));
  const auto bounds = [&](std::string_view least, std::string_view most, std::optional<std::int64_t>& min, std::optional<std::int64_t>& max) {
    if (const auto value = integer_decorator(decorated, least)) min = value;
    if (const auto value = integer_decorator(decorated, most)) max = value;
    if (!min || !max || *min <= *max) return true;
    auto span = span_of(least);
    if (!span) span = span_of(most);
    if (!span) return true;
    report(*span, Diagnostic::MinimumAboveMaximum, least, most, *min, *max);
    return false;
  };
  Type changed = *type;
  changed.flags = flags;
  switch (type->kind) {
    case TypeKind::integer:
      if (!bounds("minValue", "maxValue", changed.min, changed.max)) return &types::error;
      return arena_.integer(changed.min, changed.max, flags);
    case TypeKind::string:
      if (!bounds("minLength", "maxLength", changed.min, changed.max)) return &types::error;
      return arena_.string(changed.min, changed.max, flags);
    case TypeKind::array:
      if (!bounds("minLength", "maxLength", changed.min, changed.max)) return &types::error;
      if (changed.max && *changed.max == 0) return arena_.tuple({}, flags);
      changed.text = {};  // decorated, it is no longer called as it is written (golden Imports_LF)
      return arena_.make(changed);
    case TypeKind::boolean: case TypeKind::tuple: return arena_.make(changed);
    case TypeKind::object:
      if (model_.decorator(decorated, "sealed")) changed.additional = nullptr;
      return arena_.make(changed);
    default: return type;
  }
}

// `@allowed([…])` of a parameter.
const Type* Checker::with_allowed_values(const Type* type, Node parameter) {
  const auto call = model_.decorator(parameter, "allowed");
  if (!call || type->is_error()) return type;
  const auto arguments = arguments_of(call);
  const auto list = arguments.size() == 1 ? arguments[0].part(Role::value) : Node();
  if (!list || !list.is(NodeKind::Array)) return type;
  std::vector<TypeRef> allowed;
  for (Node child : list.children()) {
    if (child.is(NodeKind::ArrayItem) && child.part(Role::value)) allowed.emplace_back(type_of(child.part(Role::value)));
  }
  if (allowed.empty()) {
    report(list.span(), Diagnostic::NoAllowedValues);
    return &types::error;
  }
  const auto all = [&](auto&& accepts) { return std::all_of(allowed.begin(), allowed.end(), [&](const TypeRef& item) { return accepts(*item); }); };
  const auto all_of_kind = [&](TypeKind kind) { return all([&](const Type& item) { return item.is(kind); }); };
  if (is_assignable(*type, types::string)) return all_of_kind(TypeKind::string_literal) ? arena_.union_of(allowed) : type;
  if (is_assignable(*type, types::integer)) return all_of_kind(TypeKind::integer_literal) ? arena_.union_of(allowed) : type;
  if (is_assignable(*type, types::boolean)) return all_of_kind(TypeKind::boolean_literal) ? arena_.union_of(allowed) : type;
  if (!type->is_array() || !all([](const Type& item) { return is_literal(item); })) return type;
  // Allowed values that are no arrays are what the items may be.
  if (!all([](const Type& item) { return !item.is(TypeKind::tuple); })) return all_of_kind(TypeKind::tuple) ? arena_.union_of(allowed) : type;
  return arena_.array(arena_.union_of(allowed), {}, {}, type->flags);
}

const Type* Checker::declared_type(Node declaration) {
  if (!declaration) return nullptr;
  if (declaration.is(NodeKind::ParameterAssignment)) {
    const auto* used = used_module();
    const auto* parameter = used != nullptr ? used->find_parameter(declaration.name_text()) : nullptr;
    return parameter != nullptr ? parameter->type : nullptr;
  }
  switch (declaration.kind()) {
    case NodeKind::ParameterDeclaration: case NodeKind::OutputDeclaration: case NodeKind::VariableDeclaration: case NodeKind::TypeDeclaration:
    case NodeKind::FunctionDeclaration: case NodeKind::ResourceDeclaration: case NodeKind::ModuleDeclaration: case NodeKind::TestDeclaration:
    case NodeKind::TypedLambda: case NodeKind::TypedLocalVariable: break;
    default: return nullptr;
  }
  auto& known = syntax_types_[declaration.index()];
  if (known != nullptr) return known;
  if (busy_[declaration.index()] != 0) return &types::error;
  busy_[declaration.index()] = 1;
  const auto* type = declared_type_of_member(declaration);
  busy_[declaration.index()] = 0;
  return syntax_types_[declaration.index()] = type;
}

const Type* Checker::declared_type_of_member(Node declaration) {
  const auto no_namespace = [&](const Type* type, Node syntax) -> const Type* {
    if (!type->is(TypeKind::namespace_)) return type;
    report(syntax.span(), Diagnostic::NamespaceAsType, type->text);
    return &types::error;
  };
  const auto type_node = declaration.part(Role::type);
  switch (declaration.kind()) {
    case NodeKind::ParameterDeclaration:
      if (!type_node) return &types::any;
      return with_allowed_values(apply_decorators(no_namespace(type_from_syntax(type_node), type_node), declaration, true), declaration);
    case NodeKind::OutputDeclaration:
      if (!type_node) return &types::any;
      return apply_decorators(no_namespace(type_from_syntax(type_node), type_node), declaration, false);
    case NodeKind::VariableDeclaration:
      if (!type_node) return nullptr;
      return apply_decorators(no_namespace(type_from_syntax(type_node), type_node), declaration, false);
    case NodeKind::TypedLocalVariable: {
      // What is wrong with the name of its type is told where the variable is used.
      const bool quiet = type_node && type_node.is(NodeKind::TypeVariableAccess);
      muted_ += quiet ? 1 : 0;
      const auto* type = no_namespace(type_from_syntax(type_node), type_node);
      muted_ -= quiet ? 1 : 0;
      return type;
    }
    case NodeKind::TypeDeclaration: {
      const auto value = declaration.part(Role::value);
      const auto id = model_.symbol_at(declaration);
      if (const auto* cycle = id ? type_cycle(id) : nullptr) {
        std::string names;
        for (const auto member : *cycle) names += (names.empty() ? "" : "\" -> \"") + std::string(model_.symbol(member).name);
        if (cycle->size() == 1) report(declaration.name_span(), Diagnostic::CyclicTypeOfOne);
        else report(declaration.name_span(), Diagnostic::CyclicType, names);
        return &types::error;
      }
      if (!value) return &types::error;
      return apply_decorators(no_namespace(type_from_syntax(value), value), declaration, false);
    }
    case NodeKind::FunctionDeclaration: return declared_type(declaration.part(Role::lambda));
    case NodeKind::TypedLambda: {
      std::vector<TypeRef> parameters;
      if (const auto block = declaration.part(Role::variables) ? declaration.part(Role::variables) : declaration.child(NodeKind::TypedVariableBlock)) {
        for (Node variable : block.children()) {
          if (variable.is(NodeKind::TypedLocalVariable)) parameters.emplace_back(declared_type(variable));
        }
      }
      const auto* result = type_node ? no_namespace(type_from_syntax(type_node), type_node) : &types::any;
      return arena_.lambda(parameters, static_cast<std::uint32_t>(parameters.size()), result);
    }
    case NodeKind::ResourceDeclaration: {
      const auto* resource = model_.resource(model_.symbol_at(declaration));
      if (resource == nullptr) return &types::error;
      const auto* type = resource_facts(*resource).type;
      if (type == nullptr) return &types::error;
      return resource->loop ? arena_.array(type) : type;
    }
    case NodeKind::ModuleDeclaration: {
      const auto* module = model_.module(model_.symbol_at(declaration));
      if (module == nullptr) return &types::error;
      const auto* type = module_type(*module);
      if (type == nullptr) return &types::error;
      return module->loop ? arena_.array(type) : type;
    }
    case NodeKind::TestDeclaration: {
      const auto* type = test_type(declaration);
      return type != nullptr ? type : &types::error;
    }
    default: return nullptr;
  }
}

}  // namespace fleetlint::compiler
