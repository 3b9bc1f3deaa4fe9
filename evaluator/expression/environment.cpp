// What an environment answers when its owner knows nothing better.
#include <fmt/format.h>

#include "expression/evaluation.h"
#include "fleetlint/base/unicode.h"
#include "fleetlint/evaluator/value_json.h"

namespace fleetlint::eval {
namespace {

Value runtime_value(ExpressionEvaluator& evaluator, KindSet kinds, std::span<const Value> arguments, std::string_view function, bool secret) {
  Unknown facts;
  facts.kinds = kinds;
  facts.reason = UnknownReason::runtime;
  facts.function = function;
  facts.arguments = evaluator.arena().copy(arguments);
  // By id the same call gives the same value; a name may mean another resource in another template.
  const bool by_id = !arguments.empty() && (arguments[0].is_string() ? arguments[0].as_string().starts_with('/') : identity_of(arguments[0]) != 0);
  if (by_id) {
    facts.identity = identity_of(function);
    for (const Value& argument : arguments)
      if (const auto own = identity_of(argument)) facts.identity = mix_identity(facts.identity, own);
  }
  return evaluator.unknown(facts, secret);
}

}  // namespace

std::optional<Value> Environment::user_function(ExpressionEvaluator&, std::span<const Value>, const arm::Expression&) { return std::nullopt; }

Value Environment::reference(ExpressionEvaluator& evaluator, const Value& target, bool full, const arm::Expression&) {
  if (const arm::Node* known = evaluator.world().data("references"); known && known->is_object() && target.is_string()) {
    std::string_view id = target.as_string();
    while (id.size() > 1 && id.ends_with('/')) id.remove_suffix(1);
    for (const arm::Member& member : known->members) {
      if (!equals_ignoring_case(member.name, id)) continue;
      const Value resource = value_with_unknowns(member.value, "references." + std::string(id), evaluator.arena());
      if (full) return resource;
      if (const Value* properties = resource.find("properties")) return *properties;
      break;
    }
  }
  const Value arguments[] = {target, full ? Value::string("Full") : Value::null()};
  return runtime_value(evaluator, takes::object, arguments, "reference", false);
}

Value Environment::references(ExpressionEvaluator& evaluator, const Value& symbol, bool, const arm::Expression&) {
  return runtime_value(evaluator, takes::array, {&symbol, 1}, "references", false);
}

Value Environment::resource_info(ExpressionEvaluator& evaluator, const Value& symbol, const arm::Expression& call) {
  return evaluator.fail(ErrorKind::not_found, call.location, fmt::format("`resourceInfo`: there is no resource `{}` in the template", symbol.is_string() ? symbol.as_string() : ""));
}

Value Environment::list(ExpressionEvaluator& evaluator, std::span<const Value> arguments, const arm::Expression& call) {
  return runtime_value(evaluator, takes::any, arguments, call.text, true);
}

Value Environment::new_guid(ExpressionEvaluator& evaluator, const arm::Expression&) {
  Unknown facts;
  facts.kinds = takes::string;
  facts.reason = UnknownReason::random;
  facts.identity = evaluator.fresh_identity();
  facts.changes_every_deployment = true;
  facts.min_length = facts.max_length = 36;
  facts.regex = "^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$";
  facts.expression = "newGuid()";
  return evaluator.unknown(facts);
}

}  // namespace fleetlint::eval
