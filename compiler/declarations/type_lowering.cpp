// Type syntax as intermediate expressions.
#include <fmt/format.h>

#include "bind/syntax_queries.h"
#include "fleetlint/compiler/types.h"
#include "fleetlint/grammar/parse.h"
#include "lower/lowering.h"

namespace fleetlint::compiler {

using ir::Kind;
using syntax::Node;
using syntax::NodeKind;
using syntax::Role;

namespace {

class TypeLowering {
 public:
  explicit TypeLowering(Lowering& lowering) : lowering_(lowering), model_(lowering.model()) {}

  const ir::Expression* lower(Node node) {
    if (!node) return lowering_.make(Kind::NullLiteralType);
    switch (node.kind()) {
      case NodeKind::TypeVariableAccess: return lower_name(node);
      case NodeKind::StringTypeLiteral: {
        auto* expression = lowering_.make(Kind::StringLiteralType, node);
        if (const auto text = syntax::literal_string(node)) {
          expression->text = lowering_.arena().copy(std::string_view(*text));
        } else if (const auto* type = model_.types().type_of(node); type != nullptr && type->is(TypeKind::string_literal)) {
          // Put together of constants: the type says what it comes to.
          expression->text = lowering_.arena().copy(type->text);
        }
        return expression;
      }
      case NodeKind::IntegerTypeLiteral: return integer(node, static_cast<std::int64_t>(syntax::integer_value(node)));
      case NodeKind::BooleanTypeLiteral: return boolean(node, is_true(node));
      case NodeKind::NullTypeLiteral: return lowering_.make(Kind::NullLiteralType, node);
      case NodeKind::UnaryTypeOperation: return lower_unary(node);
      case NodeKind::ResourceType: return lower_resource_type(node);
      case NodeKind::ObjectType: return lower_object(node);
      case NodeKind::TupleType: {
        std::vector<const ir::Expression*> items;
        for (Node child : node.children()) {
          if (child.kind() == NodeKind::TupleTypeItem) items.push_back(lower_member(Kind::TupleTypeItem, child));
        }
        return with_children(Kind::TupleType, node, items);
      }
      case NodeKind::ArrayType: {
        const auto member = node.part(Role::base) ? node.part(Role::base) : node.first_child();
        const auto item = member.kind() == NodeKind::ArrayTypeMember ? inner(member) : member;
        return with_children(Kind::ArrayType, node, {lower(item)});
      }
      case NodeKind::NullableType: return with_children(Kind::NullableType, node, {lower(inner(node))});
      case NodeKind::NonNullableType: return with_children(Kind::NonNullableType, node, {lower(inner(node))});
      case NodeKind::UnionType: return lower_union(node);
      case NodeKind::ParenthesizedType: return lower(inner(node));
      case NodeKind::TypePropertyAccess: return lower_property(node, node.part(Role::base), node.name_text());
      case NodeKind::TypeArrayAccess: return lower_index(node);
      case NodeKind::TypeAdditionalPropertiesAccess:
        return with_children(Kind::TypeReferenceAdditionalPropertiesAccess, node, {lower(node.part(Role::base))});
      case NodeKind::TypeItemsAccess: return with_children(Kind::TypeReferenceItemsAccess, node, {lower(node.part(Role::base))});
      case NodeKind::ParameterizedTypeInstantiation:
      case NodeKind::InstanceParameterizedTypeInstantiation: return lower_parameterized(node);
      default: return lowering_.make(Kind::NullLiteralType, node);
    }
  }

 private:
  static Node inner(Node node) {
    if (const auto value = node.part(Role::value)) return value;
    if (const auto base = node.part(Role::base)) return base;
    return node.first_child();
  }

  static bool is_true(Node node) { return node.tree().tokens.kind(node.first_token()) == syntax::TokenKind::TrueKeyword; }

  ir::Expression* with_children(Kind kind, Node source, const std::vector<const ir::Expression*>& children) {
    auto* expression = lowering_.make(kind, source);
    expression->children = lowering_.list(children);
    return expression;
  }

  const ir::Expression* integer(Node node, std::int64_t value) {
    auto* expression = lowering_.make(Kind::IntegerLiteralType, node);
    expression->integer = value;
    return expression;
  }

  const ir::Expression* boolean(Node node, bool value) {
    auto* expression = lowering_.make(Kind::BooleanLiteralType, node);
    expression->boolean = value;
    return expression;
  }

  const ir::Expression* lower_name(Node node) {
    const auto id = model_.symbol_at(node);
    auto kind = Kind::AmbientTypeReference;
    if (id) {
      const auto declared = model_.symbol(id).kind;
      if (declared == SymbolKind::type_alias) kind = Kind::TypeAliasReference;
      if (declared == SymbolKind::imported_type) kind = Kind::ImportedTypeReference;
    }
    auto* expression = lowering_.make(kind, node);
    expression->symbol = id;
    expression->text = node.name_text();
    return expression;
  }

  const ir::Expression* lower_unary(Node node) {
    auto operand = inner(node);
    while (operand && operand.kind() == NodeKind::ParenthesizedType) operand = inner(operand);
    if (operand && operand.kind() == NodeKind::IntegerTypeLiteral) {
      return integer(node, static_cast<std::int64_t>(0 - syntax::integer_value(operand)));
    }
    if (operand && operand.kind() == NodeKind::BooleanTypeLiteral) return boolean(node, !is_true(operand));
    const auto* type = model_.types().type_of(node);
    if (type && type->kind == TypeKind::integer_literal) return integer(node, type->integer);
    return boolean(node, type && type->integer != 0);
  }

  const ir::Expression* lower_resource_type(Node node) {
    auto* expression = lowering_.make(Kind::ResourceType, node);
    if (const auto name = node.child(NodeKind::String)) {
      if (const auto text = literal_text(name, lowering_.arena())) expression->text = *text;
    } else if (const auto* type = model_.types().type_of(node); type && type->kind == TypeKind::resource) {
      expression->text = type->text;
    }
    return expression;
  }

  const ir::Expression* lower_member(Kind kind, Node node) {
    auto* expression = with_children(kind, node, {lower(node.part(Role::value) ? node.part(Role::value) : node.part(Role::type))});
    if (kind == Kind::ObjectTypeProperty) {
      const auto name = node.part(Role::name);
      if (name && name.kind() == NodeKind::Identifier) {
        expression->text = name.name_text();
      } else if (name) {
        if (const auto text = syntax::literal_string(name)) expression->text = lowering_.arena().copy(std::string_view(*text));
      }
    }
    expression->decorators = lowering_.lower_decorators(node);
    return expression;
  }

  const ir::Expression* lower_object(Node node) {
    std::vector<const ir::Expression*> members;
    const ir::Expression* additional = nullptr;
    for (Node child : node.children()) {
      if (child.kind() == NodeKind::ObjectTypeProperty) members.push_back(lower_member(Kind::ObjectTypeProperty, child));
      if (child.kind() == NodeKind::ObjectTypeAdditionalProperties) additional = lower_member(Kind::ObjectTypeAdditionalProperties, child);
    }
    if (additional) members.push_back(additional);
    return with_children(Kind::ObjectType, node, members);
  }

  const ir::Expression* lower_union(Node node) {
    std::vector<const ir::Expression*> members;
    bool only_literals = true;
    for (Node child : node.children()) {
      if (child.kind() != NodeKind::UnionTypeMember) continue;
      members.push_back(lower(inner(child)));
      const auto kind = members.back()->kind;
      only_literals = only_literals && (kind == Kind::StringLiteralType || kind == Kind::IntegerLiteralType || kind == Kind::BooleanLiteralType ||
                                        kind == Kind::NullLiteralType);
    }
    const auto* type = model_.types().type_of(node);
    const bool tagged = !only_literals && type && type->kind == TypeKind::discriminated_object;
    auto* expression = with_children(tagged ? Kind::DiscriminatedObjectType : Kind::UnionType, node, members);
    expression->type = type;
    if (tagged) expression->text = type->discriminator;
    return expression;
  }

  const ir::Expression* lower_property(Node node, Node base, std::string_view name) {
    const auto id = base ? model_.symbol_at(base) : SymbolId{};
    const auto kind = id ? model_.symbol(id).kind : SymbolKind::unresolved;
    if (kind == SymbolKind::namespace_name) {
      auto* expression = lowering_.make(Kind::FullyQualifiedAmbientTypeReference, node);
      expression->text = name;
      const std::string_view scope[] = {model_.symbol(id).name};
      expression->segments = lowering_.arena().copy(std::span<const std::string_view>(scope));
      return expression;
    }
    if (kind == SymbolKind::wildcard_import) {
      auto* expression = lowering_.make(Kind::WildcardImportTypePropertyReference, node);
      expression->symbol = id;
      expression->text = name;
      return expression;
    }
    auto* expression = with_children(Kind::TypeReferencePropertyAccess, node, {lower(base)});
    expression->text = name;
    return expression;
  }

  const ir::Expression* lower_index(Node node) {
    const auto index = node.part(Role::index);
    const auto base = node.part(Role::base);
    if (index.kind() == NodeKind::String) {
      if (const auto text = syntax::literal_string(index)) return lower_property(node, base, lowering_.arena().copy(std::string_view(*text)));
    }
    auto* expression = with_children(Kind::TypeReferenceIndexAccess, node, {lower(base)});
    if (index.kind() == NodeKind::IntegerLiteral) expression->integer = static_cast<std::int64_t>(syntax::integer_value(index));
    return expression;
  }

  const ir::Expression* lower_parameterized(Node node) {
    auto* expression = lowering_.make(Kind::ResourceDerivedType, node);
    const auto name = node.name_text();
    expression->integer = name == "resourceInput" ? 1 : name == "resourceOutput" ? 2 : 0;
    const auto argument = node.child(NodeKind::ParameterizedTypeArgument);
    if (argument) {
      const auto* lowered = lower(inner(argument));
      expression->text = lowered->text;
      // The namespace in front is not part of the type.
      if (const auto colon = expression->text.find(':'); colon != std::string_view::npos && colon < expression->text.find('/')) {
        expression->text.remove_prefix(colon + 1);
      }
      // Spelled as in the index of types, whatever the file writes.
      const auto& types = model_.graph().azure_types;
      if (const auto* indexed = types != nullptr ? types->find(expression->text) : nullptr) expression->text = indexed->name;
    }
    return expression;
  }

  Lowering& lowering_;
  const SemanticModel& model_;
};

}  // namespace

const ir::Expression* lower_type(Lowering& lowering, Node type) { return TypeLowering(lowering).lower(type); }

}  // namespace fleetlint::compiler
