// Literals, operators, objects and arrays with spread, lambdas, calls.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include "bind/syntax_queries.h"
#include "fleetlint/grammar/parse.h"
#include "load/loaded_file.h"
#include "lower/lowering.h"

namespace fleetlint::compiler {

using ir::Kind;
using syntax::Node;
using syntax::NodeKind;
using syntax::Role;
using syntax::TokenKind;

namespace {

ir::Operator binary_operator(TokenKind kind) {
  switch (kind) {
    case TokenKind::LogicalOr: return ir::Operator::logical_or;
    case TokenKind::LogicalAnd: return ir::Operator::logical_and;
    case TokenKind::Equals: return ir::Operator::equals;
    case TokenKind::NotEquals: return ir::Operator::not_equals;
    case TokenKind::EqualsInsensitive: return ir::Operator::equals_insensitive;
    case TokenKind::NotEqualsInsensitive: return ir::Operator::not_equals_insensitive;
    case TokenKind::LeftChevron: return ir::Operator::less_than;
    case TokenKind::LessThanOrEqual: return ir::Operator::less_than_or_equal;
    case TokenKind::RightChevron: return ir::Operator::greater_than;
    case TokenKind::GreaterThanOrEqual: return ir::Operator::greater_than_or_equal;
    case TokenKind::Plus: return ir::Operator::add;
    case TokenKind::Minus: return ir::Operator::subtract;
    case TokenKind::Asterisk: return ir::Operator::multiply;
    case TokenKind::Slash: return ir::Operator::divide;
    case TokenKind::Modulo: return ir::Operator::modulo;
    case TokenKind::DoubleQuestion: return ir::Operator::coalesce;
    default: return ir::Operator::none;
  }
}

bool is_scope_function(std::string_view name) { return name == "subscription" || name == "resourceGroup" || name == "managementGroup"; }

}  // namespace

ir::Expression* Lowering::make(Kind kind, Node source) {
  auto* expression = nodes_.create<ir::Expression>();
  expression->kind = kind;
  expression->source = source;
  return expression;
}

std::span<const ir::Expression* const> Lowering::list(std::initializer_list<const ir::Expression*> items) {
  return nodes_.copy(std::span<const ir::Expression* const>(items.begin(), items.size()));
}

const ir::Expression* Lowering::string(std::string_view value, Node source) {
  auto* expression = make(Kind::StringLiteral, source);
  expression->text = value;
  return expression;
}

const ir::Expression* Lowering::property(const ir::Expression* key, const ir::Expression* value, Node source) {
  auto* expression = make(Kind::ObjectProperty, source);
  expression->children = list({key, value});
  return expression;
}

const ir::Expression* Lowering::object(const std::vector<const ir::Expression*>& properties, Node source) {
  auto* expression = make(Kind::Object, source);
  expression->children = list(properties);
  return expression;
}

const ir::Expression* Lowering::call(std::string_view name, std::initializer_list<const ir::Expression*> arguments, Node source) {
  auto* expression = make(Kind::FunctionCall, source);
  expression->text = name;
  expression->children = list(arguments);
  return expression;
}

const ir::Expression* Lowering::property_access(const ir::Expression* base, std::string_view name, Node source) {
  auto* expression = make(Kind::PropertyAccess, source ? source : base->source);
  expression->text = name;
  expression->children = list({base});
  return expression;
}

const ir::Expression* Lowering::from_json(const arm::Node& value, Node source) {
  switch (value.kind) {
    case arm::NodeKind::null: return make(Kind::NullLiteral, source);
    case arm::NodeKind::boolean: {
      auto* expression = make(Kind::BooleanLiteral, source);
      expression->boolean = value.boolean;
      return expression;
    }
    case arm::NodeKind::integer: {
      auto* expression = make(Kind::IntegerLiteral, source);
      expression->integer = value.integer;
      return expression;
    }
    case arm::NodeKind::number: {
      // Templates have no decimals; json() makes one (emission rule L8).
      double number = 0;
      std::from_chars(value.text.data(), value.text.data() + value.text.size(), number);
      return call("json", {string(arena().copy(std::string_view(load::decimal_text(number))))}, source);
    }
    case arm::NodeKind::expression:
      // A decimal of a loaded file: json() with its text.
      if (value.expression != nullptr && value.expression->kind == arm::ExpressionKind::call && value.expression->arguments.size() == 1) {
        return call(value.expression->text, {string(value.expression->arguments[0]->text)}, source);
      }
      return string(value.text, source);
    case arm::NodeKind::string: return string(value.text, source);
    case arm::NodeKind::array: {
      std::vector<const ir::Expression*> items;
      for (const auto& item : value.items) items.push_back(from_json(item, source));
      auto* expression = make(Kind::Array, source);
      expression->children = list(items);
      return expression;
    }
    case arm::NodeKind::object: {
      std::vector<const ir::Expression*> properties;
      for (const auto& member : value.members) properties.push_back(property(member.name, from_json(member.value, source), source));
      return object(properties, source);
    }
  }
  return make(Kind::NullLiteral, source);
}

const ir::Expression* Lowering::lower(Node node, Replacements replacements) {
  switch (node.kind()) {
    case NodeKind::String: return lower_string(node, replacements);
    case NodeKind::IntegerLiteral: {
      auto* expression = make(Kind::IntegerLiteral, node);
      expression->integer = static_cast<std::int64_t>(syntax::integer_value(node));
      return expression;
    }
    case NodeKind::BooleanLiteral: {
      auto* expression = make(Kind::BooleanLiteral, node);
      expression->boolean = model_.tree().tokens.kind(node.first_token()) == TokenKind::TrueKeyword;
      return expression;
    }
    case NodeKind::ParenthesizedExpression: return lower(node.part(Role::value), replacements);
    case NodeKind::NonNullAssertion: return lower(node.part(Role::base), replacements);
    case NodeKind::Object: return lower_object(node, replacements);
    case NodeKind::Array: return lower_array(node, replacements);
    case NodeKind::TernaryOperation: {
      auto* expression = make(Kind::Ternary, node);
      expression->children = list({lower(node.part(Role::condition), replacements), lower(node.part(Role::when_true), replacements),
                                   lower(node.part(Role::when_false), replacements)});
      return expression;
    }
    case NodeKind::BinaryOperation: return lower_binary(node, replacements);
    case NodeKind::UnaryOperation: {
      const auto operand = node.part(Role::value) ? node.part(Role::value) : node.first_child();
      const bool minus = node.operator_kind() == TokenKind::Minus;
      if (minus && operand.kind() == NodeKind::IntegerLiteral) {
        auto* expression = make(Kind::IntegerLiteral, node);
        expression->integer = static_cast<std::int64_t>(0 - syntax::integer_value(operand));
        return expression;
      }
      auto* expression = make(Kind::Unary, node);
      expression->op = minus ? ir::Operator::minus : ir::Operator::negate;
      expression->children = list({lower(operand, replacements)});
      return expression;
    }
    case NodeKind::FunctionCall:
    case NodeKind::InstanceFunctionCall: return lower_call(node, replacements);
    case NodeKind::ArrayAccess: return lower_array_access(node, replacements);
    case NodeKind::PropertyAccess: return lower_property_access(node, replacements);
    case NodeKind::VariableAccess: return lower_variable(node, replacements);
    case NodeKind::ResourceAccess:
      if (const auto* resource = model_.resource_of(node)) return resource_reference(node, *resource, nullptr);
      return make(Kind::NullLiteral, node);
    case NodeKind::Lambda:
    case NodeKind::TypedLambda: return lower_lambda(node, replacements);
    case NodeKind::For: {
      auto* expression = make(Kind::ForLoop, node);
      expression->children = list({lower(node.part(Role::source), replacements), lower(node.part(Role::body), replacements)});
      return expression;
    }
    case NodeKind::IfCondition: {
      auto* expression = make(Kind::Condition, node);
      expression->children = list({lower(node.part(Role::condition), replacements), lower(node.part(Role::body), replacements)});
      return expression;
    }
    case NodeKind::NullLiteral: return make(Kind::NullLiteral, node);
    default:
      // Broken syntax never gets here: files with errors are not lowered.
      return make(Kind::NullLiteral, node);
  }
}

const ir::Expression* Lowering::lower_string(Node node, Replacements replacements) {
  if (const auto text = literal_text(node, arena())) return string(*text, node);
  auto* expression = make(Kind::InterpolatedString, node);
  if (const auto segments = syntax::string_segments(node)) {
    auto copies = arena().create_array<std::string_view>(segments->size());
    for (std::size_t i = 0; i < copies.size(); ++i) copies[i] = arena().copy(std::string_view((*segments)[i]));
    expression->segments = copies;
  }
  std::vector<const ir::Expression*> holes;
  for (Node child : node.children()) holes.push_back(lower(child, replacements));
  expression->children = list(holes);
  return expression;
}

const ir::Expression* Lowering::lower_binary(Node node, Replacements replacements) {
  // Chains of operators lean to the left and can be long: walk down first, build on the way up.
  std::vector<Node> chain{node};
  while (chain.back().part(Role::left).kind() == NodeKind::BinaryOperation) chain.push_back(chain.back().part(Role::left));
  const auto* left = lower(chain.back().part(Role::left), replacements);
  for (auto i = chain.size(); i-- > 0;) {
    auto* expression = make(Kind::Binary, chain[i]);
    expression->op = binary_operator(chain[i].operator_kind());
    expression->children = list({left, lower(chain[i].part(Role::right), replacements)});
    left = expression;
  }
  return left;
}

const ir::Expression* Lowering::lower_array(Node node, Replacements replacements) {
  bool has_spread = false;
  std::vector<const ir::Expression*> chunks, items;
  const auto complete_chunk = [&] {
    if (items.empty()) return;
    auto* chunk = make(Kind::Array, node);
    chunk->children = list(items);
    chunks.push_back(chunk);
    items.clear();
  };
  for (Node child : node.children()) {
    if (child.kind() == NodeKind::SpreadExpression) {
      complete_chunk();
      chunks.push_back(lower(child.part(Role::value), replacements));
      has_spread = true;
    } else if (child.kind() == NodeKind::ArrayItem) {
      items.push_back(lower(child.part(Role::value), replacements));
    }
  }
  complete_chunk();
  if (chunks.empty()) return make(Kind::Array, node);
  if (chunks.size() == 1 && !has_spread) return chunks[0];
  auto* all = make(Kind::Array, node);
  all->children = list(chunks);
  return call("flatten", {all}, node);
}

const ir::Expression* Lowering::lower_object(Node node, Replacements replacements) {
  bool has_spread = false;
  std::vector<const ir::Expression*> chunks, properties;
  const auto complete_chunk = [&] {
    if (properties.empty()) return;
    chunks.push_back(object(properties, node));
    properties.clear();
  };
  for (Node child : node.children()) {
    if (child.kind() == NodeKind::SpreadExpression) {
      complete_chunk();
      chunks.push_back(lower(child.part(Role::value), replacements));
      has_spread = true;
    } else if (child.kind() == NodeKind::ObjectProperty) {
      properties.push_back(lower_property(child, replacements));
    }
  }
  complete_chunk();
  if (chunks.empty()) return make(Kind::Object, node);
  if (chunks.size() == 1 && !has_spread) return chunks[0];
  auto* all = make(Kind::Array, node);
  all->children = list(chunks);
  return call("shallowMerge", {all}, node);
}

const ir::Expression* Lowering::lower_property(Node node, Replacements replacements) {
  const auto key = node.part(Role::name);
  const auto* name = key.kind() == NodeKind::Identifier ? string(key.name_text(), key) : lower(key, replacements);
  return property(name, lower(node.part(Role::value), replacements), node);
}

const ir::Expression* Lowering::lower_lambda(Node node, Replacements replacements) {
  const bool typed = node.kind() == NodeKind::TypedLambda;
  std::vector<std::string_view> names;
  std::vector<const ir::Expression*> children;
  for (Node child : node.children()) {
    if (child.kind() == NodeKind::LocalVariable) names.push_back(child.name_text());
    if (child.kind() != NodeKind::VariableBlock && child.kind() != NodeKind::TypedVariableBlock) continue;
    for (Node variable : child.children()) {
      if (variable.kind() != NodeKind::LocalVariable && variable.kind() != NodeKind::TypedLocalVariable) continue;
      names.push_back(variable.name_text());
      if (typed) children.push_back(lower_type(*this, variable.part(Role::type)));
    }
  }
  auto* expression = make(Kind::Lambda, node);
  expression->lambda.parameter_types = static_cast<std::uint32_t>(children.size());
  children.push_back(lower(node.part(Role::body), replacements));
  if (const auto type = typed ? node.part(Role::type) : Node()) {
    children.push_back(lower_type(*this, type));
    expression->lambda.has_output_type = true;
  }
  expression->segments = arena().copy(names);
  expression->children = list(children);
  return expression;
}

std::vector<const ir::Expression*> Lowering::arguments(Node call, Replacements replacements) {
  std::vector<const ir::Expression*> result;
  for (Node child : call.children()) {
    if (child.kind() == NodeKind::FunctionArgument) result.push_back(lower(child.part(Role::value), replacements));
  }
  return result;
}

const ir::Expression* Lowering::known_result(Node call) {
  const auto name = call.name_text();
  if (name != "nameof" && name != "readEnvironmentVariable" && !name.starts_with("load")) return nullptr;
  const auto facts = model_.types().call(call);
  if (!facts.result) return nullptr;
  if (facts.result->is(arm::NodeKind::string)) {
    // A loaded text stands for its call, nameof() for its argument; parts of loaded data stand for nothing that is written.
    if (name == "nameof") {
      const auto argument = call.child(NodeKind::FunctionArgument);
      return string(facts.result->text, argument);
    }
    if (name == "loadTextContent" || name == "loadFileAsBase64" || name == "readEnvironmentVariable") return string(facts.result->text, call);
  }
  return from_json(*facts.result, {});
}

const ir::Expression* Lowering::lower_call(Node node, Replacements replacements) {
  if (const auto at = function_variables_.find(node.index()); at != function_variables_.end()) {
    auto* expression = make(Kind::SynthesizedVariableReference, node);
    expression->text = at->second.name;
    return expression;
  }
  if (node.kind() == NodeKind::InstanceFunctionCall) return lower_instance_call(node, replacements);
  const auto id = model_.symbol_at(node);
  const auto kind = id ? model_.symbol(id).kind : SymbolKind::builtin_function;
  if (kind == SymbolKind::function || kind == SymbolKind::imported_function) {
    auto* expression = make(kind == SymbolKind::function ? Kind::UserDefinedFunctionCall : Kind::ImportedUserDefinedFunctionCall, node);
    expression->symbol = id;
    expression->text = model_.symbol(id).name;
    expression->children = list(arguments(node, replacements));
    return expression;
  }
  return lower_built_in(node, replacements);
}

const ir::Expression* Lowering::lower_built_in(Node node, Replacements replacements) {
  if (const auto* known = known_result(node)) return known;
  const auto name = node.name_text();
  auto given = arguments(node, replacements);
  // A scope other than the current one has no value that a template could hold (emission rule L29).
  if (is_scope_function(name) && !given.empty()) return make(Kind::Object, node);
  if (name == "any" && given.size() == 1) return given[0];
  auto* expression = make(Kind::FunctionCall, node);
  expression->text = name;
  if (name == "readEnvVar" || name == "readCliArg") {
    expression->text = "externalInput";
    given.insert(given.begin(), string(name == "readEnvVar" ? "sys.envVar" : "sys.cliArg"));
  }
  expression->children = list(given);
  return expression;
}

const ir::Expression* Lowering::lower_instance_call(Node node, Replacements replacements) {
  auto written_base = node.part(Role::base);
  const auto* base_symbol = model_.symbol_of(written_base);
  if (base_symbol && base_symbol->kind == SymbolKind::wildcard_import) {
    auto* expression = make(Kind::WildcardImportInstanceFunctionCall, node);
    expression->symbol = model_.symbol_at(written_base);
    expression->text = node.name_text();
    expression->children = list(arguments(node, replacements));
    return expression;
  }
  if (base_symbol && (base_symbol->kind == SymbolKind::namespace_name || base_symbol->kind == SymbolKind::extension)) return lower_built_in(node, replacements);
  if (base_symbol && base_symbol->kind == SymbolKind::this_namespace) {
    const auto* resource = model_.resource(model_.symbol_at(base_symbol->declaration));
    const auto* target = resource && !resource->is_az() ? call("target", {}, node) : call("target", {string("full", node)}, node);
    return node.name_text() == "exists" ? call("not", {call("empty", {target}, node)}, node) : target;
  }

  // Methods of resources, through parentheses, `!`, an index and variables.
  auto base = written_base;
  Node index;
  const DeclaredResource* resource = nullptr;
  const ir::PassedResource* passed = nullptr;
  for (int guard = 0; guard < 1000 && base; ++guard) {
    auto unwrapped = unwrap_non_null(unwrap_parentheses(unwrap_non_null(base)));
    index = {};
    if (unwrapped.kind() == NodeKind::ArrayAccess) {
      index = unwrapped.part(Role::index);
      unwrapped = unwrapped.part(Role::base);
    }
    resource = model_.resource_of(unwrapped);
    passed = resource ? nullptr : passed_resource(unwrapped);
    if (resource || passed || index) break;
    const auto id = model_.symbol_at(unwrapped);
    if (!id || model_.symbol(id).kind != SymbolKind::variable || !model_.cycle(id).empty()) break;
    base = model_.symbol(id).declaration.part(Role::value);
  }
  if (!resource && !passed) return make(Kind::NullLiteral, node);
  auto given = arguments(node, replacements);
  if (passed) {
    auto* expression = make(Kind::ResourceFunctionCall, node);
    expression->text = node.name_text();
    given.insert(given.begin(), passed_resource_reference(written_base, *passed, nullptr));
    expression->children = list(given);
    return expression;
  }
  if (!resource->is_az()) {
    const auto name = model_.symbol(resource->symbol).name;
    const auto* reference =
        index ? call("format", {string(arena().copy(std::string_view(fmt::format("{}[{{0}}]", name))), base), lower(index, replacements)}, base)
              : string(name, base);
    auto* array = make(Kind::Array, node);
    array->children = list(given);
    return call("invokeResourceMethod", {reference, string(node.name_text(), node.name()), array}, node);
  }
  auto* expression = make(Kind::ResourceFunctionCall, node);
  expression->text = node.name_text();
  given.insert(given.begin(), resource_reference(written_base, *resource, index_context(*resource, index, node, replacements)));
  expression->children = list(given);
  return expression;
}

const ir::Expression* Lowering::generated_module_name(const DeclaredModule& entry, const ir::Expression* index) {
  // A deployment name has 64 characters; 13 are for the hash, 3 for the index of a loop (up to 800), one for each dash.
  constexpr std::size_t name_limit = 64, hash_length = 13, index_length = 3;
  const auto name = model_.symbol(entry.symbol).name;
  const auto taken = entry.loop ? hash_length + index_length + 2 : hash_length + 1;
  const auto prefix = name.substr(0, name_limit - taken);
  const auto* unique = call("uniqueString", {string(name), property_access(call("deployment", {}), "name")});
  if (!entry.loop) return call("format", {string(arena().copy(std::string_view(fmt::format("{}-{{0}}", prefix)))), unique});
  if (!index) index = make(Kind::CopyIndex);
  return call("format", {string(arena().copy(std::string_view(fmt::format("{}-{{0}}-{{1}}", prefix)))), index, unique});
}

}  // namespace fleetlint::compiler
