// The check of a whole file: every statement, every type, in source order.
#include "types/checker.h"

namespace fleetlint::compiler {

void Checker::check() {
  for (Node statement : model_.root().children()) check_statement(statement);
  visit_types(model_.root());
}

// Every written type is computed now: other files read the types of this one while they are checked in parallel, and must
// find nothing left to compute.
void Checker::visit_types(Node) {
  const auto& nodes = model_.tree().nodes;
  for (std::uint32_t i = 0; i < nodes.size(); ++i) {
    const auto node = model_.tree().node(i);
    if (nodes[i].kind >= NodeKind::ResourceType && nodes[i].kind <= NodeKind::NullTypeLiteral && nodes[i].kind != NodeKind::ParameterizedTypeArgument &&
        nodes[i].kind != NodeKind::UnionTypeMember && nodes[i].kind != NodeKind::NullTypeLiteral) {
      type_from_syntax(node);
    }
  }
}

void Checker::check_statement(Node statement) {
  switch (statement.kind()) {
    case NodeKind::ParameterDeclaration:
      declared_type(statement);
      if (const auto value = statement.child(NodeKind::ParameterDefaultValue)) check_value(value.part(Role::value), declared_type(statement));
      break;
    case NodeKind::VariableDeclaration:
      type_of(statement.part(Role::value));
      if (statement.part(Role::type)) check_value(statement.part(Role::value), declared_type(statement));
      break;
    case NodeKind::OutputDeclaration:
      check_value(statement.part(Role::value), declared_type(statement));
      break;
    case NodeKind::TypeDeclaration: declared_type(statement); break;
    case NodeKind::FunctionDeclaration: {
      const auto lambda = statement.part(Role::lambda);
      const auto* type = lambda ? declared_type(lambda) : nullptr;
      if (type != nullptr && type->is(TypeKind::lambda)) check_value(lambda.part(Role::body), type->item.get());
      break;
    }
    case NodeKind::ResourceDeclaration: case NodeKind::ModuleDeclaration: case NodeKind::TestDeclaration:
      declared_type(statement);
      type_of(statement.part(Role::body));
      break;
    case NodeKind::AssertDeclaration: case NodeKind::MetadataDeclaration: case NodeKind::ParameterAssignment:
      type_of(statement.part(Role::value));
      break;
    default: break;
  }
}

void Checker::check_value(Node value, const Type* declared) {
  if (!value) return;
  const auto* type = type_of(value);
  if (type->is_error() || declared == nullptr || declared->is_error()) return;
  narrow(value, declared, {});
}

}  // namespace fleetlint::compiler
