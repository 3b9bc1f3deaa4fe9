#include "fleetlint/evaluator/expression_evaluator.h"

#include <algorithm>
#include <fmt/format.h>

#include "expression/evaluation.h"
#include "fleetlint/evaluator/value_json.h"

namespace fleetlint::eval {

ExpressionEvaluator::ExpressionEvaluator(Arena& arena, const Limits& limits, const World& world, Options options)
    : arena_(arena), limits_(limits), world_(world), options_(options), most_bytes_(arena.bytes() + limits.value_bytes) {}
ExpressionEvaluator::~ExpressionEvaluator() = default;

Value ExpressionEvaluator::evaluate(const arm::Expression& expression, Environment& environment) {
  const LambdaFrame* outer = frame_;
  frame_ = nullptr;
  const Value result = Evaluation(*this, environment).evaluate(expression);
  frame_ = outer;
  return result;
}

Value ExpressionEvaluator::evaluate(const arm::Node& node, Environment& environment, std::vector<const Failure*>* failures) {
  if (!charge()) return limited();
  const auto note = [&](const Value& value) {
    if (value.failure() && failures && std::find(failures->begin(), failures->end(), value.failure()) == failures->end())
      failures->push_back(value.failure());
    return value;
  };
  const auto literal = [&](Value value) {
    return options_.trace ? value.set_origin(arena_.create<Origin>(Origin{OriginStep::literal, node.location, {}, nullptr, {}})) : value;
  };
  switch (node.kind) {
    case arm::NodeKind::expression: return note(evaluate(*node.expression, environment));
    case arm::NodeKind::array: {
      auto items = arena_.create_array<Value>(node.items.size());
      for (std::size_t i = 0; i < node.items.size(); ++i) items[i] = evaluate(node.items[i], environment, failures);
      return literal(Value::array(items));
    }
    case arm::NodeKind::object: {
      if (std::any_of(node.members.begin(), node.members.end(), [](const arm::Member& member) { return member.name_expression != nullptr; })) {
        std::vector<Value> parts;
        std::vector<Location> locations;
        for (const arm::Member& member : node.members) {
          Value name = member.name_expression ? evaluate(*member.name_expression, environment) : Value::string(member.name);
          if (!name.failure() && !may_be(name, ValueKind::string))
            name = fail(ErrorKind::arg_type, member.name_location, fmt::format("the name of a property must be a string, not {}", describe_kinds(kinds_of(name))));
          parts.push_back(note(name));
          parts.push_back(evaluate(member.value, environment, failures));
          locations.push_back(member.name_location);
        }
        Evaluation evaluation(*this, environment);
        return literal(make_object(evaluation, parts, locations));
      }
      auto fields = arena_.create_array<Field>(node.members.size());
      for (std::size_t i = 0; i < node.members.size(); ++i) {
        const arm::Member& member = node.members[i];
        fields[i] = {member.name, member.name_location, evaluate(member.value, environment, failures)};
      }
      return literal(Value::object(fields));
    }
    default: return literal(value_from_node(node, arena_));
  }
}

Value ExpressionEvaluator::fail(ErrorKind kind, Location location, std::string_view message) {
  Unknown* unknown = arena_.create<Unknown>();
  unknown->reason = UnknownReason::error;
  unknown->failure = arena_.create<Failure>(Failure{kind, location, arena_.copy(message)});
  return Value::unknown(unknown);
}

Value ExpressionEvaluator::unknown(const Unknown& facts, bool secret) {
  secrets_ |= secret;
  return normalise(facts, arena_).mark_secret(secret);
}

std::uint64_t ExpressionEvaluator::fresh_identity() { return mix_identity(identity_of(std::string_view("fresh")), ++fresh_); }

Value ExpressionEvaluator::limited(Location at) {
  if (at && !limit_location_) limit_location_ = at;
  if (!limit_) {
    Unknown* unknown = arena_.create<Unknown>();
    unknown->reason = UnknownReason::limit;
    limit_ = unknown;
  }
  limit_reached_ = true;
  return Value::unknown(limit_);
}

std::string ExpressionEvaluator::limit_text() const {
  if (steps_ > limits_.evaluation_steps) return fmt::format("{} steps", limits_.evaluation_steps);
  if (arena_.bytes() > most_bytes_) return fmt::format("{} MiB of values", limits_.value_bytes >> 20);
  return "the depth of calls or the size of a value";
}

Finding to_finding(const Failure& failure) {
  Finding finding;
  finding.code = finding_code(failure.kind);
  finding.severity = Severity::error;
  finding.message = failure.message;
  finding.location = failure.location;
  return finding;
}

}  // namespace fleetlint::eval
