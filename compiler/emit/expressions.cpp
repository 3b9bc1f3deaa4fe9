// Intermediate expressions as template expressions: inside of `[…]` everything is a function (emission rules L).
#include <fmt/format.h>

#include <algorithm>
#include <climits>

#include "emit/emitter.h"

namespace fleetlint::compiler {

using arm::ExpressionKind;
using ir::Kind;

namespace {

bool is_safe_dereference(const arm::Expression& expression) {
  return expression.kind == ExpressionKind::call && (expression.text == "tryGet" || expression.text == "tryIndexFromEnd");
}

std::string_view operator_function(ir::Operator op) {
  switch (op) {
    case ir::Operator::logical_or: return "or";
    case ir::Operator::logical_and: return "and";
    case ir::Operator::equals: return "equals";
    case ir::Operator::less_than: return "less";
    case ir::Operator::less_than_or_equal: return "lessOrEquals";
    case ir::Operator::greater_than: return "greater";
    case ir::Operator::greater_than_or_equal: return "greaterOrEquals";
    case ir::Operator::add: return "add";
    case ir::Operator::subtract: return "sub";
    case ir::Operator::multiply: return "mul";
    case ir::Operator::divide: return "div";
    case ir::Operator::modulo: return "mod";
    case ir::Operator::coalesce: return "coalesce";
    default: return "";
  }
}

bool starts_with_list(std::string_view name) {
  constexpr std::string_view prefix = "list";
  return name.size() >= prefix.size() && std::ranges::equal(name.substr(0, prefix.size()), prefix, [](char a, char b) { return (a | 0x20) == b; });
}

}  // namespace

const arm::Expression* Emitter::text(std::string_view value) {
  auto* expression = arena().create<arm::Expression>();
  expression->kind = ExpressionKind::string;
  expression->text = keep(value);
  expression->location = here_;
  return expression;
}

const arm::Expression* Emitter::number(std::int64_t value) {
  auto* expression = arena().create<arm::Expression>();
  expression->kind = ExpressionKind::integer;
  expression->integer = value;
  expression->location = here_;
  return expression;
}

const arm::Expression* Emitter::call(std::string_view name, std::initializer_list<const arm::Expression*> arguments) {
  auto* expression = arena().create<arm::Expression>();
  expression->kind = ExpressionKind::call;
  expression->text = name;
  expression->location = here_;
  expression->arguments = arena().copy(std::span<const arm::Expression* const>(arguments.begin(), arguments.size()));
  return expression;
}

const arm::Expression* Emitter::call(std::string_view name, const std::vector<const arm::Expression*>& arguments) {
  auto* expression = arena().create<arm::Expression>();
  expression->kind = ExpressionKind::call;
  expression->text = name;
  expression->location = here_;
  expression->arguments = arena().copy(arguments);
  return expression;
}

const arm::Expression* Emitter::access(const arm::Expression* base, const arm::Expression* key) {
  auto* expression = arena().create<arm::Expression>();
  expression->kind = ExpressionKind::access;
  expression->location = here_;
  expression->dotted = key->kind == ExpressionKind::string;
  const arm::Expression* const parts[] = {base, key};
  expression->arguments = arena().copy(std::span<const arm::Expression* const>(parts));
  return expression;
}

const arm::Expression* Emitter::as_function(const arm::Expression* expression) {
  switch (expression->kind) {
    case ExpressionKind::integer: return call("int", {expression});
    case ExpressionKind::string: return call("string", {expression});
    default: return expression;
  }
}

std::vector<const arm::Expression*> Emitter::convert_all(std::span<const ir::Expression* const> expressions) {
  std::vector<const arm::Expression*> result;
  result.reserve(expressions.size());
  for (const auto* expression : expressions) result.push_back(convert(*expression));
  return result;
}

const arm::Expression* Emitter::convert(const ir::Expression& expression) {
  // Each part is placed where it is written; what is made up stands at the part around it.
  const auto around = here_;
  if (expression.source) here_ = location(expression);
  struct Restore {
    Location& here;
    Location around;
    ~Restore() { here = around; }
  } restore{here_, around};

  switch (expression.kind) {
    case Kind::BooleanLiteral: return call(expression.boolean ? "true" : "false", {});
    case Kind::IntegerLiteral:
      // The template language has 32-bit literals only.
      if (expression.integer > INT_MAX || expression.integer < INT_MIN) {
        return call("json", {text(arena().copy(std::string_view(fmt::format_int(expression.integer).str())))});
      }
      return number(expression.integer);
    case Kind::StringLiteral: return text(expression.text);
    case Kind::NullLiteral: return call("null", {});
    case Kind::InterpolatedString: return convert_string(expression);
    case Kind::Object: return convert_object(expression);
    case Kind::Array: return call("createArray", convert_all(expression.children));
    case Kind::Unary:
      if (expression.op == ir::Operator::minus) return call("sub", {number(0), convert(expression.child(0))});
      return call("not", {convert(expression.child(0))});
    case Kind::Binary: return convert_binary(expression);
    case Kind::Ternary: return call("if", convert_all(expression.children));
    case Kind::FunctionCall: return call(keep(expression.text), convert_all(expression.children));
    case Kind::UserDefinedFunctionCall:
      return call(arena().copy(std::string_view(fmt::format("__bicep.{}", expression.text))), convert_all(expression.children));
    case Kind::SynthesizedUserDefinedFunctionCall: return call(keep(expression.text), convert_all(expression.children));
    case Kind::ImportedUserDefinedFunctionCall: return convert_imported_call(imports_.name_of(expression.symbol), expression);
    case Kind::WildcardImportInstanceFunctionCall:
      return convert_imported_call(imports_.name_of(expression.symbol, expression.text), expression);
    case Kind::ResourceFunctionCall: return convert_list_call(expression);
    case Kind::PropertyAccess:
      if (expression.child(0).is(Kind::ResourceReference)) return resource_member(expression.child(0), expression);
      if (expression.child(0).is(Kind::ModuleReference)) return module_member(expression.child(0), expression, nullptr);
      return convert_access(expression);
    case Kind::ArrayAccess: return convert_access(expression);
    case Kind::ModuleOutputPropertyAccess: return module_output(expression);
    case Kind::ResourceReference:
      if (const auto* passed = expression.passed()) return passed_reference(*passed, true);
      return reference(model_.resources()[expression.resource], expression.index, true);
    case Kind::ModuleReference: return module_reference(*model_.module(expression.symbol), expression.index);
    case Kind::VariableReference:
    case Kind::SynthesizedVariableReference: return call("variables", {text(expression.text)});
    case Kind::ImportedVariableReference: return call("variables", {text(imports_.name_of(expression.symbol))});
    case Kind::WildcardImportVariablePropertyReference:
      return call("variables", {text(imports_.name_of(expression.symbol, expression.text))});
    case Kind::ParametersReference:
    case Kind::ParametersAssignmentReference: return call("parameters", {text(expression.text)});
    case Kind::ExtensionReference: return call("extensions", {text(expression.text)});
    case Kind::Lambda: {
      std::vector<const arm::Expression*> parts;
      for (const auto name : expression.segments) parts.push_back(text(name));
      parts.push_back(convert(expression.child(expression.lambda.parameter_types)));
      return call("lambda", parts);
    }
    case Kind::LambdaVariableReference: return call(expression.boolean ? "parameters" : "lambdaVariables", {text(expression.text)});
    case Kind::CopyIndex:
      if (!expression.boolean) return call("copyIndex", {});
      return call("copyIndex", {text(copy_index_name_.empty() ? expression.text : copy_index_name_)});
    default: return call("null", {});
  }
}

const arm::Expression* Emitter::convert_string(const ir::Expression& expression) {
  std::string format;
  for (std::size_t i = 0; i < expression.segments.size(); ++i) {
    for (const char c : expression.segments[i]) {
      format += c;
      if (c == '{' || c == '}') format += c;
    }
    if (i + 1 < expression.segments.size()) format += fmt::format("{{{}}}", i);
  }
  std::vector<const arm::Expression*> arguments{text(arena().copy(std::string_view(format)))};
  for (const auto* hole : expression.children) arguments.push_back(convert(*hole));
  return call("format", arguments);
}

const arm::Expression* Emitter::convert_object(const ir::Expression& expression) {
  std::vector<const arm::Expression*> parts;
  parts.reserve(expression.children.size() * 2);
  for (const auto* property : expression.children) {
    parts.push_back(convert(property->child(0)));
    parts.push_back(convert(property->child(1)));
  }
  return call("createObject", parts);
}

const arm::Expression* Emitter::convert_binary(const ir::Expression& expression) {
  // Chains of operators lean to the left and can be long.
  std::vector<const ir::Expression*> chain{&expression};
  while (chain.back()->child(0).is(Kind::Binary)) chain.push_back(&chain.back()->child(0));
  const auto* left = convert(chain.back()->child(0));
  for (auto i = chain.size(); i-- > 0;) {
    const auto* right = convert(chain[i]->child(1));
    switch (chain[i]->op) {
      case ir::Operator::not_equals: left = call("not", {call("equals", {left, right})}); break;
      case ir::Operator::equals_insensitive: left = call("equals", {call("toLower", {left}), call("toLower", {right})}); break;
      case ir::Operator::not_equals_insensitive:
        left = call("not", {call("equals", {call("toLower", {left}), call("toLower", {right})})});
        break;
      default: left = call(operator_function(chain[i]->op), {left, right});
    }
  }
  return left;
}

const arm::Expression* Emitter::convert_imported_call(std::string_view name, const ir::Expression& expression) {
  if (name.find('.') == std::string_view::npos) name = arena().copy(std::string_view(fmt::format("__bicep.{}", name)));
  return call(keep(name), convert_all(expression.children));
}

const arm::Expression* Emitter::convert_list_call(const ir::Expression& expression) {
  const auto& target = expression.child(0);
  if (!starts_with_list(expression.text)) return call("null", {});
  const arm::Expression* id = nullptr;
  if (symbolic() && !target.passed()) {
    id = symbolic_reference(model_.resources()[target.resource].symbolic_name, target.index);
  } else {
    ir::Expression member;
    member.kind = Kind::PropertyAccess;
    member.source = target.source;
    member.text = "id";
    id = resource_member(target, member);
  }
  std::vector<const arm::Expression*> arguments{id};
  if (expression.children.size() == 1) {
    arguments.push_back(text((target.passed() ? target.passed()->type : model_.resources()[target.resource].type).api_version));
  } else {
    for (const auto* argument : expression.children.subspan(1)) arguments.push_back(convert(*argument));
  }
  return call(keep(expression.text), arguments);
}

const arm::Expression* Emitter::convert_access(const ir::Expression& expression) {
  // Chains of members lean to the left and can be long.
  std::vector<const ir::Expression*> chain{&expression};
  const auto base_of = [](const ir::Expression& at) -> const ir::Expression& { return at.child(at.is(Kind::ArrayAccess) ? 1 : 0); };
  while (true) {
    const auto& base = base_of(*chain.back());
    if (base.is(Kind::ArrayAccess)) {
      chain.push_back(&base);
    } else if (base.is(Kind::PropertyAccess) && !base.child(0).is(Kind::ResourceReference) && !base.child(0).is(Kind::ModuleReference)) {
      chain.push_back(&base);
    } else {
      break;
    }
  }
  const auto* result = convert(base_of(*chain.back()));
  for (auto i = chain.size(); i-- > 0;) {
    const auto& at = *chain[i];
    const auto* key = at.is(Kind::ArrayAccess) ? convert(at.child(0)) : text(at.text);
    if (at.access.safe) {
      result = call(at.access.from_end ? "tryIndexFromEnd" : "tryGet", {result, key});
    } else if (at.access.chained && is_safe_dereference(*result)) {
      // What follows a safe access is read in the same call, so that it is skipped with it.
      std::vector<const arm::Expression*> arguments(result->arguments.begin(), result->arguments.end());
      arguments.push_back(at.access.from_end ? call("createObject", {text("value"), key, text("fromEnd"), call("true", {})}) : key);
      result = call(result->text, arguments);
    } else if (at.access.from_end) {
      result = call("indexFromEnd", {result, key});
    } else {
      result = access(as_function(result), key);
    }
  }
  return result;
}

}  // namespace fleetlint::compiler
