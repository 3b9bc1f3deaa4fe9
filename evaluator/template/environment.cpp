#include "template/environment.h"

#include <fmt/format.h>

#include "fleetlint/base/unicode.h"
#include "template/deployment.h"

namespace fleetlint::eval {

const Scope& TemplateEnvironment::scope() const { return deployment_.scope(); }

Value TemplateEnvironment::parameter(ExpressionEvaluator& evaluator, std::string_view name, const arm::Expression& call) {
  if (!function_) return deployment_.parameter(name, call);
  if (function_->parameters) {
    const auto& declarations = function_->parameters->items;
    for (std::size_t i = 0; i < declarations.size() && i < function_->arguments.size(); ++i)
      if (const auto* own = declarations[i].find("name"); own && equals_ignoring_case(own->text, name)) return function_->arguments[i];
  }
  return evaluator.fail(ErrorKind::not_found, call.location, fmt::format("the function has no parameter `{}`", name));
}

Value TemplateEnvironment::variable(ExpressionEvaluator& evaluator, std::string_view name, const arm::Expression& call) {
  if (function_ && !deployment_.frame().language_2)
    return evaluator.fail(ErrorKind::not_allowed_here, call.location, "`variables` is not allowed in a user function");
  return deployment_.variable(name, call);
}

Value TemplateEnvironment::copy_index(ExpressionEvaluator& evaluator, std::optional<std::string_view> loop, const arm::Expression& call) {
  if (!loop_) return evaluator.fail(ErrorKind::not_allowed_here, call.location, "`copyIndex` is not allowed outside a loop");
  for (const auto* frame = loop_; frame; frame = frame->outer)
    if (loop ? equals_ignoring_case(frame->name, *loop) : frame->unnamed) return frame->index;
  if (!loop) return evaluator.fail(ErrorKind::not_allowed_here, call.location, "`copyIndex` without a name is not allowed outside the loop of a resource or output");
  return evaluator.fail(ErrorKind::not_found, call.location, fmt::format("no loop around this is called `{}`", *loop));
}

std::optional<Value> TemplateEnvironment::user_function(ExpressionEvaluator&, std::span<const Value> arguments, const arm::Expression& call) {
  return deployment_.call_function(arguments, call, function_ != nullptr);
}

Value TemplateEnvironment::reference(ExpressionEvaluator& evaluator, const Value& target, bool full, const arm::Expression& call) {
  auto* instance = deployment_.find_instance(target);
  if (!instance && target.is_string() && target.as_string().find('/') == std::string_view::npos && deployment_.knows_all_names())
    return evaluator.fail(ErrorKind::not_found, call.location, fmt::format("the template has no resource `{}`", target.as_string()));
  const Value world = Environment::reference(evaluator, instance && instance->resource->id.is_string() ? instance->resource->id : target, full, call);
  if (!instance) return world;
  if (target.is_string() && !target.as_string().starts_with('/')) {  // by name or symbol; by id it may be a resource that was there before
    if (instance->resource->condition == Tri::no && !instance->resource->existing && world.is_unknown())
      return evaluator.fail(ErrorKind::not_found, call.location, fmt::format("the resource `{}` is not deployed: its condition is false", target.as_string()));
    deployment_.refers_to(*instance);
  }
  return world.is_unknown() ? deployment_.reference(*instance, full, world) : world;
}

Value TemplateEnvironment::references(ExpressionEvaluator& evaluator, const Value& symbol, bool full, const arm::Expression& call) {
  const auto* entry = symbol.is_string() ? deployment_.find_symbol(symbol.as_string()) : nullptr;
  if (symbol.is_string() && !deployment_.frame().symbolic)
    return evaluator.fail(ErrorKind::not_allowed_here, call.location, "`references` needs `languageVersion` 2.0");
  if (loop_) return evaluator.fail(ErrorKind::not_allowed_here, call.location, "`references` is not allowed inside a loop");
  if (symbol.is_string() && !entry)
    return evaluator.fail(ErrorKind::not_found, call.location, fmt::format("the template has no resource `{}`", symbol.as_string()));
  if (!entry || entry->count_is_unknown) return Environment::references(evaluator, symbol, full, call);
  std::vector<Value> items;
  bool known = true;
  for (const auto* instance : entry->instances) {
    if (instance->resource->condition == Tri::no) continue;
    if (instance->resource->condition == Tri::unknown || !instance->resource->id.is_string()) return Environment::references(evaluator, symbol, full, call);
    items.push_back(reference(evaluator, instance->resource->id, full, call));
    known = known && items.back().is_known();
  }
  if (!known) {  // how many there are is certain, what they are is not
    Unknown facts;
    facts.reason = UnknownReason::runtime;
    facts.kinds = KindSet::of(ValueKind::array);
    facts.min_length = facts.max_length = static_cast<std::int64_t>(items.size());
    facts.function = "references";
    facts.arguments = evaluator.arena().copy(std::span<const Value>(&symbol, 1));
    return evaluator.unknown(facts);
  }
  return Value::array(evaluator.arena().copy(items));
}

Value TemplateEnvironment::resource_info(ExpressionEvaluator& evaluator, const Value& symbol, const arm::Expression& call) {
  const auto* instance = deployment_.find_instance(symbol);
  if (!instance) return Environment::resource_info(evaluator, symbol, call);
  const auto& resource = *instance->resource;
  const Field fields[] = {{"id", resource.location, resource.id},
                          {"name", resource.location, resource.name},
                          {"type", resource.location, resource.type_value},
                          {"apiVersion", resource.location, resource.api_version}};
  return Value::object(evaluator.arena().copy(std::span<const Field>(fields)));
}

Value TemplateEnvironment::new_guid(ExpressionEvaluator& evaluator, const arm::Expression& call) {
  auto& session = deployment_.session();
  if (!session.samples_guids()) return Environment::new_guid(evaluator, call);
  return Value::string(session.sample_guid());
}

}  // namespace fleetlint::eval
