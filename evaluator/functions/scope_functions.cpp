// What the deployment is asked about itself: parameters, variables, loops, scope, clock-free context.
#include <algorithm>
#include <vector>

#include "expression/evaluation.h"
#include "fleetlint/base/unicode.h"
#include "fleetlint/evaluator/value_json.h"
#include "functions/function.h"

namespace fleetlint::eval {
namespace {

Value remember_secret(const Call& call, const Value& value) {
  if (value.is_secret()) call.evaluation().saw_secret();
  return value;
}

Value eval_parameters(const Call& call) { return remember_secret(call, call.environment().parameter(call.evaluator(), call[0].as_string(), call.expression)); }

Value eval_variables(const Call& call) {
  // Where a default loads a file, the Bicep compiler puts the content into a variable of its own, and the platform takes that.
  if (call.environment().place() == Place::parameter_default && !call[0].as_string().starts_with("$fxv#"))
    return call.fail(ErrorKind::not_allowed_here, "the default value of a parameter cannot use variables");
  return remember_secret(call, call.environment().variable(call.evaluator(), call[0].as_string(), call.expression));
}

Value eval_copy_index(const Call& call) {
  std::optional<std::string_view> loop;
  std::size_t next = 0;
  if (call.size() > 0 && may_be(call[0], ValueKind::string)) {
    if (call[0].is_string()) loop = call[0].as_string();
    ++next;
  } else if (call.size() > 1) {
    return call.fail(ErrorKind::arg_type, "the first of two arguments must be the name of a loop, not {}", describe_kinds(kinds_of(call[0])));
  }
  Interval offset{0, 0};
  if (next < call.size()) {
    if (!may_be(call[next], ValueKind::integer)) return call.fail(ErrorKind::arg_type, "the offset must be an integer, not {}", describe_kinds(kinds_of(call[next])));
    offset = integers_of(call[next]);
    if (offset.max < 0) return call.fail(ErrorKind::arg_value, "the offset `{}` is negative", offset.max);
  }
  const Value index = call.environment().copy_index(call.evaluator(), loop, call.expression);
  if (index.failure()) return index;
  if (offset.single() && offset.min == 0) return index;
  if (index.is_integer() && offset.single()) return Value::integer(add_saturating(index.as_integer(), offset.min));
  const Interval range = integers_of(index);
  Unknown facts;
  facts.kinds = takes::integer;
  facts.min_value = add_saturating(std::max<std::int64_t>(range.min, 0), std::max<std::int64_t>(offset.min, 0));
  if (range.max != Interval().max && offset.max != Interval().max) facts.max_value = add_saturating(range.max, offset.max);
  const Value whole[] = {index, next < call.size() ? call[next] : Value::integer(0)};
  return call.derived_call(facts, "add", whole);
}

Value eval_deployment(const Call& call) { return call.environment().scope().deployment; }
Value eval_deployer(const Call& call) { return call.environment().scope().deployer; }
Value eval_environment(const Call& call) { return call.environment().scope().environment; }
Value eval_tenant(const Call& call) { return call.environment().scope().tenant; }
Value eval_management_group(const Call& call) { return call.environment().scope().management_group; }

Value eval_subscription(const Call& call) {
  const Scope& scope = call.environment().scope();
  if (scope.kind == ScopeKind::management_group || scope.kind == ScopeKind::tenant)
    return call.fail(ErrorKind::not_allowed_here, "there is no subscription at the scope `{}`", to_string(scope.kind));
  return scope.subscription;
}
Value eval_resource_group(const Call& call) {
  const Scope& scope = call.environment().scope();
  if (scope.kind != ScopeKind::resource_group) return call.fail(ErrorKind::not_allowed_here, "there is no resource group at the scope `{}`", to_string(scope.kind));
  return scope.resource_group;
}

Value eval_fail(const Call& call) {
  return call.evaluation().fail(ErrorKind::user_fail, call.expression.location, call[0].is_string() ? call[0].as_string() : std::string_view("the template calls `fail`"));
}

Value eval_external_inputs(const Call& call) {
  const arm::Node* inputs = call.evaluator().world().data("externalInputs");
  const std::string_view name = call[0].as_string();
  if (inputs && inputs->is_object())
    if (const arm::Node* value = inputs->find(name)) return remember_secret(call, value_with_unknowns(*value, fmt::format("externalInputs('{}')", name), call.arena()));
  Unknown facts;
  facts.reason = UnknownReason::external;
  return call.unknown(facts);
}

constexpr Parameter name[] = {{"name", takes::string}};
constexpr Parameter loop_and_offset[] = {{"loopName", takes::string | takes::integer}, {"offset", takes::integer}};
constexpr Parameter message[] = {{"message", takes::string}};

constexpr Function functions[] = {
    {.name = "parameters", .min_arguments = 1, .max_arguments = 1, .parameters = name, .result = takes::any, .doc = "The value of a parameter.", .known = eval_parameters},
    {.name = "variables", .min_arguments = 1, .max_arguments = 1, .parameters = name, .result = takes::any, .doc = "The value of a variable.", .known = eval_variables},
    {.name = "copyIndex", .min_arguments = 0, .max_arguments = 2, .parameters = loop_and_offset, .result = takes::integer, .doc = "The index of the current item of a loop, from 0, plus an offset.", .known = eval_copy_index, .unknown = eval_copy_index, .when = When::loop},
    {.name = "deployment", .min_arguments = 0, .max_arguments = 0, .parameters = {}, .result = takes::object, .doc = "The current deployment: name, location, properties.", .known = eval_deployment, .when = When::context},
    {.name = "deployer", .min_arguments = 0, .max_arguments = 0, .parameters = {}, .result = takes::object, .doc = "Who deploys: objectId, tenantId, userPrincipalName.", .known = eval_deployer, .when = When::context},
    {.name = "environment", .min_arguments = 0, .max_arguments = 0, .parameters = {}, .result = takes::object, .doc = "The cloud and its end points.", .known = eval_environment, .when = When::context},
    {.name = "resourceGroup", .min_arguments = 0, .max_arguments = 0, .parameters = {}, .result = takes::object, .doc = "The resource group that is deployed to.", .known = eval_resource_group, .when = When::context},
    {.name = "subscription", .min_arguments = 0, .max_arguments = 0, .parameters = {}, .result = takes::object, .doc = "The subscription that is deployed to.", .known = eval_subscription, .when = When::context},
    {.name = "managementGroup", .min_arguments = 0, .max_arguments = 0, .parameters = {}, .result = takes::object, .doc = "The management group that is deployed to.", .known = eval_management_group, .when = When::context},
    {.name = "tenant", .min_arguments = 0, .max_arguments = 0, .parameters = {}, .result = takes::object, .doc = "The tenant that is deployed to.", .known = eval_tenant, .when = When::context},
    {.name = "fail", .min_arguments = 1, .max_arguments = 1, .parameters = message, .result = takes::any, .doc = "Stops the deployment with a message; meant for a branch of `if`.", .known = eval_fail, .unknown = eval_fail, .by_cases = false},
    {.name = "externalInputs", .min_arguments = 1, .max_arguments = 1, .parameters = name, .result = takes::any, .doc = "A value that the tool which deploys puts into a parameter file.", .known = eval_external_inputs, .when = When::context},
};

}  // namespace

Family scope_functions() { return {"Deployment and scope", functions}; }

}  // namespace fleetlint::eval
