// Values of template text: literals, expressions, and the property loops inside objects.
#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "expression/evaluation.h"
#include "fleetlint/base/unicode.h"
#include "fleetlint/evaluator/value_json.h"
#include "template/deployment.h"
#include "unknown/facts.h"

namespace fleetlint::eval {
namespace {

/// `copy: [{name, count, input}]` inside an object; one of count and input may have been forgotten.
bool is_property_loops(const arm::Member& member) {
  if (!member.value.is_array() || member.name_expression || !equals_ignoring_case(member.name, "copy") || member.value.items.empty()) return false;
  return std::all_of(member.value.items.begin(), member.value.items.end(),
                     [](const arm::Node& item) { return item.find("name") && (item.find("count") || item.find("input")); });
}

}  // namespace

Value Deployment::literal(const arm::Node& node) {
  Value value;
  switch (node.kind) {
    case arm::NodeKind::boolean: value = Value::boolean(node.boolean); break;
    case arm::NodeKind::integer: value = Value::integer(node.integer); break;
    case arm::NodeKind::string: value = Value::string(node.text); break;
    case arm::NodeKind::number: value = value_from_node(node, session_.arena()); break;
    default: break;
  }
  return session_.trace() ? value.set_origin(session_.origin(OriginStep::literal, node.location, {}, nullptr)) : value;
}

Value Deployment::evaluate(const arm::Node& node, const TemplateEnvironment& environment, std::string_view path) {
  switch (node.kind) {
    case arm::NodeKind::expression: {
      if (node.expression->kind == arm::ExpressionKind::call && node.expression->text.empty()) return session_.told(node.location);
      auto own = environment;
      const Value value = evaluator().evaluate(*node.expression, own);
      report(value, path);
      return value;
    }
    case arm::NodeKind::array: {
      if (!evaluator().charge()) return evaluator().limited();
      auto items = session_.arena().create_array<Value>(node.items.size());
      for (std::size_t i = 0; i < items.size(); ++i) items[i] = evaluate(node.items[i], environment, path);
      Value value = Value::array(items);
      return session_.trace() ? value.set_origin(session_.origin(OriginStep::literal, node.location, {}, nullptr)) : value;
    }
    case arm::NodeKind::object: return evaluate_object(node, environment, path);
    default: return literal(node);
  }
}

Value Deployment::evaluate_object(const arm::Node& node, const TemplateEnvironment& environment, std::string_view path) {
  if (!evaluator().charge()) return evaluator().limited();
  const auto loops = std::find_if(node.members.begin(), node.members.end(), is_property_loops);
  const bool has_loops = loops != node.members.end();
  std::size_t count = node.members.size();
  bool computed_names = std::any_of(node.members.begin(), node.members.end(), [](const arm::Member& member) { return member.name_expression != nullptr; });
  if (has_loops) {
    count += loops->value.items.size() - 1;
    for (const auto& loop : loops->value.items) computed_names = computed_names || loop.find("name")->is_expression();
  }
  // Names that are computed may be unknown, or come twice; both is rare.
  std::vector<Value> parts;
  std::vector<Location> locations;
  auto fields = session_.arena().create_array<Field>(computed_names ? 0 : count);
  std::size_t filled = 0;
  const auto add = [&](std::string_view name, const arm::Expression* expression, Location location, const auto& evaluate_value) {
    if (!computed_names) {
      fields[filled++] = {name, location, evaluate_value(name)};
      return;
    }
    Value computed = expression ? evaluate_name(*expression, location, environment, path) : Value::string(name);
    parts.push_back(computed);
    parts.push_back(evaluate_value(computed.is_string() ? computed.as_string() : std::string_view()));
    locations.push_back(location);
  };
  for (const auto& member : node.members)
    if (!has_loops || &member != &*loops)
      add(member.name, member.name_expression, member.name_location, [&](std::string_view) { return evaluate(member.value, environment, path); });
  if (has_loops) {
    for (const auto& loop : loops->value.items) {
      const auto& name = *loop.find("name");
      add(name.text, name.expression, name.location, [&](std::string_view loop_name) {
        const auto* input = loop.find("input");
        const auto* number = loop.find("count");
        if (input && number) return evaluate_loop(loop_count(*number, environment), loop_name, false, *input, environment, path);
        session_.report(ErrorKind::missing_property, loop.location, "a loop needs `count` and `input`", *this, path, certain_);
        return session_.told(loop.location);
      });
    }
  }
  Value value = Value::object(fields);
  if (computed_names) {
    auto own = environment;
    Evaluation evaluation(evaluator(), own);
    value = make_object(evaluation, parts, locations);
  }
  return session_.trace() ? value.set_origin(session_.origin(OriginStep::literal, node.location, {}, nullptr)) : value;
}

/// The name of a property; a failed value where it is told that it cannot be one.
Value Deployment::evaluate_name(const arm::Expression& expression, Location location, const TemplateEnvironment& environment, std::string_view path) {
  auto own = environment;
  const Value name = evaluator().evaluate(expression, own);
  report(name, path);
  if (name.failure() || may_be(name, ValueKind::string)) return name;
  session_.report(ErrorKind::arg_type, location, "the name of a property must be a string", *this, path, certain_);
  return session_.told(location);
}

// --- loops ---------------------------------------------------------------------------------------------------------

LoopCount Deployment::loop_count(const arm::Node& node, const TemplateEnvironment& environment) {
  const auto most = static_cast<std::int64_t>(evaluator().limits().copy_count);
  LoopCount count;
  count.value = evaluate(node, environment.at(Place::copy_count));
  count.most = most;
  if (count.value.failure()) return count;
  const auto fail = [&](ErrorKind kind, std::string message) {
    session_.report(kind, node.location, std::move(message), *this, {}, certain_);
    count.value = session_.told(node.location);
    return count;
  };
  if (!may_be(count.value, ValueKind::integer)) return fail(ErrorKind::arg_type, "the count of a loop must be an integer");
  const auto range = integers_of(count.value);
  if (range.max < 0) return fail(ErrorKind::arg_value, fmt::format("the count of a loop must not be negative, as `{}` is", range.max));
  if (range.min > most) return fail(ErrorKind::limit_exceeded, fmt::format("a loop has at most {} items, not {}", most, range.min));
  if (count.value.is_integer()) {
    count.exact = count.least = count.most = count.value.as_integer();
    return count;
  }
  count.least = std::max<std::int64_t>(range.min, 0);
  count.most = std::min(range.max, most);
  return count;
}

Value Deployment::index_of_unknown_loop(const LoopCount& count) {
  Unknown facts;
  facts.reason = UnknownReason::loop;
  facts.kinds = KindSet::of(ValueKind::integer);
  facts.identity = session_.fresh_identity();
  facts.min_value = 0;
  if (count.most > 1) facts.max_value = count.most - 1;
  facts.expression = "copyIndex()";
  // Kept unknown also where only one index is possible: whether there is an item at all is not known.
  return Value::unknown(session_.arena().create<Unknown>(facts));
}

Value Deployment::evaluate_loop(const LoopCount& count, std::string_view name, bool unnamed, const arm::Node& input, const TemplateEnvironment& environment,
                                std::string_view path) {
  if (count.value.failure()) return count.value;
  if (count.exact) {
    auto items = session_.arena().create_array<Value>(static_cast<std::size_t>(*count.exact));
    for (std::size_t i = 0; i < items.size(); ++i) {
      if (!evaluator().charge()) return evaluator().limited();
      Value index = Value::integer(static_cast<std::int64_t>(i));
      if (session_.trace()) index.set_origin(session_.origin(OriginStep::loop_item, input.location, name, nullptr));
      const LoopFrame frame{name, index, unnamed, environment.loop()};
      items[i] = evaluate(input, environment.in(frame), path);
    }
    Value value = Value::array(items);
    return session_.trace() ? value.set_origin(session_.origin(OriginStep::loop_item, input.location, name, nullptr)) : value;
  }
  const LoopFrame frame{name, index_of_unknown_loop(count), unnamed, environment.loop()};
  const bool certain = certain_;
  certain_ = false;  // there may be no item
  auto* item = session_.arena().create<Value>();
  *item = evaluate(input, environment.in(frame), path);
  certain_ = certain;
  Unknown facts;
  facts.reason = count.value.as_unknown().reason;
  facts.kinds = KindSet::of(ValueKind::array);
  facts.min_length = count.least;
  facts.max_length = count.most;
  if (!item->failure()) facts.items = item;
  return evaluator().unknown(facts).set_origin(session_.origin(OriginStep::loop_item, input.location, name, count.value.origin()));
}

}  // namespace fleetlint::eval
