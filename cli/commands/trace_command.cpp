// `fleetlint trace FILE:LINE`: where the values on that line come from, hop by hop.
#include <charconv>
#include <cstdio>
#include <memory>
#include <set>
#include <string>
#include <unordered_set>

#include "command.h"
#include "finding_printer.h"
#include "fleetlint/evaluator/presence.h"
#include "fleetlint/evaluator/shared_parts.h"
#include "fleetlint/evaluator/value_json.h"
#include "fleetlint/workspace/secrets.h"
#include "template_input.h"

namespace fleetlint::cli {
namespace {

/// A value may be made of very many parts.
constexpr std::size_t most_hops = 200;
/// Values share parts, so a line may have any number of values.
constexpr std::size_t most_found = 1000;

struct Hop {
  std::string what, where;
  std::size_t indent = 0;
  friend bool operator==(const Hop&, const Hop&) = default;
};

const char* word(eval::OriginStep step) {
  switch (step) {
    case eval::OriginStep::literal: return "literal";
    case eval::OriginStep::expression: return "expression";
    case eval::OriginStep::parameter: return "param";
    case eval::OriginStep::default_value: return "default of";
    case eval::OriginStep::parameter_file: return "parameter file sets";
    case eval::OriginStep::command_line: return "--param";
    case eval::OriginStep::variable: return "var";
    case eval::OriginStep::output: return "output";
    case eval::OriginStep::module_parameter: return "module call sets";
    case eval::OriginStep::module_output: return "module output";
    case eval::OriginStep::loop_item: return "loop";
    case eval::OriginStep::function: return "call of";
  }
  return "";
}

/// The name that the author gave: the compiler puts a namespace in front of what is imported (`_1.deep`) and of functions.
std::string_view written_name(std::string_view name) {
  const auto dot = name.find('.');
  if (dot == std::string_view::npos || dot < 2 || name.front() != '_') return name;
  const auto space = name.substr(1, dot - 1);
  const bool numbered = space.find_first_not_of("0123456789") == std::string_view::npos;
  return numbered || space == "_bicep" ? name.substr(dot + 1) : name;
}

class Tracer {
 public:
  Tracer(const SourceSet& sources, const Redaction& redaction, std::string_view path, std::uint32_t line) : sources_(sources), redaction_(redaction), line_(line) {
    for (std::uint32_t i = 0; i < sources.size(); ++i) is_traced_.push_back(sources[SourceId{i}].path() == path);
  }

  /// Values inside objects and arrays, each with its path. Whether one of them begins on the line.
  bool visit(const std::string& path, const eval::Field& field) {
    const bool here = is_on_line(field.name_location) && !field.value.is_object();
    if (here) print(path, field.value, field.name_location);
    return visit(path, field.value) || here;
  }

  bool visit(const std::string& path, const eval::Value& value) {
    const auto* part = eval::shared_part(value);
    if (part != nullptr && nothing_in_.contains(part)) return false;
    if (found_ >= most_found) return true;
    bool any = false;
    const auto fields = value.is_unknown() ? value.as_unknown().members : value.fields();
    for (const auto& field : fields) any |= visit(path.empty() ? std::string(field.name) : path + "." + std::string(field.name), field);
    for (std::size_t i = 0; i < value.items().size(); ++i) {
      const auto& item = value.items()[i];
      const auto inner = path + "[" + std::to_string(i) + "]";
      const bool here = !item.is_object() && item.origin() && is_on_line(item.origin()->location);
      if (here) print(inner, item, item.origin()->location);
      any |= visit(inner, item) || here;
    }
    if (!any && part != nullptr) nothing_in_.insert(part);
    return any;
  }

  bool found() const { return found_ > 0; }
  const std::string& text() const { return text_; }

 private:
  std::uint32_t line_of(Location location) const { return sources_.at(location).line_column(location.span.begin).line; }
  bool is_on_line(Location location) const { return location.source.index < is_traced_.size() && is_traced_[location.source.index] && line_of(location) == line_; }

  std::string place(Location location) const {
    if (!location || location.source.index >= sources_.size()) return {};
    return sources_.at(location).path() + ":" + std::to_string(line_of(location));
  }

  void print(const std::string& path, const eval::Value& value, Location location) {
    hops_ = {{path, place(location), 0}};
    way_ = way_to(path);
    hidden_ = value.is_string() ? way_.hides_text() : value.kind() == eval::ValueKind::integer && way_.hides_number();
    follow(value.origin(), 0);
    ++found_;
    const auto text = hidden_ ? std::string(redacted_text) : redaction_.text(shown(value));
    std::string out;
    std::size_t width = 0;
    for (const auto& hop : hops_) width = std::max(width, hop.what.size() + hop.indent);
    for (std::size_t i = 0; i < hops_.size(); ++i) {
      const auto what = redaction_.text(hops_[i].what);
      const auto used = what.size() + hops_[i].indent;
      out += (i ? std::string(4 + hops_[i].indent, ' ') : text + "  ") + "<- " + what + std::string(width - std::min(width, used) + 2, ' ') + hops_[i].where + "\n";
    }
    // Items of a loop and modules used twice often have the same way.
    if (printed_.insert(out).second) text_ += out;
  }

  /// Adds the way of a value; where it was made of several, the way of each, indented.
  void follow(const eval::Origin* origin, std::size_t indent) {
    for (; origin; origin = origin->via) {
      if (!origin->location || origin->location.source.index >= sources_.size()) continue;
      // The declaration of a parameter or variable follows as a hop of its own.
      const bool reads = origin->step == eval::OriginStep::function && (origin->label == "parameters" || origin->label == "variables");
      const bool detail = origin->step == eval::OriginStep::literal || origin->step == eval::OriginStep::expression;
      Hop hop{word(origin->step), place(origin->location), indent};
      if (!origin->label.empty()) hop.what += " " + std::string(written_name(origin->label));
      if (detail) hop.what = excerpt(origin->location);
      if (!reads && !(detail && hop.where == hops_.back().where) && hops_.back() != hop) hops_.push_back(hop);
      if (origin->parts.empty()) continue;
      std::vector<const eval::Origin*> branches;
      if (origin->via && !is_literal(*origin->via)) branches.push_back(origin->via);
      for (const auto* part : origin->parts)
        if (!is_literal(*part)) branches.push_back(part);
      if (branches.empty()) return;
      for (const auto* branch : branches)
        if (hops_.size() < most_hops) follow(branch, branches.size() == 1 ? indent : indent + 2);
      return;
    }
  }

  static bool is_literal(const eval::Origin& origin) { return origin.step == eval::OriginStep::literal && !origin.via; }

  /// What the names in `properties.osProfile.adminPassword` tell.
  static NamesOnTheWay way_to(std::string_view path) {
    NamesOnTheWay way;
    while (!path.empty()) {
      const auto dot = std::min(path.find('.'), path.size());
      const auto name = path.substr(0, dot);
      way = way.below(name.substr(0, name.find('[')));
      path.remove_prefix(std::min(dot + 1, path.size()));
    }
    return way;
  }

  std::string excerpt(Location location) const {
    const auto source = sources_.at(location).text(location.span);
    if (hidden_ && source.find('\'') != std::string_view::npos) return std::string(redacted_text);
    auto text = without_parts(source, redaction_.parts_of_source(location.source, location.span.begin, source));
    if (const auto line = text.find_first_of("\r\n"); line != std::string::npos) text = text.substr(0, line) + " …";
    return text.size() > 60 ? text.substr(0, 57) + "…" : text;
  }

  std::string shown(const eval::Value& value) const {
    if (value.is_secret()) return "[redacted]";
    if (value.is_unknown()) return "unknown (" + std::string(eval::to_string(value.as_unknown().reason)) + ")";
    eval::JsonOptions options;
    options.max_bytes = 4096;
    options.way = way_;
    auto text = eval::to_json(value, options);
    return text.size() > 100 ? text.substr(0, 97) + "…" : text;
  }

  const SourceSet& sources_;
  const Redaction& redaction_;
  std::vector<bool> is_traced_;  ///< by source: a .bicepparam compiles the template a second time
  std::uint32_t line_;
  NamesOnTheWay way_;    ///< to the value that is printed
  bool hidden_ = false;  ///< it is secret
  std::size_t found_ = 0;
  std::unordered_set<const void*> nothing_in_;  ///< shared parts without a value on the line
  std::set<std::string> printed_;
  std::string text_;
  std::vector<Hop> hops_;
};

struct TraceOptions {
  TemplateArguments input;
  std::string place, root;
};

/// `path:line`; the line is 0 when there is none.
std::pair<std::string, std::uint32_t> split_place(const std::string& place) {
  const auto colon = place.rfind(':');
  std::uint32_t line = 0;
  if (colon == std::string::npos) return {place, 0};
  const auto* end = place.data() + place.size();
  if (std::from_chars(place.data() + colon + 1, end, line).ptr != end) return {place, 0};
  return {place.substr(0, colon), line};
}

void trace_count(const arm::Node& declaration, const eval::Value& value, Tracer& tracer) {
  const auto* count = eval::count_of_loop(declaration);
  if (count != nullptr && !value.is_null()) tracer.visit("copy.count", {"count", count->location, value});
}

/// What decides whether a resource is there, and how often.
void trace_presence(const eval::EvaluatedResource& resource, Tracer& tracer) {
  const auto& declaration = *resource.declaration;
  if (const auto* condition = declaration.find("condition")) tracer.visit("condition", {"condition", condition->location, resource.condition_value});
  trace_count(declaration, resource.loop_count, tracer);
}

int run_trace(TraceOptions options) {
  const auto [path, line] = split_place(options.place);
  if (line == 0) {
    std::fprintf(stderr, "fleetlint: trace needs FILE:LINE, not `%s`\n", options.place.c_str());
    return usage;
  }
  options.input.file = options.root.empty() ? path : options.root;
  TemplateInput input;
  read_template_input(options.input, input);
  if (input.exit_code != clean) return input.exit_code;
  const auto evaluated = eval::evaluate(std::move(input.evaluation));
  if (!input.sources.find(path)) {
    std::fprintf(stderr, "fleetlint: %s is not part of %s\n", path.c_str(), options.input.file.c_str());
    return usage;
  }
  auto redaction = workspace::find_secrets(input.sources);
  workspace::add_secret_values(*evaluated, redaction);
  Tracer tracer(input.sources, redaction, path, line);
  for (const auto& resource : evaluated->resources) {
    tracer.visit("", resource->body);
    trace_presence(*resource, tracer);
  }
  for (const auto& loop : evaluated->empty_loops) trace_count(*loop.declaration, loop.count, tracer);
  for (const auto& deployment : evaluated->deployments)
    for (const auto* fields : {&deployment->parameters, &deployment->variables, &deployment->outputs})
      for (const auto& field : *fields) tracer.visit(std::string(written_name(field.name)), field);
  print_text(redaction, tracer.text());
  print_errors(input.sources, input.findings);
  if (tracer.found()) return clean;
  std::fprintf(stderr, "fleetlint: no value begins on line %u of %s\n", line, path.c_str());
  return findings;
}

}  // namespace

Command trace_command() {
  return {"trace", "show where the value on a line comes from",
          "  fleetlint trace modules/vmss.bicep:61 --in main.bicepparam\n  fleetlint trace azuredeploy.json:120 --parameters prod.parameters.json\n", 310,
          [](CLI::App& app) -> std::function<int()> {
            auto options = std::make_shared<TraceOptions>();
            app.add_option("FILE:LINE", options->place, "the line whose values are traced")->required();
            app.add_option("--in", options->root, "the template or parameter file that uses FILE, when it is a module");
            options->input.declare_values(app);
            return [options] { return run_trace(*options); };
          }};
}

}  // namespace fleetlint::cli
