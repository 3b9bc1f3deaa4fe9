#include "fleetlint/evaluator/request.h"

#include <algorithm>
#include <fmt/format.h>
#include <vector>

#include "fleetlint/base/unicode.h"
#include "fleetlint/evaluator/value_json.h"
#include "fleetlint/template/reader.h"
#include "fleetlint/template/writer.h"
#include "functions/function.h"

namespace fleetlint::eval {

std::optional<Place> place_named(std::string_view word) {
  constexpr std::pair<std::string_view, Place> places[] = {
      {"output", Place::output}, {"parameterDefault", Place::parameter_default}, {"variable", Place::variable}, {"resourceName", Place::resource_start},
      {"copyCount", Place::copy_count}, {"resourceProperty", Place::resource_property}, {"parameterFile", Place::parameter_file}};
  for (const auto& [name, place] : places)
    if (equals_ignoring_case(name, word)) return place;
  return std::nullopt;
}

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

Value evaluate_node(ExpressionEvaluator& evaluator, const arm::Node& node, Environment& environment) {
  switch (node.kind) {
    case arm::NodeKind::string: return evaluate_text(evaluator, node.text, {node.location.source, {node.location.span.begin + 1, node.location.span.end}}, environment);
    case arm::NodeKind::array: {
      auto items = evaluator.arena().create_array<Value>(node.items.size());
      for (std::size_t i = 0; i < items.size(); ++i)
        if (items[i] = evaluate_node(evaluator, node.items[i], environment); items[i].failure()) return items[i];
      return Value::array(items);
    }
    case arm::NodeKind::object: {
      auto fields = evaluator.arena().create_array<Field>(node.members.size());
      for (std::size_t i = 0; i < fields.size(); ++i) {
        const arm::Member& member = node.members[i];
        const Value name = evaluate_text(evaluator, member.name, member.name_location, environment);
        const Value value = evaluate_node(evaluator, member.value, environment);
        if (name.failure()) return name;
        if (value.failure()) return value;
        fields[i] = {name.is_string() ? name.as_string() : member.name, member.name_location, value};
      }
      return Value::object(fields);
    }
    default: return value_from_node(node, evaluator.arena());
  }
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
    const arm::Node* node = request_.variables ? request_.variables->find(name) : nullptr;
    if (!node) return not_found(evaluator, "variable", name, call);
    for (auto& variable : variables_) {
      if (variable.node != node) continue;
      if (!variable.value) return evaluator.fail(ErrorKind::circular, call.location, fmt::format("the variable `{}` is defined by itself", name));
      return *variable.value;
    }
    const std::size_t at = variables_.size();
    variables_.push_back({node, std::nullopt});
    Elsewhere there(*this, Place::variable);
    const Value value = evaluate_node(evaluator, *node, there);
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
