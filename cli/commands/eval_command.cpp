// `fleetlint eval "[expression]"`: the value of one expression, or of many (`--batch`).
#include <algorithm>
#include <cstdio>
#include <memory>
#include <optional>
#include <utility>

#include "command.h"
#include "finding_printer.h"
#include "fleetlint/base/finding.h"
#include "fleetlint/base/nearest_name.h"
#include "fleetlint/evaluator/context_check.h"
#include "fleetlint/evaluator/request.h"
#include "fleetlint/evaluator/value_json.h"
#include "fleetlint/template/reader.h"
#include "input_file.h"

namespace fleetlint::cli {
namespace {

struct EvalOptions {
  std::string expression, batch, parameters, context, variables, now, place = "output", format = "text";
  std::uint64_t seed = 0;
};

using Json = std::shared_ptr<const arm::TemplateIr>;

/// Reads a JSON file; its errors are told, and then there is none.
struct JsonFile {
  Json ir;
  ExitCode failed = clean;
  const arm::Node* root() const { return ir ? &ir->root : nullptr; }
};
JsonFile read_json_file(SourceSet& sources, const std::string& path) {
  if (path.empty()) return {};
  auto text = read_input(path);
  if (!text) return {nullptr, unreadable};
  auto ir = arm::read_json(sources, sources.add(path, std::move(*text)), arm::ExpressionMode::literal, Limits());
  print_findings(sources, ir->findings);
  if (ir->has_errors()) return {nullptr, findings};
  return {std::move(ir), clean};
}

/// The values of a parameter file as plain members: `{"parameters": {"x": {"value": 1}}}` or without the outer object.
/// References to secrets become unknown values.
arm::Node plain_parameters(const arm::Node& file, Arena& arena) {
  const arm::Node* all = file.is_object() ? file.find("parameters") : nullptr;
  if (!all || !all->is_object()) all = &file;
  std::vector<arm::Member> members;
  for (const arm::Member& member : all->members) {
    arm::Member plain = member;
    if (const arm::Node* value = member.value.find("value")) {
      plain.value = *value;
    } else if (member.value.find("reference")) {
      arm::Node yes, facts, unknown;
      yes.kind = arm::NodeKind::boolean, yes.boolean = true;
      const arm::Member secret{"secret", nullptr, {}, yes};
      facts.kind = unknown.kind = arm::NodeKind::object;
      facts.members = arena.copy(std::span<const arm::Member>(&secret, 1));
      const arm::Member fact{"$unknown", nullptr, {}, facts};
      unknown.members = arena.copy(std::span<const arm::Member>(&fact, 1));
      plain.value = unknown;
    }
    members.push_back(plain);
  }
  arm::Node result = *all;
  result.kind = arm::NodeKind::object;
  result.members = arena.copy(members);
  return result;
}

void append_answer(std::string& out, const eval::Value& value, Arena& arena) {
  if (const eval::Failure* failure = value.failure()) {
    out += "\"error\":{\"kind\":";
    eval::append_json_string(out, to_string(failure->kind));
    out += ",\"code\":\"InvalidTemplate\",\"message\":";
    eval::append_json_string(out, redact_secrets(failure->message));
    out += '}';
  } else if (value.is_unknown()) {
    out += "\"unknown\":";
    eval::append_facts(out, value.as_unknown(), {}, false, value.is_secret());
  } else if (const auto whole = eval::summary_of_partial(value, arena)) {
    out += "\"unknown\":";
    eval::append_facts(out, *whole);
    out.pop_back();
    out += ",\"value\":";
    eval::append_json(out, value);
    out += '}';
  } else {
    out += "\"value\":";
    eval::append_json(out, value);
  }
}

const arm::Node* member(const arm::Node& object, std::string_view name, arm::NodeKind kind) {
  const arm::Node* node = object.find(name);
  return node && node->is(kind) ? node : nullptr;
}

struct RequestError {
  eval::ErrorKind kind;
  std::string_view message;
};

/// Members of a request that are optional; null is as good as absent.
constexpr std::pair<std::string_view, arm::NodeKind> optional_members[] = {{"parameters", arm::NodeKind::object}, {"variables", arm::NodeKind::object}, {"functions", arm::NodeKind::array},
                                                                           {"copyLoops", arm::NodeKind::array},   {"context", arm::NodeKind::object}};

/// What keeps a request from being evaluated at all.
std::optional<RequestError> request_error(const arm::Node& item) {
  if (!item.is_object()) return RequestError{eval::ErrorKind::arg_type, "a request must be an object"};
  const arm::Node* expression = item.find("expression");
  if (!expression) return RequestError{eval::ErrorKind::missing_property, "a request needs an `expression`"};
  if (!expression->is_string()) return RequestError{eval::ErrorKind::arg_type, "the `expression` of a request must be a string"};
  const arm::Node* at = item.find("at");
  if (at && !(at->is_string() && eval::place_named(at->text))) return RequestError{eval::ErrorKind::arg_value, "`at` of a request names no place"};
  for (const auto& [name, kind] : optional_members)
    if (const arm::Node* found = item.find(name); found && !found->is(kind) && !found->is(arm::NodeKind::null))
      return RequestError{eval::ErrorKind::arg_type, "a member of the request has the wrong type: parameters, variables and context are objects, functions and copyLoops arrays"};
  return std::nullopt;
}

void add_warning(std::vector<Finding>& problems, Location location, std::string message) {
  Finding finding;
  finding.code = "FL0509";
  finding.severity = Severity::warning;
  finding.message = std::move(message);
  finding.location = location;
  problems.push_back(std::move(finding));
}

/// Names in a request that mean nothing: its answer would be about something else.
void check_request(const arm::Node& item, std::vector<Finding>& problems) {
  std::vector<std::string_view> names = {"id", "expression", "at"};
  for (const auto& [name, kind] : optional_members) names.push_back(name);
  for (const auto& member : item.members)
    if (std::find(names.begin(), names.end(), member.name) == names.end())
      add_warning(problems, member.name_location, "a request has no use for `" + std::string(member.name.substr(0, 80)) + "`" + did_you_mean(member.name, names));
  if (const arm::Node* at = item.find("at"); at != nullptr && at->is_string() && !eval::place_named(at->text))
    add_warning(problems, at->location, "there is no place `" + std::string(at->text.substr(0, 80)) + "`" + did_you_mean(at->text, eval::place_names()));
  if (const arm::Node* context = item.find("context"); context != nullptr && context->is_object()) eval::check_context(*context, problems);
}

int run_batch(const EvalOptions& options) {
  SourceSet sources;
  const JsonFile file = read_json_file(sources, options.batch);
  if (!file.ir) return file.failed;
  if (!file.ir->root.is_array()) {
    std::fprintf(stderr, "fleetlint eval: %s is not a JSON array of requests\n", options.batch.c_str());
    return usage;
  }
  std::vector<Finding> problems;
  for (const arm::Node& item : file.ir->root.items) check_request(item, problems);
  print_findings(sources, problems);
  std::string out = "[";
  bool first = true;
  Arena arena;  // for many requests: memory is taken and touched once
  for (const arm::Node& item : file.ir->root.items) {
    if (!first) out += ",\n ";
    first = false;
    out += "{\"id\":";
    const arm::Node* id = item.is_object() ? item.find("id") : nullptr;
    if (arena.bytes() > (1u << 20)) arena = Arena();
    if (id) eval::append_json(out, eval::value_from_node(*id, arena));
    else out += "null";
    out += ',';
    if (const auto error = request_error(item)) {
      out += "\"error\":{\"kind\":";
      eval::append_json_string(out, to_string(error->kind));
      out += ",\"code\":\"InvalidRequest\",\"message\":";
      eval::append_json_string(out, error->message);
      out += "}}";
      continue;
    }
    const arm::Node& expression = *item.find("expression");
    eval::Request request;
    request.expression = expression.text;
    request.location = {expression.location.source, {expression.location.span.begin + 1, expression.location.span.end}};
    if (const arm::Node* at = item.find("at")) request.place = *eval::place_named(at->text);
    request.parameters = member(item, "parameters", arm::NodeKind::object);
    request.variables = member(item, "variables", arm::NodeKind::object);
    request.functions = member(item, "functions", arm::NodeKind::array);
    request.copy_loops = member(item, "copyLoops", arm::NodeKind::array);
    request.context = member(item, "context", arm::NodeKind::object);
    if (!options.now.empty()) request.now = options.now;
    request.seed = options.seed;
    append_answer(out, eval::evaluate_request(request, Limits(), arena), arena);
    out += '}';
    if (out.size() > (1u << 20)) {
      std::fwrite(out.data(), 1, out.size(), stdout);
      out.clear();
    }
  }
  out += "]\n";
  std::fwrite(out.data(), 1, out.size(), stdout);
  return clean;
}

/// A text that was meant as an expression: templates take it as it is, without a word.
void tell_of_text(std::string_view text) {
  const bool opens = text.starts_with('['), closes = text.ends_with(']');
  if (opens && !closes) std::fprintf(stderr, "fleetlint eval: this is a text, as in a template: an expression also ends with `]`\n");
  else if (!opens && text.find('(') != std::string_view::npos && (closes || text.ends_with(')'))) std::fprintf(stderr, "fleetlint eval: this is a text, as in a template: an expression stands between `[` and `]`\n");
}

int run_one(const EvalOptions& options) {
  tell_of_text(options.expression);
  SourceSet sources;
  const SourceId source = sources.add("<expression>", options.expression);
  const auto place = eval::place_named(options.place);
  if (!place) {
    std::string names;
    for (const auto name : eval::place_names()) (names += names.empty() ? "" : ", ") += name;
    std::fprintf(stderr, "fleetlint eval: there is no place `%s`; --at takes one of %s\n", redact_secrets(options.place).c_str(), names.c_str());
    return usage;
  }
  const JsonFile parameters = read_json_file(sources, options.parameters), context = read_json_file(sources, options.context), variables = read_json_file(sources, options.variables);
  for (const JsonFile* file : {&parameters, &context, &variables})
    if (file->failed != clean) return file->failed;
  if (context.root() != nullptr) {
    std::vector<Finding> problems;
    eval::check_context(*context.root(), problems);
    print_findings(sources, problems);
  }
  Arena arena;
  arm::Node plain;
  eval::Request request;
  request.expression = options.expression;
  request.location = {source, {0, static_cast<std::uint32_t>(options.expression.size())}};
  request.place = *place;
  if (parameters.root()) plain = plain_parameters(*parameters.root(), arena), request.parameters = &plain;
  request.context = context.root();
  request.variables = variables.root();
  if (!options.now.empty()) request.now = options.now;
  request.seed = options.seed;
  const eval::Value value = eval::evaluate_request(request, Limits(), arena);
  if (options.format == "json") {
    std::string out = "{";
    append_answer(out, value, arena);
    out += "}\n";
    print_json(sources, out);
    return value.failure() ? findings : clean;
  }
  if (const eval::Failure* failure = value.failure()) {
    print_findings(sources, std::vector<Finding>{eval::to_finding(*failure)});
    return findings;
  }
  std::string out;
  eval::JsonOptions json;
  json.indent = 2;
  eval::append_json(out, value, json);
  out += '\n';
  print_json(sources, out);
  return clean;
}

}  // namespace

Command eval_command() {
  return {"eval", "evaluate one expression of the template language, or a batch of them",
          "  fleetlint eval \"[concat('a', parameters('x'))]\" --parameters main.parameters.json\n"
          "  fleetlint eval \"[resourceGroup().id]\" --context context.json\n"
          "  fleetlint eval --batch requests.json --format json\n",
          320, [](CLI::App& app) -> std::function<int()> {
            auto options = std::make_shared<EvalOptions>();
            auto* expression = app.add_option("EXPRESSION", options->expression, "the expression with its brackets");
            auto* batch = app.add_option("--batch", options->batch, "JSON array of requests {id, expression, at, parameters, variables, functions, copyLoops, context}");
            expression->excludes(batch);
            app.add_option("--parameters", options->parameters, "parameter file, or a JSON object of values; {\"$unknown\": {facts}} is an unknown");
            app.add_option("--variables", options->variables, "JSON object of variables as in a template");
            app.add_option("--context", options->context, "JSON object of what is known about the target");
            app.add_option("--now", options->now, "the clock, ISO 8601")->check(instant());
            app.add_option("--at", options->place, "where the expression stands")->capture_default_str();
            app.add_option("--seed", options->seed, "what newGuid() depends on")->capture_default_str();
            app.add_option("--format", options->format, "text or json")->check(one_of({"text", "json"}))->capture_default_str();
            return [options, batch, expression]() -> int {
              if (*batch) return run_batch(*options);
              if (*expression) return run_one(*options);
              std::fprintf(stderr, "fleetlint eval: give an expression such as \"[concat('a', 'b')]\", or --batch FILE\n");
              return usage;
            };
          }};
}

}  // namespace fleetlint::cli
