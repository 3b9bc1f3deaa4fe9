// What an expression is. Errors are reported where they are found and give the error type, which is accepted everywhere.
#include <algorithm>
#include <mutex>
#include <unordered_set>

#include "fleetlint/grammar/parse.h"
#include "types/call_results.h"
#include "types/checker.h"
#include "types/decorators.h"
#include "types/names.h"

namespace fleetlint::compiler {

using syntax::TokenKind;

Checker::Checker(const SemanticModel& model, const InterfaceTable& interfaces) : model_(model), interfaces_(interfaces) {
  const auto count = model.tree().nodes.size();
  types_.resize(count);
  syntax_types_.resize(count);
  busy_.resize(count);
}

const Type* Checker::type_of(Node node) {
  if (!node) return &types::error;
  auto& known = types_[node.index()];
  if (known != nullptr) return known;
  // An expression that needs its own type is in a cycle, which binding has reported.
  if (busy_[node.index()] != 0) return &types::error;
  busy_[node.index()] = 1;
  const auto* type = compute(node);
  busy_[node.index()] = 0;
  types_[node.index()] = type;
  return type;
}

const Type* Checker::compute(Node node) {
  switch (node.kind()) {
    case NodeKind::BooleanLiteral: return node.token(TokenKind::TrueKeyword) ? &types::true_ : &types::false_;
    case NodeKind::NullLiteral: return &types::null;
    case NodeKind::IntegerLiteral: {
      const auto value = syntax::integer_value(node);
      return value <= static_cast<std::uint64_t>(INT64_MAX) ? arena_.integer_literal(static_cast<std::int64_t>(value)) : &types::integer;
    }
    case NodeKind::String: return string_type(node);
    case NodeKind::Object: return object_type(node);
    case NodeKind::Array: return array_type(node);
    case NodeKind::ObjectProperty: {
      const auto key = node.part(Role::name);
      if (key && key.is(NodeKind::String) && type_of(key)->is_error()) return &types::error;
      return type_of(node.part(Role::value));
    }
    case NodeKind::ArrayItem: case NodeKind::ParenthesizedExpression: case NodeKind::FunctionArgument:
      return type_of(node.part(Role::value));
    case NodeKind::SpreadExpression: return type_of(node.part(Role::value));
    case NodeKind::ParameterDefaultValue: return type_of(node.part(Role::value));
    case NodeKind::TernaryOperation: return ternary_type(node);
    case NodeKind::BinaryOperation: return binary_type(node);
    case NodeKind::UnaryOperation: return unary_type(node);
    case NodeKind::PropertyAccess: case NodeKind::ArrayAccess: return access_type(node);
    case NodeKind::ResourceAccess: return resource_access_type(node);
    case NodeKind::FunctionCall: return call_type(node);
    case NodeKind::InstanceFunctionCall: return instance_call_type(node);
    case NodeKind::NonNullAssertion: {
      const auto* base = type_of(node.part(Role::base));
      const auto* inner = without_null(*base, arena_);
      return inner != nullptr ? inner : base;
    }
    case NodeKind::VariableAccess: return variable_access_type(node);
    case NodeKind::Lambda: return lambda_type(node);
    case NodeKind::LocalVariable: return local_variable_type(node);
    case NodeKind::TypedLocalVariable: return type_from_syntax(node.part(Role::type));
    case NodeKind::TypedLambda: return declared_type(node);
    case NodeKind::For: return loop_type(node);
    case NodeKind::IfCondition: return condition_body_type(node);
    case NodeKind::VariableDeclaration: case NodeKind::ParameterDeclaration: case NodeKind::OutputDeclaration: case NodeKind::ResourceDeclaration:
    case NodeKind::ModuleDeclaration: case NodeKind::TestDeclaration: case NodeKind::FunctionDeclaration: case NodeKind::ParameterAssignment: {
      const auto id = model_.symbol_at(node);
      return id ? symbol_type(model_.symbol(id), id, node) : &types::error;
    }
    case NodeKind::SkippedTrivia: return told_error();  // the parser told of it
    default: break;
  }
  if (node.kind() >= NodeKind::ResourceType && node.kind() <= NodeKind::NullTypeLiteral) return type_from_syntax(node);
  return &types::any;
}

const Type* Checker::string_type(Node node) {
  const auto segments = syntax::string_segments(node);
  if (!segments) return &types::error;
  if (segments->size() == 1) return arena_.string_literal(segments->front());
  std::int64_t least = 0;
  std::optional<std::int64_t> most = 0;
  std::string format;
  std::vector<const Type*> holes;
  bool broken = false;
  for (Node hole : node.children()) {
    const auto* type = type_of(hole);
    broken = broken || type->is_error();
    holes.push_back(type);
    if (broken) continue;
    const auto [low, high] = stringified_length(*type);
    least += low;
    most = most && high ? std::optional(*most + *high) : std::nullopt;
  }
  if (broken) return &types::error;
  for (std::size_t i = 0; i < segments->size(); ++i) {
    const auto& segment = (*segments)[i];
    // Lengths count UTF-16 units; code points beyond the first plane count twice.
    std::int64_t length = 0;
    for (const char c : segment) {
      if ((c & 0xC0) != 0x80) length += (c & 0xF8) == 0xF0 ? 2 : 1;
      format += c;
      if (c == '{' || c == '}') format += c;
    }
    least += length;
    if (most) *most += length;
    if (i + 1 < segments->size()) format += "{" + std::to_string(i) + "}";
  }
  std::vector<const Type*> arguments{arena_.string_literal(format)};
  arguments.insert(arguments.end(), holes.begin(), holes.end());
  if (const auto* folded = fold_call("format", arguments, std::nullopt)) return folded;
  return arena_.string(least > 0 ? std::optional(least) : std::nullopt, most);
}

const Type* Checker::object_type(Node node) {
  std::vector<std::pair<std::string_view, Node>> keys;
  bool broken = false;
  for (Node child : node.children()) {
    if (child.is(NodeKind::ObjectProperty)) {
      if (const auto key = property_key(child, model_.arena())) keys.emplace_back(*key, child);
      broken = type_of(child)->is_error() || broken;
    } else if (child.is(NodeKind::SpreadExpression)) {
      const auto* type = type_of(child.part(Role::value));
      if (type->is_error()) {
        broken = true;
      } else if (!is_assignable(*type, types::object)) {
        report(child.span(), Diagnostic::SpreadOfType, "...", "object");
        broken = true;
      }
    }
  }
  std::stable_sort(keys.begin(), keys.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  for (std::size_t i = 0; i < keys.size(); ++i) {
    const bool repeated = (i > 0 && keys[i - 1].first == keys[i].first) || (i + 1 < keys.size() && keys[i + 1].first == keys[i].first);
    if (!repeated) continue;
    report(keys[i].second.part(Role::name).span(), Diagnostic::DuplicateProperty, keys[i].first);
    broken = true;
  }
  if (broken) return &types::error;
  std::vector<Property> properties;
  std::vector<TypeRef> additional;
  const auto set = [&](const Property& property) {
    const auto same = std::find_if(properties.begin(), properties.end(), [&](const Property& known) { return known.name == property.name; });
    if (same == properties.end()) properties.push_back(property); else *same = property;
  };
  bool spread = false;
  for (Node child : node.children()) {
    if (child.is(NodeKind::ObjectProperty)) {
      const auto key = property_key(child, model_.arena());
      if (!key) {
        additional.emplace_back(type_of(child));
      } else {
        const Property property{*key, type_of(child), PropertyFlag::required, ""};
        if (spread) set(property); else properties.push_back(property);
      }
    } else if (child.is(NodeKind::SpreadExpression)) {
      spread = true;
      const auto* type = type_of(child.part(Role::value));
      if (!type->is_object()) {
        additional.emplace_back(&types::any);
        continue;
      }
      for (const auto& property : type->properties) set(property);
      if (type->additional != nullptr) additional.push_back(type->additional->type);
    }
  }
  const Property* rest = additional.empty() ? nullptr : arena_.additional(arena_.union_of(additional));
  return arena_.object("object", std::move(properties), rest);
}

const Type* Checker::array_type(Node node) {
  std::vector<TypeRef> items, spread_items;
  bool broken = false, spread = false;
  for (Node child : node.children()) {
    if (child.is(NodeKind::ArrayItem)) {
      const auto* type = type_of(child);
      broken = broken || type->is_error();
      items.emplace_back(type);
    } else if (child.is(NodeKind::SpreadExpression)) {
      const auto* type = type_of(child.part(Role::value));
      if (type->is_error()) {
        broken = true;
      } else if (!is_assignable(*type, types::array)) {
        report(child.span(), Diagnostic::SpreadOfType, "...", "array");
        broken = true;
      } else if (type->is(TypeKind::tuple) && items.size() + type->elements.size() <= longest_tuple) {
        items.insert(items.end(), type->elements.begin(), type->elements.end());
      } else {
        spread = true;
        spread_items.push_back(type->is(TypeKind::array) || type->is(TypeKind::tuple) ? type->item : TypeRef(&types::any));
      }
    }
  }
  if (broken) return &types::error;
  if (!spread) return arena_.tuple(items);
  items.insert(items.end(), spread_items.begin(), spread_items.end());
  return arena_.array(arena_.union_of(items));
}

const Type* Checker::ternary_type(Node node) {
  const auto condition_node = node.part(Role::condition);
  const auto* condition = type_of(condition_node);
  const auto* when_true = type_of(node.part(Role::when_true));
  const auto* when_false = type_of(node.part(Role::when_false));
  if (condition->is_error() || when_true->is_error() || when_false->is_error()) return &types::error;
  if (const auto* inner = without_null(*condition, arena_); inner != nullptr && is_assignable(*inner, types::boolean)) {
    report(condition_node.span(), Diagnostic::PossiblyNullAssignment, "bool", "the provided value", type_name(*condition));
    condition = inner;
  }
  if (!is_assignable(*condition, types::boolean)) {
    report(condition_node.span(), Diagnostic::ExpectedValueOfType, "bool");
    return &types::error;
  }
  if (condition->is(TypeKind::boolean_literal)) return condition->integer != 0 ? when_true : when_false;
  const TypeRef both[] = {when_true, when_false};
  return union_or_collapsed(both, arena_);
}

const Type* Checker::loop_type(Node node) {
  const auto variables = loop_variables(node);
  if (!variables.item) return &types::error;
  const auto source = node.part(Role::source);
  const auto* array = type_of(source);
  const auto* body = type_of(node.part(Role::body));
  if (array->is_error() || body->is_error()) return &types::error;
  if (!is_assignable(*array, types::array)) {
    const auto* inner = without_null(*array, arena_);
    if (inner != nullptr && is_assignable(*inner, types::array)) {
      report(source.span(), Diagnostic::PossiblyNullAssignment, "array", "the provided value", type_name(*array));
    } else {
      report(source.span(), Diagnostic::LoopOverNonArray, type_name(*array));
      return &types::error;
    }
  }
  return arena_.array(body);
}

const Type* Checker::condition_body_type(Node node) {
  const auto condition = node.part(Role::condition);
  const auto* type = type_of(condition);
  if (!type->is_error() && !is_assignable(*type, types::boolean)) {
    const auto* inner = without_null(*type, arena_);
    if (inner != nullptr && is_assignable(*inner, types::boolean)) {
      report(condition.span(), Diagnostic::PossiblyNullAssignment, "bool", "the provided value", type_name(*type));
    } else {
      report(condition.span(), Diagnostic::ExpectedValueOfType, "bool");
    }
  }
  return type_of(node.part(Role::body));
}

const Type* Checker::local_variable_type(Node node) {
  const auto* symbol = model_.symbol_of(node);
  if (symbol == nullptr) return &types::any;
  constexpr std::int64_t max_copy_index = 799;  // Azure allows 800 items
  Node parent = model_.parent(node);
  std::size_t position = 0;
  if (parent.is(NodeKind::VariableBlock)) {
    for (Node sibling : parent.children()) {
      if (sibling == node) break;
      ++position;
    }
    parent = model_.parent(parent);
  }
  switch (symbol->kind) {
    case SymbolKind::loop_item: {
      const auto* source = type_of(parent.part(Role::source));
      return source->is_array() ? source->item.get() : &types::any;
    }
    case SymbolKind::loop_index: {
      const auto* source = type_of(parent.part(Role::source));
      const bool bounded = source->is_array() && source->max && *source->max > 0;
      return arena_.integer(0, bounded ? *source->max - 1 : max_copy_index);
    }
    case SymbolKind::lambda_parameter: return lambda_parameter_type(parent, position);
    default: return &types::any;
  }
}

const Type* Checker::variable_access_type(Node node) {
  const auto id = model_.symbol_at(node);
  if (!id) return &types::error;
  const auto& symbol = model_.symbol(id);
  const auto name_span = node.name_span();
  switch (symbol.kind) {
    case SymbolKind::unresolved: report_unresolved(node); return &types::error;
    case SymbolKind::type_alias: case SymbolKind::ambient_type: case SymbolKind::imported_type:
      report(name_span, Diagnostic::TypeAsValue, symbol.name);
      return &types::error;
    case SymbolKind::function: case SymbolKind::imported_function: case SymbolKind::builtin_function: case SymbolKind::output: case SymbolKind::metadata:
    case SymbolKind::assertion: case SymbolKind::imported_error: case SymbolKind::extension_config:
      report(name_span, Diagnostic::NotAValue, symbol.name);
      return &types::error;
    default: break;
  }
  if (!model_.cycle(id).empty()) return &types::error;
  const auto* type = symbol_type(symbol, id, node);
  if (type->is_error() && symbol.declaration && symbol.kind != SymbolKind::loop_item &&
      symbol.kind != SymbolKind::lambda_parameter) {
    report(name_span, Diagnostic::InvalidDeclaration, symbol.name);
    return &types::error;  // one of its own, also where what is wrong with the declaration was told by the parser
  }
  return type;
}

// A name that means nothing, or a function or decorator that is not called.
void Checker::report_unresolved(Node node) {
  if (refuse_banned(node)) return;
  const auto name = node.name_text();
  const auto allowed = allowed_at(node);
  const auto overloads = overloads_named(name, {});
  if (!overloads.empty()) {
    if (may_stand(node, name, needed_by(overloads) & (place::parameter_default | place::run_time), place::ordinary)) report(node.name_span(), Diagnostic::NotAValue, name);
    return;
  }
  if ((allowed & place::any_decorator) != 0 && decorator_facts(name) != nullptr) {
    report(node.name_span(), Diagnostic::NotAValue, name);
    return;
  }
  if (const auto near = nearest_name(name, ambient_type_names())) report(node.name_span(), Diagnostic::UnknownNameSuggestion, name, *near);
  else report(node.name_span(), Diagnostic::UnknownName, name);
}

const Type* Checker::symbol_type(const Symbol& symbol, SymbolId id, Node node) {
  if (!model_.cycle(id).empty()) return &types::error;
  switch (symbol.kind) {
    case SymbolKind::parameter: case SymbolKind::output: case SymbolKind::function: return declared_type(symbol.declaration);
    case SymbolKind::variable: {
      if (symbol.declaration.part(Role::type)) return declared_type(symbol.declaration);
      return type_of(symbol.declaration.part(Role::value));
    }
    case SymbolKind::metadata: case SymbolKind::parameter_assignment: return type_of(symbol.declaration.part(Role::value));
    case SymbolKind::assertion: return &types::boolean;
    case SymbolKind::resource: case SymbolKind::module: return narrowed_declaration(symbol.declaration, id);
    case SymbolKind::test: return declared_type(symbol.declaration);
    case SymbolKind::loop_item: case SymbolKind::loop_index: case SymbolKind::lambda_parameter: return type_of(symbol.declaration);
    case SymbolKind::function_parameter: return type_from_syntax(symbol.declaration.part(Role::type));
    case SymbolKind::imported_type: case SymbolKind::imported_variable: case SymbolKind::imported_function: {
      const auto* import = model_.import_of(id);
      return import != nullptr && import->exported != nullptr && import->exported->type != nullptr ? import->exported->type : &types::any;
    }
    case SymbolKind::wildcard_import: {
      const auto* import = model_.import_of(id);
      if (import == nullptr || import->interface == nullptr) return &types::error;
      std::vector<Property> properties;
      for (const auto& exported : import->interface->exports) {
        if (exported.type == nullptr || exported.kind == ExportKind::function || exported.kind == ExportKind::error) continue;
        const Type* type = exported.type;
        if (exported.kind == ExportKind::type) {
          Type wrapped;
          wrapped.kind = TypeKind::type_value;
          wrapped.item = type;
          type = arena_.make(wrapped);
        }
        properties.push_back({exported.name, type, PropertyFlag::read_only | PropertyFlag::required, exported.description});
      }
      Type type = *arena_.object(symbol.name, std::move(properties), nullptr, TypeFlag::prevent_assignment);
      type.kind = TypeKind::namespace_;
      return arena_.make(type);
    }
    case SymbolKind::imported_error: case SymbolKind::unresolved: return &types::error;
    case SymbolKind::namespace_name: case SymbolKind::extension: case SymbolKind::this_namespace: {
      Type type;
      type.kind = TypeKind::namespace_;
      type.text = symbol.name;
      type.flags = TypeFlag::prevent_assignment;
      if (symbol.kind == SymbolKind::extension && model_.features().has(Feature::module_extension_configs)) {
        if (const auto* configuration = extension_configuration(id)) {
          const Property config[] = {{"config", configuration, PropertyFlag::read_only, "The extension configuration."}};
          type.properties = arena_.arena().copy(std::span<const Property>(config));
        }
      }
      return arena_.make(type);
    }
    case SymbolKind::extension_config: {
      const auto* type = assigned_configuration(symbol.declaration);
      return type != nullptr ? type : &types::error;
    }
    case SymbolKind::base_parameters: {
      // `base`, or the name of a parameter as if it stood in this file.
      const auto* base = base_parameters_type();
      const auto* inherited = node.name_text() != "base" ? base->find(node.name_text()) : nullptr;
      return node.name_text() == "base" ? base : inherited != nullptr ? inherited->type.get() : &types::any;
    }
    default: return &types::any;
  }
}

std::vector<const SemanticModel*> Checker::extended_models() const {
  std::vector<const SemanticModel*> chain;
  const auto* file = &model_;
  while (true) {
    const auto statement = file->root().child(NodeKind::ExtendsDeclaration);
    const auto* reference = statement ? file->file().reference_of(statement) : nullptr;
    file = reference != nullptr && reference->target != nullptr ? interfaces_.model_of(*reference->target) : nullptr;
    if (file == nullptr || file == &model_ || std::ranges::find(chain, file) != chain.end()) return chain;
    chain.push_back(file);
  }
}

const Type* Checker::base_parameters_type() {
  if (base_parameters_ != nullptr) return base_parameters_;
  std::vector<Property> properties;
  std::unordered_set<std::string_view> names;
  for (const auto* extended : extended_models()) {
    // Several files that extend it may ask at the same time.
    const std::lock_guard lock(extended->import_mutex());
    for (const auto id : extended->declared(SymbolKind::parameter_assignment)) {
      const auto& symbol = extended->symbol(id);
      if (!names.insert(symbol.name).second) continue;
      const auto value = symbol.declaration.part(Role::value);
      const auto* type = value && extended->cycle(id).empty() ? extended->types().type_of(value) : &types::any;
      properties.push_back({symbol.name, type->is_error() ? &types::any : type, PropertyFlag::read_only, ""});
    }
  }
  return base_parameters_ = arena_.object("baseParameters", std::move(properties));
}

const Type* Checker::resource_access_type(Node node) {
  const auto* base = type_of(node.part(Role::base));
  if (base->is_error()) return &types::error;
  const auto id = model_.symbol_at(node);
  if (!id || model_.symbol(id).kind != SymbolKind::resource) return &types::error;  // reported by binding
  return symbol_type(model_.symbol(id), id, node);
}

}  // namespace fleetlint::compiler
