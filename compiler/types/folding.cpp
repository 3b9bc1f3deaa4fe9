// Calls of template functions with literal arguments, evaluated while types are computed: the result is a literal type.
#include <algorithm>

#include "fleetlint/evaluator/expression_evaluator.h"
#include "fleetlint/evaluator/value_json.h"
#include "types/checker.h"
#include "types/failure_sentences.h"

namespace fleetlint::compiler {
namespace {

// Functions of the template language answer without any surroundings here.
class NoEnvironment final : public eval::Environment {
 public:
  explicit NoEnvironment(eval::Scope scope) : scope_(std::move(scope)) {}
  eval::Place place() const override { return eval::Place::variable; }
  const eval::Scope& scope() const override { return scope_; }
  eval::Value parameter(eval::ExpressionEvaluator& evaluator, std::string_view, const arm::Expression& call) override { return none(evaluator, call); }
  eval::Value variable(eval::ExpressionEvaluator& evaluator, std::string_view, const arm::Expression& call) override { return none(evaluator, call); }
  eval::Value copy_index(eval::ExpressionEvaluator& evaluator, std::optional<std::string_view>, const arm::Expression& call) override { return none(evaluator, call); }

 private:
  static eval::Value none(eval::ExpressionEvaluator& evaluator, const arm::Expression& call) {
    return evaluator.fail(eval::ErrorKind::not_allowed_here, call.location, "not available while types are checked");
  }
  eval::Scope scope_;
};

arm::Expression* expression(Arena& arena, arm::ExpressionKind kind) {
  auto* result = arena.create<arm::Expression>();
  result->kind = kind;
  return result;
}

arm::Expression* call_of(Arena& arena, std::string_view name, std::vector<const arm::Expression*> arguments) {
  auto* result = expression(arena, arm::ExpressionKind::call);
  result->text = arena.copy(name);
  result->arguments = arena.copy(arguments);
  return result;
}

// A literal type as an expression that gives its value; null for other types.
const arm::Expression* literal(const Type& type, Arena& arena, int depth) {
  if (depth > 100) return nullptr;
  switch (type.kind) {
    case TypeKind::string_literal: {
      auto* result = expression(arena, arm::ExpressionKind::string);
      result->text = type.text;
      return result;
    }
    case TypeKind::integer_literal: {
      // Larger numbers than 32 bits are written as JSON in the template language.
      if (type.integer > INT32_MAX || type.integer < INT32_MIN) {
        auto* text = expression(arena, arm::ExpressionKind::string);
        text->text = arena.copy(std::string_view(std::to_string(type.integer)));
        return call_of(arena, "json", {text});
      }
      auto* result = expression(arena, arm::ExpressionKind::integer);
      result->integer = type.integer;
      return result;
    }
    case TypeKind::boolean_literal: return call_of(arena, type.integer != 0 ? "true" : "false", {});
    case TypeKind::null: return call_of(arena, "null", {});
    case TypeKind::tuple: {
      std::vector<const arm::Expression*> items;
      for (const auto& element : type.elements) {
        const auto* item = literal(*element, arena, depth + 1);
        if (item == nullptr) return nullptr;
        items.push_back(item);
      }
      return call_of(arena, "createArray", std::move(items));
    }
    case TypeKind::object: {
      if (type.additional != nullptr) return nullptr;
      std::vector<const arm::Expression*> members;
      for (const auto& property : type.properties) {
        auto* name = expression(arena, arm::ExpressionKind::string);
        name->text = property.name;
        const auto* value = literal(*property.type, arena, depth + 1);
        if (value == nullptr) return nullptr;
        members.push_back(name);
        members.push_back(value);
      }
      return call_of(arena, "createObject", std::move(members));
    }
    default: return nullptr;
  }
}

const Type* type_of_value(const eval::Value& value, TypeArena& arena, int depth) {
  if (depth > 100) return nullptr;
  switch (value.kind()) {
    case eval::ValueKind::null: return &types::null;
    case eval::ValueKind::boolean: return arena.boolean_literal(value.as_boolean());
    case eval::ValueKind::integer: return arena.integer_literal(value.as_integer());
    case eval::ValueKind::string: return arena.string_literal(value.as_string());
    case eval::ValueKind::array: {
      std::vector<TypeRef> items;
      for (const auto& item : value.items()) {
        const auto* type = type_of_value(item, arena, depth + 1);
        if (type == nullptr) return nullptr;
        items.emplace_back(type);
      }
      return arena.tuple(items);
    }
    case eval::ValueKind::object: {
      std::vector<Property> properties;
      for (const auto& field : value.fields()) {
        const auto* type = type_of_value(field.value, arena, depth + 1);
        if (type == nullptr) return nullptr;
        properties.push_back({field.name, type, PropertyFlag::required | PropertyFlag::disallow_any, ""});
      }
      return arena.object("", std::move(properties));
    }
    default: return nullptr;
  }
}

bool may_be_literal(const Type& type) {
  switch (type.kind) {
    case TypeKind::string_literal: case TypeKind::integer_literal: case TypeKind::boolean_literal: case TypeKind::null: case TypeKind::tuple: return true;
    case TypeKind::object: return type.additional == nullptr;
    default: return false;
  }
}

}  // namespace

const Type* Checker::fold_call(std::string_view function, const std::vector<const Type*>& arguments, std::optional<Span> at) {
  if (!std::all_of(arguments.begin(), arguments.end(), [](const Type* type) { return may_be_literal(*type); })) return nullptr;
  Arena scratch;
  std::vector<const arm::Expression*> values;
  for (const auto* type : arguments) {
    const auto* value = literal(*type, scratch, 0);
    if (value == nullptr) return nullptr;
    values.push_back(value);
  }
  auto* call = call_of(scratch, function, std::move(values));
  const eval::World world(nullptr, std::nullopt, scratch);
  NoEnvironment environment(world.root_scope(std::nullopt, scratch));
  eval::ExpressionEvaluator evaluator(scratch, model_.graph().limits, world);
  const auto result = evaluator.evaluate(*call, environment);
  if (result.is_unknown()) {
    const auto& facts = result.as_unknown();
    if (facts.failure != nullptr && at) {
      std::string shown;
      for (const auto* type : arguments) {
        if (!shown.empty()) shown += ", ";
        shown += type->is(TypeKind::string_literal) ? std::string(type->text) : type_name(*type);
      }
      report(*at, Diagnostic::FoldingFailed, function, shown, failure_sentence(facts.failure->message));
    }
    return nullptr;
  }
  return type_of_value(result, arena_, 0);
}

}  // namespace fleetlint::compiler
