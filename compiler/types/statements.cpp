// The check of a whole file: every statement, every type, in source order.
#include <algorithm>

#include "types/checker.h"
#include "types/names.h"

namespace fleetlint::compiler {

void Checker::check() {
  for (Node statement : model_.root().children()) check_statement(statement);
  visit_types(model_.root());
  check_deploy_time_values();
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
  const auto value = statement.part(Role::value);
  switch (statement.kind()) {
    case NodeKind::ParameterDeclaration: check_parameter(statement); break;
    case NodeKind::VariableDeclaration:
      if (value) type_of(value);
      if (statement.part(Role::type)) check_value(value, declared_type(statement), {});
      break;
    case NodeKind::OutputDeclaration: check_value(value, declared_type(statement), {}); break;
    case NodeKind::TypeDeclaration: declared_type(statement); break;
    case NodeKind::FunctionDeclaration: {
      const auto lambda = statement.part(Role::lambda);
      const auto* type = lambda ? declared_type(lambda) : nullptr;
      if (type != nullptr && type->is(TypeKind::lambda)) check_value(lambda.part(Role::body), type->item.get(), {});
      break;
    }
    case NodeKind::ResourceDeclaration: check_resource(statement); break;
    case NodeKind::ModuleDeclaration: case NodeKind::TestDeclaration: check_value(body_of(statement), declared_type(statement), {}); break;
    case NodeKind::AssertDeclaration:
      if (!value) break;
      if (const auto* type = type_of(value); !type->is_error() && !is_assignable(*type, types::boolean)) report(value.span(), Diagnostic::AssertionType, type_name(*type));
      break;
    case NodeKind::MetadataDeclaration:
      if (!value) break;
      type_of(value);
      if (!value.contains_error()) check_constant(value);
      break;
    case NodeKind::ParameterAssignment: check_assignment(statement); break;
    case NodeKind::UsingDeclaration: check_using(statement); break;
    case NodeKind::CompileTimeImportDeclaration: check_reference(statement, statement.part(Role::from)); break;
    default: break;
  }
}

Checker::Node Checker::body_of(Node statement) const {
  const auto body = statement.part(Role::body);
  return body ? body : statement.part(Role::value);
}

void Checker::check_parameter(Node statement) {
  const auto* declared = declared_type(statement);
  const auto modifier = statement.child(NodeKind::ParameterDefaultValue);
  if (!modifier || declared == nullptr) return;
  if (!declared->is_any() && !declared->is_error() && is_nullable(*declared)) report(modifier.span(), Diagnostic::NullableWithDefault);
  check_value(modifier.part(Role::value), declared, {});
}

void Checker::check_resource(Node statement) {
  const auto* resource = model_.resource(model_.symbol_at(statement));
  const auto body = body_of(statement);
  if (resource == nullptr) {
    if (body) type_of(body);
    return;
  }
  const auto& facts = resource_facts(*resource);
  if (facts.type != nullptr && !facts.known) {
    const auto type = statement.part(Role::type);
    report(type ? type.span() : statement.span(), Diagnostic::UnknownResourceType, facts.type->text);
  }
  Narrowing how;
  how.resource_declaration = true;
  check_value(body, declared_type(statement), how);
  if (!resource->body) return;
  for (Node child : resource->body.children()) {
    if (child.is(NodeKind::ResourceDeclaration)) check_resource(child);
  }
}

// The file that a statement refers to must be without errors itself.
void Checker::check_reference(Node statement, Node place) {
  const auto* reference = model_.file().reference_of(statement);
  if (reference == nullptr || reference->target == nullptr) return;
  const auto* target = interfaces_.interface_of(*reference->target);
  if (target == nullptr || !target->has_errors) return;
  report((place ? place : statement).span(), target->template_ir != nullptr ? Diagnostic::TemplateHasErrors : Diagnostic::ModuleHasErrors);
}

const ModuleInterface* Checker::used_module() const {
  const auto statement = model_.root().child(NodeKind::UsingDeclaration);
  const auto* reference = statement ? model_.file().reference_of(statement) : nullptr;
  return reference != nullptr && reference->target != nullptr ? interfaces_.interface_of(*reference->target) : nullptr;
}

void Checker::check_assignment(Node statement) {
  const auto value = statement.part(Role::value);
  if (value) type_of(value);
  const auto* used = used_module();
  if (used == nullptr) return;
  const auto* parameter = used->find_parameter(statement.name_text());
  if (parameter == nullptr) {
    if (!statement.name_text().empty()) report(statement.span(), Diagnostic::UndeclaredParameter, statement.name_text());
    return;
  }
  check_value(value, parameter->type, {});
}

void Checker::check_using(Node statement) {
  check_reference(statement, statement.part(Role::path));
  const auto* used = used_module();
  if (used == nullptr) return;
  std::vector<std::string_view> assigned;
  const auto* file = &model_.file();
  for (int depth = 0; file != nullptr && file->tree != nullptr && depth < 100; ++depth) {
    const auto root = file->tree->root();
    for (Node child : root.children()) {
      if (!child.is(NodeKind::ParameterAssignment)) continue;
      const auto value = child.part(Role::value);
      if (!value || !value.is(NodeKind::NullLiteral)) assigned.push_back(child.name_text());
    }
    const auto extends = root.child(NodeKind::ExtendsDeclaration);
    const auto* reference = extends ? file->reference_of(extends) : nullptr;
    file = reference != nullptr ? reference->target : nullptr;
  }
  std::vector<std::string> missing;
  for (const auto& parameter : used->parameters) {
    if (parameter.required && std::find(assigned.begin(), assigned.end(), parameter.name) == assigned.end()) missing.emplace_back(parameter.name);
  }
  if (missing.empty()) return;
  std::sort(missing.begin(), missing.end());
  const auto path = statement.part(Role::path);
  report((path ? path : statement).span(), Diagnostic::MissingAssignments, quoted_list(missing));
}

void Checker::check_value(Node value, const Type* declared, const Narrowing& how) {
  if (!value) return;
  const auto* type = type_of(value);
  if (type->is_error() || declared == nullptr || declared->is_error()) return;
  narrow(value, declared, how);
}

}  // namespace fleetlint::compiler
