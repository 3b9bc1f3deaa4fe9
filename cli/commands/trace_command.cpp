// `fleetlint trace FILE:LINE`: where the values on that line come from, hop by hop.
#include <charconv>
#include <cstdio>
#include <memory>
#include <set>
#include <string>

#include "command.h"
#include "fleetlint/evaluator/value_json.h"
#include "template_input.h"

namespace fleetlint::cli {
namespace {

struct Hop {
  std::string what, where;
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

class Tracer {
 public:
  Tracer(const SourceSet& sources, SourceId source, std::uint32_t line) : sources_(sources), source_(source), line_(line) {}

  void visit(const std::string& path, const eval::Field& field) {
    if (is_on_line(field.name_location) && !field.value.is_object()) print(path, field.value, field.name_location);
    visit(path, field.value);
  }

  /// Values inside objects and arrays, each with its path.
  void visit(const std::string& path, const eval::Value& value) {
    const auto fields = value.is_unknown() ? value.as_unknown().members : value.fields();
    for (const auto& field : fields) visit(path.empty() ? std::string(field.name) : path + "." + std::string(field.name), field);
    for (std::size_t i = 0; i < value.items().size(); ++i) {
      const auto& item = value.items()[i];
      const auto inner = path + "[" + std::to_string(i) + "]";
      if (!item.is_object() && item.origin() && is_on_line(item.origin()->location)) print(inner, item, item.origin()->location);
      visit(inner, item);
    }
  }

  bool found() const { return found_; }

 private:
  std::uint32_t line_of(Location location) const { return sources_.at(location).line_column(location.span.begin).line; }
  bool is_on_line(Location location) const { return location.source == source_ && line_of(location) == line_; }

  std::string place(Location location) const {
    if (!location || location.source.index >= sources_.size()) return {};
    return sources_.at(location).path() + ":" + std::to_string(line_of(location));
  }

  void print(const std::string& path, const eval::Value& value, Location location) {
    std::vector<Hop> hops{{path, place(location)}};
    for (const auto* origin = value.origin(); origin; origin = origin->via) {
      if (!origin->location || origin->location.source.index >= sources_.size()) continue;
      const bool detail = origin->step == eval::OriginStep::literal || origin->step == eval::OriginStep::expression;
      Hop hop{word(origin->step), place(origin->location)};
      if (!origin->label.empty()) hop.what += " " + std::string(origin->label);
      if (detail && hop.where == hops.back().where) continue;
      if (detail) hop.what = excerpt(origin->location);
      if (hops.back() != hop) hops.push_back(hop);
    }
    const auto text = redact_secrets(shown(value));
    std::string key = text;
    for (const auto& hop : hops) key += "|" + hop.what + "|" + hop.where;
    found_ = true;
    if (!printed_.insert(key).second) return;
    std::size_t width = 0;
    for (const auto& hop : hops) width = std::max(width, hop.what.size());
    for (std::size_t i = 0; i < hops.size(); ++i) {
      const auto what = redact_secrets(hops[i].what);
      std::printf("%s%*s<- %s%*s  %s\n", i ? "" : (text + "  ").c_str(), i ? 4 : 0, "", what.c_str(), static_cast<int>(width - std::min(width, what.size())), "", hops[i].where.c_str());
    }
  }

  std::string excerpt(Location location) const {
    auto text = std::string(sources_.at(location).text(location.span));
    if (const auto line = text.find_first_of("\r\n"); line != std::string::npos) text = text.substr(0, line) + " …";
    return text.size() > 60 ? text.substr(0, 57) + "…" : text;
  }

  static std::string shown(const eval::Value& value) {
    if (value.is_secret()) return "[redacted]";
    if (value.is_unknown()) return "unknown (" + std::string(eval::to_string(value.as_unknown().reason)) + ")";
    auto text = eval::to_json(value);
    return text.size() > 100 ? text.substr(0, 97) + "…" : text;
  }

  const SourceSet& sources_;
  SourceId source_;
  std::uint32_t line_;
  bool found_ = false;
  std::set<std::string> printed_;
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
  const auto source = input.sources.find(path);
  if (!source) {
    std::fprintf(stderr, "fleetlint: %s is not part of %s\n", path.c_str(), options.input.file.c_str());
    return usage;
  }
  Tracer tracer(input.sources, source, line);
  for (const auto& resource : evaluated->resources) tracer.visit("", resource->body);
  for (const auto& deployment : evaluated->deployments)
    for (const auto* fields : {&deployment->parameters, &deployment->variables, &deployment->outputs})
      for (const auto& field : *fields) tracer.visit(std::string(field.name), field);
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
