#include "params/parameter_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <climits>

#include "declarations/migration.h"

namespace fleetlint::compiler {

using arm::ExpressionKind;
using eval::ErrorKind;
using eval::Value;
using eval::ValueKind;
using ir::Kind;
using syntax::Role;

namespace {

// How expressions name what they use.
constexpr std::string_view parameters = "parameters", variables = "variables", base_prefix = "base.";

std::optional<std::string_view> single_text(const arm::Expression& call) {
  if (call.arguments.size() != 1 || call.arguments[0]->kind != ExpressionKind::string) return std::nullopt;
  return call.arguments[0]->text;
}

}  // namespace

/// The body of a user-defined function: parameters are its arguments, the rest is the file's.
class ParameterFile::FunctionFrame final : public eval::Environment {
 public:
  FunctionFrame(ParameterFile& file, std::span<const std::string_view> names, std::span<const Value> arguments)
      : file_(file), names_(names), arguments_(arguments) {}
  eval::Place place() const override { return eval::Place::user_function; }
  const eval::Scope& scope() const override { return file_.scope(); }
  Value parameter(eval::ExpressionEvaluator& evaluator, std::string_view name, const arm::Expression& call) override {
    for (std::size_t i = 0; i < names_.size(); ++i) {
      if (names_[i] == name) return arguments_[i];
    }
    return evaluator.fail(ErrorKind::not_found, call.location, "The function has no such parameter.");
  }
  Value variable(eval::ExpressionEvaluator& evaluator, std::string_view name, const arm::Expression& call) override { return file_.variable(evaluator, name, call); }
  Value copy_index(eval::ExpressionEvaluator& evaluator, std::optional<std::string_view>, const arm::Expression& call) override {
    return evaluator.fail(ErrorKind::not_allowed_here, call.location, "There is no loop in a function.");
  }
  std::optional<Value> user_function(eval::ExpressionEvaluator& evaluator, std::span<const Value> arguments, const arm::Expression& call) override {
    return file_.user_function(evaluator, arguments, call);
  }

 private:
  ParameterFile& file_;
  std::span<const std::string_view> names_;
  std::span<const Value> arguments_;
};

ParameterFile::ParameterFile(const SemanticModel& model, ParameterFile* base, const CompileOptions& options,
                             eval::ExpressionEvaluator& evaluator, arm::TemplateIr& out, eval::Scope scope)
    : model_(model), base_(base), lowering_(model), imports_(import_names(lowering_)), emitter_(lowering_, imports_, options, out),
      evaluator_(evaluator), out_(out), scope_(std::move(scope)) {
  const auto* program = lowering_.lower_program();
  for (const auto* declaration : program->children) {
    if (declaration->is(Kind::DeclaredVariable)) variables_.emplace(declaration->text, declaration->children.back());
    if (declaration->is(Kind::DeclaredFunction)) functions_.emplace(out_.arena.copy(std::string_view(fmt::format("__bicep.{}", declaration->text))), &declaration->child(0));
  }
  for (const auto* declaration : imports_.variables) variables_.emplace(declaration->text, declaration->children.back());
  for (const auto* declaration : imports_.functions) {
    const auto space = declaration->segments.empty() || declaration->segments[0].empty() ? std::string_view("__bicep") : declaration->segments[0];
    functions_.emplace(out_.arena.copy(std::string_view(fmt::format("{}.{}", space, declaration->text))), &declaration->child(0));
  }
  for (const auto id : model_.declared(SymbolKind::parameter_assignment)) assignments_.emplace(model_.symbol(id).name, id);
}

const ir::Expression* ParameterFile::assignment(std::string_view name) {
  const auto at = assignments_.find(name);
  if (at == assignments_.end()) return nullptr;
  auto& lowered = lowered_[at->second.index];
  if (lowered == nullptr) lowered = lowering_.lower(model_.symbol(at->second).declaration.part(Role::value));
  return lowered;
}

const ir::Expression* ParameterFile::declared(std::string_view kind, std::string_view name) {
  if (kind == parameters) return assignment(name);
  const auto at = variables_.find(name);
  return at == variables_.end() ? nullptr : at->second;
}

Value ParameterFile::evaluate(const ir::Expression& expression) {
  if (!expression.is(Kind::ForLoop)) return evaluator_.evaluate(*emitter_.convert(expression), *this);
  const auto source = evaluate(expression.child(0));
  if (source.is_unknown()) return source;
  if (!source.is_array()) return evaluator_.fail(ErrorKind::type_mismatch, emitter_.location(expression), "For-expression source must be an array.");
  std::vector<Value> items;
  for (std::size_t i = 0; i < source.items().size(); ++i) {
    loop_.push_back(static_cast<std::int64_t>(i));
    const auto item = evaluate(expression.child(1));
    loop_.pop_back();
    if (item.is_unknown()) return item;
    items.push_back(item);
  }
  return Value::array(out_.arena.copy(items));
}

Value ParameterFile::declared_value(std::string_view kind, std::string_view name, const arm::Expression& call) {
  const auto key = fmt::format("{} {}", kind, name);
  const auto [at, added] = values_.try_emplace(key);
  if (!added) {
    return at->second ? *at->second : evaluator_.fail(ErrorKind::circular, call.location, out_.arena.copy(std::string_view(fmt::format("'{}' is defined by itself.", name))));
  }
  const auto* expression = declared(kind, name);
  const auto loops = std::exchange(loop_, {});
  const auto value = expression == nullptr ? evaluator_.fail(ErrorKind::not_found, call.location, out_.arena.copy(std::string_view(fmt::format("'{}' was not found.", name))))
                                           : evaluate(*expression);
  loop_ = loops;
  values_[key] = value;
  return value;
}

Value ParameterFile::parameter(eval::ExpressionEvaluator&, std::string_view name, const arm::Expression& call) {
  if (assignments_.contains(name) || base_ == nullptr) return declared_value(parameters, name, call);
  return base_->parameter(evaluator_, name, call);
}

Value ParameterFile::variable(eval::ExpressionEvaluator&, std::string_view name, const arm::Expression& call) {
  if (name.starts_with(base_prefix) && base_ != nullptr) return base_->parameter(evaluator_, name.substr(base_prefix.size()), call);
  return declared_value(variables, name, call);
}

Value ParameterFile::copy_index(eval::ExpressionEvaluator&, std::optional<std::string_view>, const arm::Expression& call) {
  if (loop_.empty()) return evaluator_.fail(ErrorKind::not_allowed_here, call.location, "There is no loop here.");
  return Value::integer(loop_.back());
}

std::optional<Value> ParameterFile::user_function(eval::ExpressionEvaluator&, std::span<const Value> arguments, const arm::Expression& call) {
  const auto at = functions_.find(call.text);
  if (at == functions_.end()) return std::nullopt;
  const auto& lambda = *at->second;
  if (arguments.size() != lambda.segments.size()) {
    return evaluator_.fail(ErrorKind::arg_count, call.location, out_.arena.copy(std::string_view(fmt::format("The function takes {} arguments.", lambda.segments.size()))));
  }
  const auto* body = emitter_.convert(lambda.child(lambda.lambda.parameter_types));
  FunctionFrame frame(*this, lambda.segments, arguments);
  return evaluator_.evaluate(*body, frame);
}

bool ParameterFile::declared_needs(std::string_view kind, std::string_view name) {
  const auto key = fmt::format("{} {}", kind, name);
  const auto [at, added] = needs_.try_emplace(key, Need::visiting);
  if (!added) return at->second == Need::yes;
  bool needs = false;
  if (kind == variables && name.starts_with(base_prefix)) {
    needs = base_ != nullptr && base_->declared_needs(parameters, name.substr(base_prefix.size()));
  } else if (const auto* expression = declared(kind, name)) {
    needs = needs_external_input(*expression);
  } else if (kind == parameters && base_ != nullptr) {
    needs = base_->declared_needs(kind, name);
  }
  needs_[key] = needs ? Need::yes : Need::no;
  return needs;
}

bool ParameterFile::needs_external_input(const ir::Expression& expression) {
  if (expression.is(Kind::ForLoop)) return needs_external_input(expression.child(0)) || needs_external_input(expression.child(1));
  return needs_external_input(*emitter_.convert(expression));
}

bool ParameterFile::needs_external_input(const arm::Expression& expression) {
  if (expression.kind == ExpressionKind::call) {
    if (expression.text == "externalInput") return true;
    const auto name = single_text(expression);
    if (name && (expression.text == parameters || expression.text == variables)) return declared_needs(expression.text, *name);
  }
  return std::ranges::any_of(expression.arguments, [&](const auto* argument) { return needs_external_input(*argument); });
}

const arm::Expression* ParameterFile::literal(const Value& value) {
  switch (value.kind()) {
    case ValueKind::null: return emitter_.call("null", {});
    case ValueKind::boolean: return emitter_.call(value.as_boolean() ? "true" : "false", {});
    case ValueKind::integer:
      if (value.as_integer() > INT_MAX || value.as_integer() < INT_MIN) {
        return emitter_.call("json", {emitter_.text(out_.arena.copy(std::string_view(fmt::format_int(value.as_integer()).str())))});
      }
      return emitter_.number(value.as_integer());
    case ValueKind::number: return emitter_.call("json", {emitter_.text(out_.arena.copy(std::string_view(fmt::format("{}", value.as_number()))))});
    case ValueKind::string: return emitter_.text(value.as_string());
    case ValueKind::array: {
      std::vector<const arm::Expression*> items;
      for (const auto& item : value.items()) items.push_back(literal(item));
      return emitter_.call("createArray", items);
    }
    case ValueKind::object: {
      std::vector<const arm::Expression*> members;
      for (const auto& field : value.fields()) {
        members.push_back(emitter_.text(field.name));
        members.push_back(literal(field.value));
      }
      return emitter_.call("createObject", members);
    }
    case ValueKind::unknown: break;
  }
  return emitter_.call("null", {});
}

const arm::Expression* ParameterFile::literal_or_fail(const Value& value) {
  if (value.is_unknown()) {
    failure_ = value.failure();
    return nullptr;
  }
  return literal(value);
}

const arm::Expression* ParameterFile::put_in_place(const arm::Expression& expression) {
  if (expression.kind == ExpressionKind::call) {
    const auto name = single_text(expression);
    if (name && (expression.text == parameters || expression.text == variables)) {
      if (!declared_needs(expression.text, *name)) return literal_or_fail(evaluator_.evaluate(expression, *this));
      auto* file = this;
      auto kind = expression.text;
      auto wanted = *name;
      if (kind == variables && wanted.starts_with(base_prefix)) {
        file = base_;
        kind = parameters;
        wanted.remove_prefix(base_prefix.size());
      }
      while (kind == parameters && file->base_ != nullptr && !file->assignments_.contains(wanted)) file = file->base_;
      const auto* declared = file->declared(kind, wanted);
      const auto* result = declared == nullptr ? nullptr : file->inlined(*declared);
      if (result == nullptr) failure_ = file->failure_;
      return result;
    }
    if (functions_.contains(expression.text)) return literal_or_fail(evaluator_.evaluate(expression, *this));
  }
  if (expression.arguments.empty()) return &expression;
  std::vector<const arm::Expression*> arguments;
  for (const auto* argument : expression.arguments) {
    const auto* placed = put_in_place(*argument);
    if (placed == nullptr) return nullptr;
    arguments.push_back(placed);
  }
  auto* result = out_.arena.create<arm::Expression>(expression);
  result->arguments = out_.arena.copy(arguments);
  return result;
}

const arm::Expression* ParameterFile::inlined(const ir::Expression& expression) {
  if (expression.is(Kind::ForLoop)) {
    failure_ = evaluator_.fail(ErrorKind::not_allowed_here, emitter_.location(expression), "A loop cannot use an external input.").failure();
    return nullptr;
  }
  return put_in_place(*emitter_.convert(expression));
}

}  // namespace fleetlint::compiler
