// Declarations and the program as a whole.
#include <fmt/format.h>

#include <algorithm>
#include <string>

#include "bind/syntax_queries.h"
#include "fleetlint/grammar/parse.h"
#include "lower/lowering.h"

namespace fleetlint::compiler {

using ir::Kind;
using syntax::Node;
using syntax::NodeKind;
using syntax::Role;

namespace {

/// A description of several lines without the indentation that all lines but the first share.
std::string normalize_indent(std::string_view text) {
  std::vector<std::string_view> lines;
  std::size_t at = 0;
  for (std::size_t i = 0; i <= text.size(); ++i) {
    if (i < text.size() && text[i] != '\n' && text[i] != '\r') continue;
    lines.push_back(text.substr(at, i - at));
    if (text.substr(i).starts_with("\r\n")) ++i;
    at = i + 1;
  }
  auto shared = std::string_view::npos;
  for (std::size_t i = 1; i < lines.size(); ++i) {
    if (!lines[i].empty()) shared = std::min(shared, std::min(lines[i].find_first_not_of(" \t"), lines[i].size()));
  }
  std::string result(lines[0]);
  for (std::size_t i = 1; i < lines.size(); ++i) {
    result += '\n';
    if (!lines[i].empty()) result += lines[i].substr(shared);
  }
  return result;
}

}  // namespace

Lowering::Lowering(const SemanticModel& model, ScopeTable scopes, InlinedSymbols inlined, Arena* nodes)
    : model_(model), nodes_(nodes != nullptr ? *nodes : model.arena()), settings_(emit_settings(model)), scopes_(std::move(scopes)), inlined_(std::move(inlined)) {
  find_function_variables();
  collect_dependencies();
}

void Lowering::find_function_variables() {
  const auto& nodes = model_.tree().nodes;
  for (std::uint32_t i = 0; i < nodes.size();) {
    // A function's body cannot refer to variables: values are put in place there.
    if (nodes[i].kind == NodeKind::FunctionDeclaration) {
      i += nodes[i].subtree_size;
      continue;
    }
    if (nodes[i].kind == NodeKind::FunctionCall || nodes[i].kind == NodeKind::InstanceFunctionCall) {
      const auto node = model_.tree().node(i);
      if (node.name_text().starts_with("load")) {
        const auto facts = model_.types().call(node);
        const bool assigned = model_.parent(node).kind() == NodeKind::VariableDeclaration;
        if (facts.result && (facts.variable_always || (facts.variable_unless_assigned && !assigned))) {
          const auto name = arena().copy(std::string_view(fmt::format("$fxv#{}", function_variables_.size())));
          const auto* value = known_result(node);
          function_variables_.emplace(i, FunctionVariable{name, value, node});
        }
      }
    }
    ++i;
  }
}

const ir::Decorators* Lowering::lower_decorators(Node decorated) {
  ir::Decorators decorators;
  bool any = false;
  for (Node child : decorated.children()) {
    if (child.kind() != NodeKind::Decorator) continue;
    const auto call = child.part(Role::value);
    if (!call || (call.kind() != NodeKind::FunctionCall && call.kind() != NodeKind::InstanceFunctionCall)) continue;
    if (call.kind() == NodeKind::FunctionCall) {
      const auto* symbol = model_.symbol_of(call);
      if (!symbol || symbol->kind != SymbolKind::builtin_function) continue;
    }
    const auto name = call.name_text();
    const auto first = [&]() -> const ir::Expression* {
      const auto argument = call.child(NodeKind::FunctionArgument);
      return argument ? lower(argument.part(Role::value)) : nullptr;
    };
    const auto whole = [&] {
      auto* expression = make(Kind::FunctionCall, call);
      expression->text = name;
      expression->children = list(arguments(call, nullptr));
      return expression;
    };
    any = true;
    if (name == "description") {
      const auto* text = first();
      if (text && text->is(Kind::StringLiteral) && (text->text.find('\n') != std::string_view::npos || text->text.find('\r') != std::string_view::npos)) {
        text = string(arena().copy(std::string_view(normalize_indent(text->text))), text->source);
      }
      if (text) decorators.description = text;
    } else if (name == "metadata") {
      decorators.metadata = first();
    } else if (name == "secure") {
      decorators.secure = whole();
    } else if (name == "minLength") {
      decorators.min_length = first();
    } else if (name == "maxLength") {
      decorators.max_length = first();
    } else if (name == "minValue") {
      decorators.min_value = first();
    } else if (name == "maxValue") {
      decorators.max_value = first();
    } else if (name == "sealed") {
      decorators.sealed = whole();
    } else if (name == "allowed") {
      decorators.allowed_values = first();
    } else if (name == "export") {
      decorators.exported = whole();
    } else if (name == "validate") {
      auto* constraint = make(Kind::Array, call);
      constraint->children = list(arguments(call, nullptr));
      decorators.user_defined_constraint = constraint;
    } else {
      any = any && (decorators.description || decorators.metadata);
    }
  }
  const bool used = decorators.description || decorators.metadata || decorators.secure || decorators.min_length || decorators.max_length ||
                    decorators.min_value || decorators.max_value || decorators.sealed || decorators.allowed_values || decorators.exported ||
                    decorators.user_defined_constraint;
  return used ? arena().create<ir::Decorators>(decorators) : nullptr;
}

std::int64_t Lowering::batch_size(Node statement) {
  const auto call = model_.decorator(statement, "batchSize");
  const auto argument = call ? call.child(NodeKind::FunctionArgument) : Node();
  const auto value = argument ? argument.part(Role::value) : Node();
  return value && value.kind() == NodeKind::IntegerLiteral ? static_cast<std::int64_t>(syntax::integer_value(value)) : 0;
}

const ir::Expression* Lowering::lower_variable_declaration(SymbolId id) {
  const auto node = model_.symbol(id).declaration;
  auto* expression = make(Kind::DeclaredVariable, node);
  expression->symbol = id;
  expression->text = model_.symbol(id).name;
  std::vector<const ir::Expression*> children;
  if (const auto type = node.part(Role::type)) {
    children.push_back(lower_type(*this, type));
    expression->boolean = true;
  }
  children.push_back(lower(node.part(Role::value)));
  expression->children = list(children);
  expression->decorators = lower_decorators(node);
  return expression;
}

const ir::Expression* Lowering::resource_condition(const DeclaredResource& resource, Replacements replacements) {
  const ir::Expression* condition = nullptr;
  const auto add = [&](Node if_condition, Replacements here) {
    const auto* next = lower(if_condition.part(Role::condition), here);
    if (!condition) {
      condition = next;
      return;
    }
    auto* both = make(Kind::Binary, next->source);
    both->op = ir::Operator::logical_and;
    both->children = list({condition, next});
    condition = both;
  };
  // Conditions add up with nesting, so that nothing depends on what is not deployed.
  for (std::size_t i = 0; i < resource.ancestors.size(); ++i) {
    const auto& ancestor = resource.ancestors[i];
    if (!ancestor.nested) continue;
    const auto& parent = model_.resources()[ancestor.resource];
    const auto value = parent.declaration.part(Role::body);
    if (value.kind() == NodeKind::IfCondition) add(value, replacements);
  }
  if (resource.condition) add(resource.condition, replacements);
  return condition;
}

const ir::Expression* Lowering::module_condition(const DeclaredModule& entry, Replacements replacements) {
  return entry.condition ? lower(entry.condition.part(Role::condition), replacements) : nullptr;
}

const ir::Expression* Lowering::lower_resource(const DeclaredResource& resource) {
  const auto& symbol = model_.symbol(resource.symbol);
  std::vector<const ir::Expression*> properties;
  for (Node child : resource.body.children()) {
    if (child.kind() != NodeKind::ObjectProperty) continue;
    const auto key = property_key(child, arena());
    if (key == "dependsOn") continue;
    if (resource.is_az() && (key == "name" || key == "scope" || key == "parent")) continue;
    properties.push_back(lower_property(child, nullptr));
  }
  const auto* body = object(properties, resource.body);
  if (const auto* condition = resource_condition(resource, nullptr)) {
    auto* wrapped = make(Kind::Condition, condition->source);
    wrapped->children = list({condition, body});
    body = wrapped;
  }
  auto loop = resource.loop;
  auto loop_name = resource.symbolic_name;
  for (const auto& ancestor : resource.ancestors) {
    const auto& parent = model_.resources()[ancestor.resource];
    if (ancestor.nested && parent.loop && !loop) {
      loop = parent.loop;
      loop_name = parent.symbolic_name;
    }
  }
  if (loop) {
    auto* wrapped = make(Kind::ForLoop, loop);
    wrapped->text = loop_name;
    wrapped->boolean = true;
    wrapped->integer = batch_size(resource.declaration);
    wrapped->children = list({lower(loop.part(Role::source)), body});
    body = wrapped;
  }
  auto* expression = make(Kind::DeclaredResource, resource.declaration);
  expression->symbol = resource.symbol;
  expression->text = symbol.name;
  expression->resource = symbol.detail;
  std::vector<const ir::Expression*> children{body};
  for (const auto* dependency : dependencies_of(resource.symbol, resource.body)) children.push_back(dependency);
  std::vector<ir::ResourceOption> options;
  for (Node child : resource.declaration.children()) {
    if (child.kind() != NodeKind::Decorator) continue;
    const auto call = child.part(Role::value);
    if (!call) continue;
    const auto name = call.name_text();
    if (name != "onlyIfNotExists" && name != "retryOn" && name != "waitUntil" && name != "nullIfNotFound" && name != "patch") continue;
    auto* array = make(Kind::Array, call);
    array->children = list(arguments(call, nullptr));
    options.push_back({name, array});
    children.push_back(array);
  }
  expression->children = list(children);
  expression->options = arena().copy(options);
  expression->decorators = lower_decorators(resource.declaration);
  return expression;
}

const ir::Expression* Lowering::lower_module(const DeclaredModule& entry) {
  const auto& symbol = model_.symbol(entry.symbol);
  std::vector<const ir::Expression*> properties;
  Node name;
  for (Node child : entry.body.children()) {
    if (child.kind() != NodeKind::ObjectProperty) continue;
    const auto key = property_key(child, arena());
    if (key == "name" && !name) name = child;
    if (key == "name" || key == "params" || key == "extensionConfigs" || key == "scope" || key == "dependsOn") continue;
    properties.push_back(lower_property(child, nullptr));
  }
  properties.push_back(name ? lower_property(name, nullptr) : property("name", generated_module_name(entry, nullptr)));
  const auto* body = object(properties, entry.body);
  if (const auto* condition = module_condition(entry, nullptr)) {
    auto* wrapped = make(Kind::Condition, condition->source);
    wrapped->children = list({condition, body});
    body = wrapped;
  }
  if (entry.loop) {
    auto* wrapped = make(Kind::ForLoop, entry.loop);
    wrapped->text = symbol.name;
    wrapped->boolean = true;
    wrapped->integer = batch_size(entry.declaration);
    wrapped->children = list({lower(entry.loop.part(Role::source)), body});
    body = wrapped;
  }
  auto* expression = make(Kind::DeclaredModule, entry.declaration);
  expression->symbol = entry.symbol;
  expression->text = symbol.name;
  std::vector<const ir::Expression*> children{body};
  if (entry.parameters) {
    children.push_back(lower(entry.parameters));
    expression->boolean = true;
  }
  for (const auto* dependency : dependencies_of(entry.symbol, entry.body)) children.push_back(dependency);
  if (entry.extension_configs) children.push_back(lower(entry.extension_configs));
  expression->children = list(children);
  expression->decorators = lower_decorators(entry.declaration);
  return expression;
}

const ir::Expression* Lowering::lower_program() {
  std::vector<const ir::Expression*> children;
  const auto named = [&](Kind kind, SymbolId id) {
    auto* expression = make(kind, model_.symbol(id).declaration);
    expression->symbol = id;
    expression->text = model_.symbol(id).name;
    return expression;
  };
  for (const auto id : model_.declared(SymbolKind::metadata)) {
    auto* expression = named(Kind::DeclaredMetadata, id);
    expression->children = list({lower(expression->source.part(Role::value))});
    expression->decorators = lower_decorators(expression->source);
    children.push_back(expression);
  }
  for (const auto id : model_.declared(SymbolKind::extension)) {
    auto* expression = named(Kind::Extension, id);
    const auto clause = expression->source.part(Role::with);
    const auto config = clause && clause.kind() == NodeKind::ExtensionWithClause ? clause.child(NodeKind::Object) : Node();
    if (config) expression->children = list({lower(config)});
    expression->decorators = lower_decorators(expression->source);
    children.push_back(expression);
  }
  for (const auto id : model_.declared(SymbolKind::type_alias)) {
    auto* expression = named(Kind::DeclaredType, id);
    expression->children = list({lower_type(*this, expression->source.part(Role::value))});
    expression->decorators = lower_decorators(expression->source);
    children.push_back(expression);
  }
  for (const auto id : model_.declared(SymbolKind::parameter)) {
    auto* expression = named(Kind::DeclaredParameter, id);
    std::vector<const ir::Expression*> parts{lower_type(*this, expression->source.part(Role::type))};
    const auto modifier = expression->source.child(NodeKind::ParameterDefaultValue);
    if (modifier) {
      parts.push_back(lower(modifier.part(Role::value)));
      expression->boolean = true;
    }
    expression->children = list(parts);
    expression->decorators = lower_decorators(expression->source);
    children.push_back(expression);
  }
  // Variables of load functions by ordinal name: $fxv#10 stands before $fxv#2.
  std::vector<const FunctionVariable*> loaded;
  for (const auto& [node, variable] : function_variables_) loaded.push_back(&variable);
  std::ranges::sort(loaded, {}, &FunctionVariable::name);
  for (const auto* variable : loaded) {
    auto* expression = make(Kind::DeclaredVariable, variable->call);
    expression->text = variable->name;
    expression->children = list({variable->value});
    children.push_back(expression);
  }
  for (const auto id : model_.declared(SymbolKind::variable)) {
    if (!inlined_.has(id)) children.push_back(lower_variable_declaration(id));
  }
  for (const auto id : model_.declared(SymbolKind::function)) {
    auto* expression = named(Kind::DeclaredFunction, id);
    expression->children = list({lower(expression->source.part(Role::lambda))});
    expression->decorators = lower_decorators(expression->source);
    children.push_back(expression);
  }
  for (const auto& resource : model_.resources()) {
    if (resource.body && !inlined_.has(resource.symbol)) children.push_back(lower_resource(resource));
  }
  for (const auto& entry : model_.modules()) {
    if (entry.body) children.push_back(lower_module(entry));
  }
  for (const auto id : model_.declared(SymbolKind::output)) {
    auto* expression = named(Kind::DeclaredOutput, id);
    expression->children = list({lower_type(*this, expression->source.part(Role::type)), lower(expression->source.part(Role::value))});
    expression->decorators = lower_decorators(expression->source);
    children.push_back(expression);
  }
  for (const auto id : model_.declared(SymbolKind::assertion)) {
    auto* expression = named(Kind::DeclaredAssert, id);
    expression->children = list({lower(expression->source.part(Role::value))});
    expression->decorators = lower_decorators(expression->source);
    children.push_back(expression);
  }
  auto* program = make(Kind::Program, model_.root());
  program->children = list(children);
  return program;
}

}  // namespace fleetlint::compiler
