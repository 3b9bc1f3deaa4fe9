#include "declarations/json_import.h"

#include <algorithm>
#include <charconv>

#include "declarations/json_pointer.h"
#include "declarations/migration.h"
#include "fleetlint/base/unicode.h"
#include "load/loaded_file.h"

namespace fleetlint::compiler {
namespace {

using arm::Node;
using ir::Kind;

constexpr std::string_view definitions_prefix = "#/definitions/", bicep_prefix = "__bicep.";

bool is_identifier(std::string_view text) {
  if (text.empty()) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool letter = ((text[i] | 0x20) >= 'a' && (text[i] | 0x20) <= 'z') || text[i] == '_';
    if (!letter && (i == 0 || text[i] < '0' || text[i] > '9')) return false;
  }
  return true;
}

std::string_view text_of(const Node* node) { return node != nullptr && node->is_string() ? node->text : std::string_view{}; }

struct FoundFunction {
  const Node* node = nullptr;
  std::string name;  ///< as declared, with namespace
};
FoundFunction find_function(const Node& root, std::string_view full_name) {
  const auto wanted = to_lower_ascii(full_name);
  if (const auto* functions = root.find("functions")) {
    for (const auto& space : functions->items) {
      const auto* members = space.find("members");
      if (members == nullptr) continue;
      for (const auto& member : members->members) {
        const auto name = std::string(text_of(space.find("namespace"))) + "." + std::string(member.name);
        if (to_lower_ascii(name) == wanted) return {&member.value, name};
      }
    }
  }
  return {};
}

struct FoundVariable {
  const Node* value = nullptr;
  const Node* loop = nullptr;  ///< entry of `copy`
  std::string_view name;
};
FoundVariable find_variable(const Node& root, std::string_view name) {
  const auto* variables = root.find("variables");
  if (variables == nullptr) return {};
  if (const auto* member = variables->find_member(name)) return {&member->value, nullptr, member->name};
  if (const auto* copies = variables->find("copy")) {
    for (const auto& copy : copies->items) {
      const auto own = text_of(copy.find("name"));
      if (to_lower_ascii(own) == to_lower_ascii(name)) return {nullptr, &copy, own};
    }
  }
  return {};
}

// Collects what is used, in the order of the text.
class References {
 public:
  explicit References(const Node& root) : root_(root) {}

  void in_schema(const Node& schema, int depth = 0) {
    if (depth > 200) return;
    if (const auto reference = text_of(schema.find("$ref")); !reference.empty()) add({JsonSymbol::Kind::type, std::string(reference)});
    for (const auto name : {"additionalProperties", "items"}) {
      if (const auto* inner = schema.find(name); inner != nullptr && inner->is_object()) in_schema(*inner, depth + 1);
    }
    if (const auto* properties = schema.find("properties")) {
      for (const auto& member : properties->members) in_schema(member.value, depth + 1);
    }
    if (const auto* prefix = schema.find("prefixItems")) {
      for (const auto& item : prefix->items) in_schema(item, depth + 1);
    }
    if (const auto* discriminator = schema.find("discriminator")) {
      if (const auto* mapping = discriminator->find("mapping")) {
        for (const auto& member : mapping->members) in_schema(member.value, depth + 1);
      }
    }
  }

  void in_value(const Node& node, int depth = 0) {
    if (depth > 200) return;
    if (node.is_expression()) in_expression(*node.expression, 0);
    for (const auto& item : node.items) in_value(item, depth + 1);
    for (const auto& member : node.members) {
      if (member.name_expression != nullptr) in_expression(*member.name_expression, 0);
      in_value(member.value, depth + 1);
    }
  }

  std::vector<JsonSymbol> take() { return std::move(found_); }

 private:
  void in_expression(const arm::Expression& expression, int depth) {
    if (depth > 2000) return;
    if (expression.kind == arm::ExpressionKind::call) {
      if (expression.is_call("variables") && expression.arguments.size() == 1 && expression.arguments[0]->kind == arm::ExpressionKind::string) {
        const auto variable = find_variable(root_, expression.arguments[0]->text);
        if (variable.value != nullptr || variable.loop != nullptr) add({JsonSymbol::Kind::variable, std::string(variable.name)});
      }
      if (expression.text.find('.') != std::string_view::npos) {
        if (auto function = find_function(root_, expression.text); function.node != nullptr) add({JsonSymbol::Kind::function, std::move(function.name)});
      }
    }
    for (const auto* argument : expression.arguments) in_expression(*argument, depth + 1);
  }
  void add(JsonSymbol symbol) { found_.push_back(std::move(symbol)); }

  const Node& root_;
  std::vector<JsonSymbol> found_;
};

}  // namespace

JsonSymbol json_symbol_of(const ModuleInterface::Export& exported) {
  switch (exported.kind) {
    case ExportKind::type: return {JsonSymbol::Kind::type, std::string(definitions_prefix) + std::string(exported.name)};
    case ExportKind::variable: return {JsonSymbol::Kind::variable, std::string(exported.name)};
    default:
      return {JsonSymbol::Kind::function, exported.name.find('.') == std::string_view::npos ? std::string(bicep_prefix) + std::string(exported.name) : std::string(exported.name)};
  }
}

std::string original_name(const JsonSymbol& symbol) {
  for (const auto& [kind, prefix] : {std::pair(JsonSymbol::Kind::type, definitions_prefix), std::pair(JsonSymbol::Kind::function, bicep_prefix)}) {
    if (symbol.kind != kind || !symbol.identifier.starts_with(prefix)) continue;
    const auto rest = std::string_view(symbol.identifier).substr(prefix.size());
    if (is_identifier(rest)) return std::string(rest);
  }
  return symbol.identifier;
}

std::vector<JsonSymbol> json_references(const Node& root, const JsonSymbol& symbol) {
  References references(root);
  switch (symbol.kind) {
    case JsonSymbol::Kind::type:
      if (const auto* schema = node_at_pointer(root, symbol.identifier)) references.in_schema(*schema);
      break;
    case JsonSymbol::Kind::variable: {
      const auto variable = find_variable(root, symbol.identifier);
      if (variable.value != nullptr) references.in_value(*variable.value);
      if (variable.loop != nullptr) {
        if (const auto* count = variable.loop->find("count")) references.in_value(*count);
        if (const auto* input = variable.loop->find("input")) references.in_value(*input);
      }
      break;
    }
    case JsonSymbol::Kind::function: {
      const auto function = find_function(root, symbol.identifier);
      if (function.node == nullptr) break;
      if (const auto* parameters = function.node->find("parameters")) {
        for (const auto& parameter : parameters->items) references.in_schema(parameter);
      }
      if (const auto* output = function.node->find("output")) {
        if (const auto* value = output->find("value")) references.in_value(*value);
        references.in_schema(*output);
      }
      break;
    }
  }
  return references.take();
}

std::string_view JsonImport::name_of(JsonSymbol::Kind kind, std::string_view identifier) const {
  const auto found = names_.find({kind, std::string(identifier)});
  return found == names_.end() ? std::string_view() : found->second;
}

const ir::Expression* JsonImport::declaration(const JsonSymbol& symbol, std::string_view name) {
  switch (symbol.kind) {
    case JsonSymbol::Kind::type: {
      const auto* schema = node_at_pointer(root_, symbol.identifier);
      if (schema == nullptr) return nullptr;
      auto* declared = make(Kind::DeclaredType);
      declared->text = name;
      declared->children = lowering_.list({type(*schema, 0)});
      declared->decorators = modifiers(*schema);
      return declared;
    }
    case JsonSymbol::Kind::variable: {
      const auto variable = find_variable(root_, symbol.identifier);
      auto* declared = make(Kind::DeclaredVariable);
      declared->text = name;
      if (variable.value != nullptr) {
        declared->children = lowering_.list({value(*variable.value)});
        return declared;
      }
      if (variable.loop == nullptr) return nullptr;
      const auto* count = variable.loop->find("count");
      const auto* input = variable.loop->find("input");
      if (count == nullptr || input == nullptr) return nullptr;
      loop_ = symbol.identifier;
      loop_name_ = name;
      auto* zero = make(Kind::IntegerLiteral);
      auto* loop = make(Kind::ForLoop);
      const auto* range = lowering_.call("range", {zero, value(*count)}, imported_by_);
      loop->children = lowering_.list({range, value(*input)});
      loop_.clear();
      declared->children = lowering_.list({loop});
      return declared;
    }
    case JsonSymbol::Kind::function: {
      const auto function = find_function(root_, symbol.identifier);
      if (function.node == nullptr) return nullptr;
      const auto [space, own] = split_function_name(name);
      auto* declared = make(Kind::DeclaredFunction);
      declared->text = own;
      const std::string_view segments[] = {space};
      declared->segments = lowering_.arena().copy(std::span<const std::string_view>(segments));
      auto* lambda = make(Kind::Lambda);
      std::vector<const ir::Expression*> parts;
      std::vector<std::string_view> parameter_names;
      if (const auto* parameters = function.node->find("parameters")) {
        for (const auto& parameter : parameters->items) {
          parts.push_back(type(parameter, 0));
          parameter_names.push_back(text_of(parameter.find("name")));
        }
      }
      lambda->lambda.parameter_types = static_cast<std::uint32_t>(parts.size());
      const auto* output = function.node->find("output");
      const auto* body = output != nullptr ? output->find("value") : nullptr;
      if (body == nullptr) return nullptr;
      parts.push_back(value(*body));
      parts.push_back(type(*output, 0));
      lambda->lambda.has_output_type = true;
      lambda->children = lowering_.list(parts);
      lambda->segments = lowering_.arena().copy(parameter_names);
      declared->children = lowering_.list({lambda});
      if (const auto* metadata = function.node->find("metadata")) {
        if (const auto description = text_of(metadata->find("description")); !description.empty()) {
          ir::Decorators decorators;
          decorators.description = lowering_.string(description, imported_by_);
          declared->decorators = lowering_.arena().create<ir::Decorators>(decorators);
        }
      }
      return declared;
    }
  }
  return nullptr;
}

const ir::Decorators* JsonImport::modifiers(const Node& schema) {
  ir::Decorators decorators;
  const auto* yes = [&] { auto* literal = make(Kind::BooleanLiteral); literal->boolean = true; return literal; }();
  if (const auto* metadata = schema.find("metadata"); metadata != nullptr && metadata->is_object()) {
    if (const auto description = text_of(metadata->find("description")); !description.empty()) decorators.description = lowering_.string(description, imported_by_);
    std::vector<const ir::Expression*> kept;
    for (const auto& member : metadata->members) {
      const auto key = to_lower_ascii(member.name);
      if (key != "description" && key != "__bicep_export!") kept.push_back(lowering_.property(member.name, value(member.value), imported_by_));
    }
    if (!kept.empty()) decorators.metadata = lowering_.object(kept, imported_by_);
  }
  const auto kind = to_lower_ascii(text_of(schema.find("type")));
  if (kind == "securestring" || kind == "secureobject") decorators.secure = yes;
  const auto integer = [&](std::string_view name) -> const ir::Expression* {
    const auto* found = schema.find(name);
    if (found == nullptr || !found->is(arm::NodeKind::integer)) return nullptr;
    auto* literal = make(Kind::IntegerLiteral);
    literal->integer = found->integer;
    return literal;
  };
  decorators.min_length = integer("minLength");
  decorators.max_length = integer("maxLength");
  decorators.min_value = integer("minValue");
  decorators.max_value = integer("maxValue");
  if (const auto* additional = schema.find("additionalProperties"); additional != nullptr && additional->is(arm::NodeKind::boolean) && !additional->boolean) decorators.sealed = yes;
  return lowering_.arena().create<ir::Decorators>(decorators);
}

const ir::Expression* JsonImport::type(const Node& schema, int depth) {
  const auto* inner = type_without_null(schema, depth);
  const auto* nullable = schema.find("nullable");
  if (nullable == nullptr || !nullable->is(arm::NodeKind::boolean)) return inner;
  auto* wrapped = make(nullable->boolean ? Kind::NullableType : Kind::NonNullableType);
  wrapped->children = lowering_.list({inner});
  return wrapped;
}

const Type* JsonImport::literal(const Node& value, int depth) {
  if (depth > 100) return &types::any;
  switch (value.kind) {
    case arm::NodeKind::boolean: return types_.boolean_literal(value.boolean);
    case arm::NodeKind::integer: return types_.integer_literal(value.integer);
    case arm::NodeKind::string: return types_.string_literal(value.text);
    case arm::NodeKind::null: return &types::null;
    case arm::NodeKind::array: {
      std::vector<TypeRef> items;
      for (const auto& item : value.items) items.emplace_back(literal(item, depth + 1));
      return types_.tuple(items);
    }
    case arm::NodeKind::object: {
      std::vector<Property> properties;
      for (const auto& member : value.members) properties.push_back({member.name, literal(member.value, depth + 1), PropertyFlag::required, ""});
      return types_.object("", std::move(properties));
    }
    default: return &types::any;
  }
}

const ir::Expression* JsonImport::literal_type(const Node& value, int depth) {
  const auto with_type = [&](ir::Expression* made) {
    made->type = literal(value, depth);
    return made;
  };
  switch (value.kind) {
    case arm::NodeKind::string: { auto* made = make(Kind::StringLiteralType); made->text = value.text; return with_type(made); }
    case arm::NodeKind::integer: { auto* made = make(Kind::IntegerLiteralType); made->integer = value.integer; return with_type(made); }
    case arm::NodeKind::boolean: { auto* made = make(Kind::BooleanLiteralType); made->boolean = value.boolean; return with_type(made); }
    case arm::NodeKind::array: {
      auto* made = make(Kind::TupleType);
      std::vector<const ir::Expression*> items;
      for (const auto& item : value.items) {
        auto* entry = make(Kind::TupleTypeItem);
        entry->children = lowering_.list({literal_type(item, depth + 1)});
        items.push_back(entry);
      }
      made->children = lowering_.list(items);
      return with_type(made);
    }
    case arm::NodeKind::object: {
      auto* made = make(Kind::ObjectType);
      std::vector<const ir::Expression*> members;
      for (const auto& member : value.members) {
        auto* entry = make(Kind::ObjectTypeProperty);
        entry->text = member.name;
        entry->children = lowering_.list({literal_type(member.value, depth + 1)});
        members.push_back(entry);
      }
      made->children = lowering_.list(members);
      return with_type(made);
    }
    default: return with_type(make(Kind::NullLiteralType));
  }
}

const ir::Expression* JsonImport::allowed_values(const Node& schema, const Node& allowed) {
  std::vector<const ir::Expression*> members;
  std::vector<TypeRef> member_types;
  for (const auto& item : allowed.items) {
    members.push_back(literal_type(item, 0));
    member_types.emplace_back(literal(item, 0));
  }
  const ir::Expression* choice = nullptr;
  if (members.size() == 1) {
    choice = members[0];
  } else {
    auto* made = make(Kind::UnionType);
    made->children = lowering_.list(members);
    made->type = types_.union_of(member_types);
    choice = made;
  }
  // On an array whose allowed values are no arrays, they are what its items may be.
  const bool of_items = to_lower_ascii(text_of(schema.find("type"))) == "array" && std::none_of(allowed.items.begin(), allowed.items.end(), [](const Node& item) { return item.is_array(); });
  if (!of_items) return choice;
  auto* array = make(Kind::ArrayType);
  array->children = lowering_.list({choice});
  return array;
}

const ir::Expression* JsonImport::member(Kind kind, const Node& schema, std::string_view name, int depth) {
  auto* made = make(kind);
  made->text = name;
  made->children = lowering_.list({type(schema, depth + 1)});
  made->decorators = modifiers(schema);
  return made;
}

const ir::Expression* JsonImport::object_type(const Node& schema, int depth) {
  const auto* properties = schema.find("properties");
  const auto* additional = schema.find("additionalProperties");
  const auto* discriminator = schema.find("discriminator");
  if (properties == nullptr && additional == nullptr && discriminator == nullptr && schema.find("sealed") == nullptr) {
    auto* made = make(Kind::AmbientTypeReference);
    made->text = "object";
    made->type = &types::object;
    return made;
  }
  if (discriminator != nullptr) {
    auto* made = make(Kind::DiscriminatedObjectType);
    made->text = text_of(discriminator->find("propertyName"));
    std::vector<const arm::Member*> ordered;
    if (const auto* mapping = discriminator->find("mapping")) {
      for (const auto& entry : mapping->members) ordered.push_back(&entry);
    }
    std::stable_sort(ordered.begin(), ordered.end(), [](const arm::Member* a, const arm::Member* b) { return to_lower_ascii(a->name) < to_lower_ascii(b->name); });
    std::vector<const ir::Expression*> members;
    for (const auto* entry : ordered) members.push_back(type(entry->value, depth + 1));
    made->children = lowering_.list(members);
    made->type = &types::object;
    return made;
  }
  auto* made = make(Kind::ObjectType);
  std::vector<const ir::Expression*> members;
  if (properties != nullptr) {
    for (const auto& entry : properties->members) members.push_back(member(Kind::ObjectTypeProperty, entry.value, entry.name, depth));
  }
  if (additional != nullptr && additional->is_object()) members.push_back(member(Kind::ObjectTypeAdditionalProperties, *additional, {}, depth));
  made->children = lowering_.list(members);
  // Literal or not decides how arrays of it are written; the discriminating properties are read from the members.
  made->type = &types::object;
  return made;
}

const ir::Expression* JsonImport::type_without_null(const Node& schema, int depth) {
  const auto named = [&](std::string_view name, const Type* type) {
    auto* made = make(Kind::AmbientTypeReference);
    made->text = name;
    made->type = type;
    return made;
  };
  if (depth > 200) return named("any", &types::any);
  if (const auto* allowed = schema.find("allowedValues"); allowed != nullptr && allowed->is_array()) return allowed_values(schema, *allowed);
  if (const auto reference = text_of(schema.find("$ref")); !reference.empty()) {
    auto* made = make(Kind::SynthesizedTypeAliasReference);
    made->text = name_of(JsonSymbol::Kind::type, reference);
    return made;
  }
  const auto kind = to_lower_ascii(text_of(schema.find("type")));
  if (kind == "string" || kind == "securestring") return named("string", &types::string);
  if (kind == "int") return named("int", &types::integer);
  if (kind == "bool") return named("bool", &types::boolean);
  if (kind == "object" || kind == "secureobject") return object_type(schema, depth);
  if (kind != "array") return named("any", &types::any);
  if (const auto* prefix = schema.find("prefixItems")) {
    auto* made = make(Kind::TupleType);
    std::vector<const ir::Expression*> items;
    for (const auto& item : prefix->items) items.push_back(member(Kind::TupleTypeItem, item, {}, depth));
    made->children = lowering_.list(items);
    made->type = &types::array;
    return made;
  }
  if (const auto* items = schema.find("items"); items != nullptr && items->is_object()) {
    auto* made = make(Kind::ArrayType);
    made->children = lowering_.list({type(*items, depth + 1)});
    return made;
  }
  return named("array", &types::array);
}

/// A decimal in its shortest form, however the file spells it: 1.0 is 1.
const ir::Expression* JsonImport::decimal(std::string_view spelling) {
  double number = 0;
  const auto [end, error] = std::from_chars(spelling.data(), spelling.data() + spelling.size(), number);
  const auto text = error == std::errc{} ? load::decimal_text(number) : std::string(spelling);
  return lowering_.call("json", {lowering_.string(lowering_.arena().copy(std::string_view(text)), imported_by_)}, imported_by_);
}

const ir::Expression* JsonImport::value(const Node& node) {
  switch (node.kind) {
    case arm::NodeKind::expression: return expression(*node.expression);
    case arm::NodeKind::object: {
      std::vector<const ir::Expression*> properties;
      for (const auto& member : node.members) {
        const auto* key = member.name_expression != nullptr ? expression(*member.name_expression) : lowering_.string(member.name, imported_by_);
        properties.push_back(lowering_.property(key, value(member.value), imported_by_));
      }
      return lowering_.object(properties, imported_by_);
    }
    case arm::NodeKind::array: {
      auto* made = make(Kind::Array);
      std::vector<const ir::Expression*> items;
      for (const auto& item : node.items) items.push_back(value(item));
      made->children = lowering_.list(items);
      return made;
    }
    case arm::NodeKind::integer: { auto* made = make(Kind::IntegerLiteral); made->integer = node.integer; return made; }
    case arm::NodeKind::number: return decimal(node.text);
    case arm::NodeKind::boolean: { auto* made = make(Kind::BooleanLiteral); made->boolean = node.boolean; return made; }
    case arm::NodeKind::null: return make(Kind::NullLiteral);
    case arm::NodeKind::string: return lowering_.string(node.text, imported_by_);
  }
  return make(Kind::NullLiteral);
}

const ir::Expression* JsonImport::expression(const arm::Expression& from) {
  switch (from.kind) {
    case arm::ExpressionKind::string: return lowering_.string(from.text, imported_by_);
    case arm::ExpressionKind::integer: { auto* made = make(Kind::IntegerLiteral); made->integer = from.integer; return made; }
    case arm::ExpressionKind::number: return decimal(from.text);
    case arm::ExpressionKind::access: {
      const auto* base = expression(from.base());
      const auto* key = expression(from.key());
      if (key->is(Kind::StringLiteral) && is_identifier(key->text)) return lowering_.property_access(base, key->text, imported_by_);
      auto* made = make(Kind::ArrayAccess);
      made->children = lowering_.list({key, base});
      return made;
    }
    case arm::ExpressionKind::call: break;
  }
  std::vector<const ir::Expression*> arguments;
  for (const auto* argument : from.arguments) arguments.push_back(expression(*argument));
  if (from.text.find('.') != std::string_view::npos) {
    const auto function = find_function(root_, from.text);
    const auto name = function.node != nullptr ? name_of(JsonSymbol::Kind::function, function.name) : std::string_view{};
    if (!name.empty()) {
      const auto [space, own] = split_function_name(name);
      auto* made = make(Kind::SynthesizedUserDefinedFunctionCall);
      made->text = lowering_.arena().copy(std::string_view(std::string(space) + "." + std::string(own)));
      made->children = lowering_.list(arguments);
      return made;
    }
  }
  if (from.is_call("variables") && arguments.size() == 1 && arguments[0]->is(Kind::StringLiteral)) {
    const auto variable = find_variable(root_, arguments[0]->text);
    auto* made = make(Kind::SynthesizedVariableReference);
    made->text = name_of(JsonSymbol::Kind::variable, variable.name);
    return made;
  }
  if (from.is_call("copyindex") && !loop_.empty() && !arguments.empty() && arguments[0]->is(Kind::StringLiteral) && to_lower_ascii(arguments[0]->text) == to_lower_ascii(loop_)) {
    auto* index = make(Kind::CopyIndex);
    index->text = loop_name_;
    index->boolean = true;
    if (arguments.size() < 2) return index;
    auto* sum = make(Kind::Binary);
    sum->op = ir::Operator::add;
    sum->children = lowering_.list({index, arguments[1]});
    return sum;
  }
  auto* made = make(Kind::FunctionCall);
  made->text = lowering_.arena().copy(from.text);
  made->children = lowering_.list(arguments);
  return made;
}

}  // namespace fleetlint::compiler
