#include "fleetlint/evaluator/request.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <vector>

#include "expression/evaluation.h"
#include "fleetlint/base/unicode.h"
#include "fleetlint/evaluator/value_json.h"
#include "fleetlint/template/reader.h"
#include "fleetlint/template/writer.h"
#include "functions/function.h"

namespace fleetlint::eval {

namespace {

constexpr std::array<std::string_view, 7> names_of_places = {"output", "parameterDefault", "variable", "resourceName", "copyCount", "resourceProperty", "parameterFile"};
constexpr std::array<Place, names_of_places.size()> places = {Place::output, Place::parameter_default, Place::variable, Place::resource_start, Place::copy_count, Place::resource_property, Place::parameter_file};

}  // namespace

std::optional<Place> place_named(std::string_view word) {
  for (std::size_t i = 0; i < places.size(); ++i)
    if (equals_ignoring_case(names_of_places[i], word)) return places[i];
  return std::nullopt;
}

std::span<const std::string_view> place_names() { return names_of_places; }

namespace {

/// A string as the template reads it: `[…]` is an expression, `[[…]` a literal with one bracket less.
bool is_expression(std::string_view text) { return text.size() >= 2 && text.front() == '[' && text.back() == ']'; }

class Surroundings;

/// Evaluates text and literal nodes by the rules of templates.
Value evaluate_text(ExpressionEvaluator& evaluator, std::string_view text, Location location, Environment& environment) {
  if (!is_expression(text)) return Value::string(text);
  if (text[1] == '[') return Value::string(text.substr(1));
  const Location inside{location.source, {location.span.begin + 1, location.span.begin + static_cast<std::uint32_t>(text.size()) - 1}};
  const auto parsed = arm::parse_expression(text.substr(1, text.size() - 2), inside, evaluator.arena(), evaluator.limits());
  if (parsed.expression) return evaluator.evaluate(*parsed.expression, environment);
  const std::uint32_t at = inside.span.begin + parsed.error_offset;
  return evaluator.fail(ErrorKind::syntax, {location.source, {at, at + 1}}, parsed.error);
}

Value not_found(ExpressionEvaluator& evaluator, std::string_view what, std::string_view name, const arm::Expression& call) {
  return evaluator.fail(ErrorKind::not_found, call.location, fmt::format("there is no {} `{}`", what, name));
}

/// The same surroundings at another place: a variable, a user function.
class Elsewhere : public Environment {
 public:
  Elsewhere(Environment& outer, Place place) : outer_(outer), place_(place) {}
  Place place() const override { return place_; }
  const Scope& scope() const override { return outer_.scope(); }
  Value parameter(ExpressionEvaluator& evaluator, std::string_view name, const arm::Expression& call) override { return outer_.parameter(evaluator, name, call); }
  Value variable(ExpressionEvaluator& evaluator, std::string_view name, const arm::Expression& call) override { return outer_.variable(evaluator, name, call); }
  Value copy_index(ExpressionEvaluator& evaluator, std::optional<std::string_view>, const arm::Expression& call) override {
    return evaluator.fail(ErrorKind::not_allowed_here, call.location, "`copyIndex`: there is no loop here");
  }
  std::optional<Value> user_function(ExpressionEvaluator& evaluator, std::span<const Value> arguments, const arm::Expression& call) override { return outer_.user_function(evaluator, arguments, call); }
  Value new_guid(ExpressionEvaluator& evaluator, const arm::Expression& call) override { return outer_.new_guid(evaluator, call); }

 protected:
  Environment& outer_;
  Place place_;
};

/// The inside of a user function of languageVersion 1: its parameters and nothing else.
class FunctionBody : public Elsewhere {
 public:
  FunctionBody(Environment& outer, const arm::Node* parameters, std::span<const Value> arguments) : Elsewhere(outer, Place::user_function), parameters_(parameters), arguments_(arguments) {}
  Value parameter(ExpressionEvaluator& evaluator, std::string_view name, const arm::Expression& call) override {
    for (std::size_t i = 0; i < arguments_.size(); ++i)
      if (const arm::Node* own = parameters_->items[i].find("name"); own && equals_ignoring_case(own->text, name)) return arguments_[i];
    return not_found(evaluator, "parameter", name, call);
  }
  Value variable(ExpressionEvaluator& evaluator, std::string_view, const arm::Expression& call) override {
    return evaluator.fail(ErrorKind::not_allowed_here, call.location, "`variables`: a user function cannot use variables");
  }
  std::optional<Value> user_function(ExpressionEvaluator& evaluator, std::span<const Value>, const arm::Expression& call) override {
    return evaluator.fail(ErrorKind::not_allowed_here, call.location, fmt::format("a user function cannot call another one (`{}`)", call.text));
  }

 private:
  const arm::Node* parameters_;
  std::span<const Value> arguments_;
};

Value evaluate_node(ExpressionEvaluator& evaluator, const arm::Node& node, Environment& environment);

/// The inside of a loop of a variable; it can be asked for by name only.
class LoopBody : public Elsewhere {
 public:
  LoopBody(Environment& outer, std::string_view name, Value index) : Elsewhere(outer, outer.place()), name_(name), index_(index) {}
  Value copy_index(ExpressionEvaluator& evaluator, std::optional<std::string_view> loop, const arm::Expression& call) override {
    return loop && equals_ignoring_case(*loop, name_) ? index_ : outer_.copy_index(evaluator, loop, call);
  }

 private:
  std::string_view name_;
  Value index_;
};

/// An array of `input` for each index of a loop `{name, count, input}`.
Value evaluate_loop(ExpressionEvaluator& evaluator, const arm::Node& loop, Environment& environment) {
  const arm::Node *name = loop.find("name"), *count_node = loop.find("count"), *input = loop.find("input");
  if (!name || !count_node || !input) return evaluator.fail(ErrorKind::missing_property, loop.location, "a loop needs `name`, `count` and `input`");
  Elsewhere at_count(environment, Place::copy_count);
  const Value count = evaluate_node(evaluator, *count_node, at_count);
  if (count.failure()) return count;
  const auto most = static_cast<std::int64_t>(evaluator.limits().copy_count);
  const Interval range = integers_of(count);
  if (!may_be(count, ValueKind::integer)) return evaluator.fail(ErrorKind::arg_type, count_node->location, "the count of a loop must be an integer");
  if (range.max < 0) return evaluator.fail(ErrorKind::arg_value, count_node->location, fmt::format("the count of a loop must not be negative, as `{}` is", range.max));
  if (range.min > most) return evaluator.fail(ErrorKind::limit_exceeded, count_node->location, fmt::format("a loop has at most {} items, not {}", most, range.min));
  if (count.is_integer()) {
    auto items = evaluator.arena().create_array<Value>(static_cast<std::size_t>(count.as_integer()));
    for (std::size_t i = 0; i < items.size(); ++i) {
      if (!evaluator.charge()) return evaluator.limited(loop.location);
      LoopBody body(environment, name->text, Value::integer(static_cast<std::int64_t>(i)));
      if (items[i] = evaluate_node(evaluator, *input, body); items[i].failure()) return items[i];
    }
    return Value::array(items);
  }
  Unknown index, facts;
  index.reason = facts.reason = count.as_unknown().reason;
  index.kinds = takes::integer;
  index.identity = evaluator.fresh_identity();
  index.min_value = 0;
  if (const auto last = std::min(range.max, most) - 1; last > 0) index.max_value = last;
  index.expression = evaluator.arena().copy(std::string_view(fmt::format("copyIndex('{}')", name->text)));
  LoopBody body(environment, name->text, Value::unknown(evaluator.arena().create<Unknown>(index)));
  const Value item = evaluate_node(evaluator, *input, body);
  facts.kinds = takes::array;
  facts.min_length = std::max<std::int64_t>(range.min, 0);
  facts.max_length = std::min(range.max, most);
  if (!item.failure()) facts.items = evaluator.arena().create<Value>(item);
  return evaluator.unknown(facts);
}

bool is_loops(const arm::Member& member) {
  return member.value.is_array() && !member.value.items.empty() && equals_ignoring_case(member.name, "copy") &&
         std::all_of(member.value.items.begin(), member.value.items.end(), [](const arm::Node& item) { return item.find("name") && item.find("count"); });
}

Value evaluate_object(ExpressionEvaluator& evaluator, const arm::Node& node, Environment& environment) {
  std::vector<Value> parts;
  std::vector<Location> locations;
  for (const arm::Member& member : node.members) {
    if (is_loops(member)) {
      for (const arm::Node& loop : member.value.items) {
        parts.insert(parts.end(), {Value::string(loop.find("name")->text), evaluate_loop(evaluator, loop, environment)});
        locations.push_back(loop.location);
      }
    } else {
      parts.insert(parts.end(), {evaluate_text(evaluator, member.name, member.name_location, environment), evaluate_node(evaluator, member.value, environment)});
      locations.push_back(member.name_location);
    }
  }
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (parts[i].failure()) return parts[i];
    if (i % 2 == 0 && !may_be(parts[i], ValueKind::string))
      return evaluator.fail(ErrorKind::arg_type, locations[i / 2], fmt::format("the name of a property must be a string, not {}", describe_kinds(kinds_of(parts[i]))));
  }
  Evaluation evaluation(evaluator, environment);
  return make_object(evaluation, parts, locations);
}

Value evaluate_node(ExpressionEvaluator& evaluator, const arm::Node& node, Environment& environment) {
  switch (node.kind) {
    case arm::NodeKind::string: return evaluate_text(evaluator, node.text, {node.location.source, {node.location.span.begin + 1, node.location.span.end}}, environment);
    case arm::NodeKind::array: {
      auto items = evaluator.arena().create_array<Value>(node.items.size());
      for (std::size_t i = 0; i < items.size(); ++i)
        if (items[i] = evaluate_node(evaluator, node.items[i], environment); items[i].failure()) return items[i];
      return Value::array(items);
    }
    case arm::NodeKind::object: return evaluate_object(evaluator, node, environment);
    default: return value_from_node(node, evaluator.arena());
  }
}

KindSet kinds_of_type(const arm::Node* declaration) {
  const arm::Node* type = declaration && declaration->is_object() ? declaration->find("type") : nullptr;
  if (!type || !type->is_string()) return KindSet::any();
  constexpr std::pair<std::string_view, KindSet> types[] = {{"string", takes::string}, {"secureString", takes::string}, {"int", takes::integer}, {"bool", takes::boolean},
                                                            {"object", takes::object}, {"secureObject", takes::object}, {"array", takes::array}};
  for (const auto& [word, kinds] : types)
    if (equals_ignoring_case(word, type->text)) return kinds;
  return KindSet::any();
}

class Surroundings : public Environment {
 public:
  Surroundings(const Request& request, const World& world, Arena& arena) : request_(request), world_(world), arena_(arena) {}

  Place place() const override { return request_.place; }
  const Scope& scope() const override {
    if (!scope_) scope_ = world_.root_scope(std::nullopt, arena_);
    return *scope_;
  }

  Value parameter(ExpressionEvaluator& evaluator, std::string_view name, const arm::Expression& call) override {
    const arm::Node* node = request_.parameters ? request_.parameters->find(name) : nullptr;
    if (!node) return not_found(evaluator, "parameter", name, call);
    for (const auto& [known, value] : parameters_)
      if (known == node) return value;
    parameters_.emplace_back(node, value_with_unknowns(*node, fmt::format("parameters('{}')", name), arena_));
    return parameters_.back().second;
  }

  Value variable(ExpressionEvaluator& evaluator, std::string_view name, const arm::Expression& call) override {
    bool is_loop = false;
    const arm::Node* node = find_variable(name, is_loop);
    if (!node) return not_found(evaluator, "variable", name, call);
    for (auto& variable : variables_) {
      if (variable.node != node) continue;
      if (!variable.value) return evaluator.fail(ErrorKind::circular, call.location, fmt::format("the variable `{}` is defined by itself", name));
      return *variable.value;
    }
    const std::size_t at = variables_.size();
    variables_.push_back({node, std::nullopt});
    Elsewhere there(*this, Place::variable);
    const Value value = is_loop ? evaluate_loop(evaluator, *node, there) : evaluate_node(evaluator, *node, there);
    variables_[at].value = value;
    return value;
  }

  Value copy_index(ExpressionEvaluator& evaluator, std::optional<std::string_view> loop, const arm::Expression& call) override {
    const auto loops = request_.copy_loops ? request_.copy_loops->items : std::span<const arm::Node>();
    if (loops.empty()) return evaluator.fail(ErrorKind::not_allowed_here, call.location, "`copyIndex`: there is no loop here");
    for (std::size_t i = loops.size(); i-- > 0;) {
      const arm::Node* name = loops[i].find("name");
      const arm::Node* resource = loops[i].find("resource");
      const bool hit = loop ? name && equals_ignoring_case(name->text, *loop) : request_.place == Place::output || (resource && resource->boolean);
      if (!hit) continue;
      const arm::Node* index = loops[i].find("index");
      return index ? value_with_unknowns(*index, fmt::format("copyIndex('{}')", name ? name->text : ""), arena_) : Value::integer(0);
    }
    if (loop) return not_found(evaluator, "loop", *loop, call);
    return evaluator.fail(ErrorKind::not_allowed_here, call.location, "`copyIndex`: without a name it needs the loop of a resource");
  }

  std::optional<Value> user_function(ExpressionEvaluator& evaluator, std::span<const Value> arguments, const arm::Expression& call) override {
    const arm::Node* function = find_user_function(call.text);
    if (!function) return std::nullopt;
    const arm::Node* parameters = function->find("parameters");
    const std::size_t count = parameters ? parameters->items.size() : 0;
    if (count != arguments.size())
      return evaluator.fail(ErrorKind::arg_count, call.location, fmt::format("`{}` takes {} argument{}, not {}", call.text, count, count == 1 ? "" : "s", arguments.size()));
    for (std::size_t i = 0; i < count; ++i)
      if (!(kinds_of_type(&parameters->items[i]).bits & kinds_of(arguments[i]).bits))
        return evaluator.fail(ErrorKind::type_mismatch, call.arguments[i]->location,
                              fmt::format("argument {} of `{}` must be {}, not {}", i + 1, call.text, describe_kinds(kinds_of_type(&parameters->items[i])), describe_kinds(kinds_of(arguments[i]))));
    const arm::Node* output = function->find("output");
    const arm::Node* value = output ? output->find("value") : nullptr;
    if (!value) return Value::null();
    FunctionBody body(*this, parameters, arguments);
    const Value result = evaluate_node(evaluator, *value, body);
    if (!result.failure() && !(kinds_of_type(output).bits & kinds_of(result).bits))
      return evaluator.fail(ErrorKind::type_mismatch, call.location, fmt::format("the result of `{}` must be {}, not {}", call.text, describe_kinds(kinds_of_type(output)), describe_kinds(kinds_of(result))));
    return result;
  }

  /// A version 4 UUID that depends on the seed only, so that runs can be repeated.
  Value new_guid(ExpressionEvaluator&, const arm::Expression&) override {
    const std::string seed = fmt::format("{}/{}", request_.seed, guids_++);
    std::string text = fmt::format("{:016x}{:016x}", arm::hash64(seed), arm::hash64(seed + "-"));
    text[12] = '4';
    text[16] = "89ab"[text[16] & 3];
    for (const std::size_t at : {20u, 16u, 12u, 8u}) text.insert(at, "-");
    return Value::string(arena_.copy(text));
  }

 private:
  /// A variable, or the entry of the section's `copy` with that name.
  const arm::Node* find_variable(std::string_view name, bool& is_loop) const {
    if (!request_.variables) return nullptr;
    for (const arm::Member& member : request_.variables->members) {
      if (!is_loops(member)) continue;
      for (const arm::Node& loop : member.value.items)
        if (equals_ignoring_case(loop.find("name")->text, name)) return is_loop = true, &loop;
    }
    const arm::Member* member = request_.variables->find_member(name);
    return member && !is_loops(*member) ? &member->value : nullptr;
  }

  const arm::Node* find_user_function(std::string_view name) const {
    const auto dot = name.find('.');
    if (!request_.functions || dot == std::string_view::npos) return nullptr;
    for (const arm::Node& group : request_.functions->items) {
      const arm::Node* name_space = group.find("namespace");
      const arm::Node* members = group.find("members");
      if (name_space && members && equals_ignoring_case(name_space->text, name.substr(0, dot)))
        if (const arm::Node* function = members->find(name.substr(dot + 1)); function && function->is_object()) return function;
    }
    return nullptr;
  }

  struct Variable {
    const arm::Node* node;
    std::optional<Value> value;  ///< empty while it is being evaluated
  };

  const Request& request_;
  const World& world_;
  Arena& arena_;
  mutable std::optional<Scope> scope_;
  std::vector<std::pair<const arm::Node*, Value>> parameters_;
  std::vector<Variable> variables_;
  std::uint64_t guids_ = 0;
};

}  // namespace

Value evaluate_request(const Request& request, const Limits& limits, Arena& arena) {
  const World world(request.context, request.now, arena);
  ExpressionEvaluator evaluator(arena, limits, world);
  Surroundings surroundings(request, world, arena);
  return evaluate_text(evaluator, request.expression, request.location, surroundings);
}

}  // namespace fleetlint::eval
