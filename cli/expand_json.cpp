#include <fmt/format.h>

#include <iterator>

#include "expand_report.h"
#include "fleetlint/evaluator/presence.h"
#include "fleetlint/evaluator/value_json.h"

namespace fleetlint::cli {
namespace {

using eval::append_json_string;

/// Unknown values may be made by long expressions; their beginning says what they are.
constexpr std::size_t most_expression_bytes = 400;

/// Values share parts, so a small template can stand for a text of any size: of one value, and of all of them.
constexpr std::size_t most_value_bytes = std::size_t{8} << 20, most_bytes = std::size_t{128} << 20;

void print_value(std::string& out, const eval::Value& value, NamesOnTheWay way = {}) {
  eval::JsonOptions options;
  options.expression_bytes = most_expression_bytes;
  options.max_bytes = most_value_bytes;
  options.way = way;
  const auto begin = out.size();
  if (begin < most_bytes && eval::append_json(out, value, options)) return;
  out.resize(begin);
  out += R"({"$unknown":{"type":"any","reason":"limit"}})";
}

class Writer {
 public:
  Writer(const eval::EvaluatedTemplate& evaluated, const SourceSet& sources, const Redaction& redaction) : evaluated_(evaluated), sources_(sources), redaction_(redaction) {}

  std::string write(const std::vector<Finding>& findings) {
    out_ += "{\"resources\":[";
    for (std::size_t i = 0; i < evaluated_.resources.size(); ++i) {
      out_ += i ? ",\n" : "\n";
      resource(*evaluated_.resources[i]);
    }
    out_ += "]";
    absent();
    if (!evaluated_.deployments.empty()) {
      const auto& root = *evaluated_.deployments.front();
      fields("outputs", root.outputs);
      fields("variables", root.variables);
      fields("parameters", root.parameters);
      fields("asserts", root.asserts);
    }
    out_ += ",\n\"diagnostics\":[";
    for (std::size_t i = 0; i < findings.size(); ++i) {
      out_ += i ? ",\n" : "\n";
      diagnostic(findings[i]);
    }
    out_ += "]}\n";
    return std::move(out_);
  }

 private:
  void key(std::string_view name) {
    append_json_string(out_, redact_secrets(name));
    out_ += ':';
  }

  /// `subscription()` and its like are objects of which more members may exist than the context told: they print as what is told.
  void field(std::string_view name, const eval::Value& value) {
    key(name);
    const bool told = value.is_unknown() && value.as_unknown().reason == eval::UnknownReason::context && !value.is_secret() &&
                      value.as_unknown().kinds.only(eval::ValueKind::object) && !value.as_unknown().members.empty();
    print_value(out_, told ? eval::Value::object(value.as_unknown().members) : value, NamesOnTheWay().below(name));
  }

  void fields(std::string_view name, const std::vector<eval::Field>& list) {
    out_ += ",\n";
    key(name);
    out_ += '{';
    for (std::size_t i = 0; i < list.size(); ++i) {
      if (i) out_ += ',';
      field(list[i].name, list[i].value);
    }
    out_ += '}';
  }

  void resource(const eval::EvaluatedResource& resource) {
    out_ += "{\"id\":";
    print_value(out_, resource.id);
    out_ += ",\"type\":";
    print_value(out_, resource.type_value);
    out_ += ",\"name\":";
    print_value(out_, resource.name);
    for (const auto& field : resource.body.fields()) {
      if (field.name == "id" || field.name == "type" || field.name == "name") continue;
      out_ += ',';
      key(field.name);
      print_value(out_, field.value, NamesOnTheWay().below(field.name));
    }
    if (resource.existing) out_ += ",\"$existing\":true";
    if (resource.condition == Tri::no) out_ += ",\"$condition\":false";
    if (const auto made = eval::is_made(resource); made != Tri::yes) {
      if (made == Tri::unknown && (resource.condition == Tri::unknown || !resource.zero_or_more)) out_ += ",\"$condition\":\"unknown\"";
      if (resource.zero_or_more) out_ += ",\"$zeroOrMore\":true";
      out_ += ",\"$because\":";
      because(eval::cause_of(resource));
    }
    out_ += ",\"$dependsOn\":[";
    for (std::size_t i = 0; i < resource.depends_on.size(); ++i) {
      if (i) out_ += ',';
      append_json_string(out_, redact_secrets(resource.depends_on[i]));
    }
    out_ += ']';
    if (!resource.symbolic_name.empty()) {
      out_ += ",\"$symbolicName\":";
      append_json_string(out_, redact_secrets(resource.symbolic_name));
    }
    out_ += ",\"$deployment\":";
    print_value(out_, resource.deployment->name);
    out_ += '}';
  }

  void because(const eval::Cause& cause) {
    out_ += "{\"message\":";
    append_json_string(out_, redact_secrets(cause.text));
    notes(cause.way);
    out_ += '}';
  }

  void absent() {
    const auto absences = eval::absences(evaluated_);
    if (absences.empty()) return;
    out_ += ",\n\"absent\":[";
    for (std::size_t i = 0; i < absences.size(); ++i) {
      const auto& absence = absences[i];
      out_ += i ? ",\n{\"type\":" : "\n{\"type\":";
      append_json_string(out_, redact_secrets(absence.type));
      out_ += ",\"name\":";
      append_json_string(out_, redact_secrets(absence.name));
      if (!absence.symbolic_name.empty()) {
        out_ += ",\"$symbolicName\":";
        append_json_string(out_, redact_secrets(absence.symbolic_name));
      }
      place(absence.location);
      out_ += ",\"$because\":";
      because(absence.cause);
      out_ += ",\"$deployment\":";
      print_value(out_, absence.deployment->name);
      out_ += '}';
    }
    out_ += ']';
  }

  void notes(const std::vector<Note>& notes) {
    if (notes.empty()) return;
    out_ += ",\"notes\":[";
    for (std::size_t i = 0; i < notes.size(); ++i) {
      out_ += i ? ",{\"message\":" : "{\"message\":";
      append_json_string(out_, redaction_.message(notes[i].message, notes[i].location));
      place(notes[i].location);
      out_ += '}';
    }
    out_ += ']';
  }

  void diagnostic(const Finding& finding) {
    const auto kind = eval::error_kind(finding.code);
    out_ += "{\"kind\":";
    append_json_string(out_, kind ? eval::to_string(*kind) : finding.code == "FL0299" ? "limit-exceeded" : "syntax");
    // The service tells failures of outputs apart from everything else.
    out_ += finding.path.starts_with("outputs.") ? ",\"code\":\"DeploymentOutputEvaluationFailed\"" : ",\"code\":\"InvalidTemplate\"";
    fmt::format_to(std::back_inserter(out_), ",\"finding\":\"{}\",\"level\":\"{}\",\"message\":", finding.code, to_string(finding.severity));
    append_json_string(out_, redaction_.message(finding));
    place(finding.location);
    if (!finding.path.empty()) {
      out_ += ",\"path\":";
      append_json_string(out_, redact_secrets(finding.path));
    }
    notes(finding.notes);
    out_ += '}';
  }

  void place(Location location) {
    if (!location || location.source.index >= sources_.size()) return;
    const auto& source = sources_.at(location);
    const auto begin = source.line_column(location.span.begin), end = source.line_column(location.span.end);
    out_ += ",\"file\":";
    append_json_string(out_, redact_secrets(source.path()));
    fmt::format_to(std::back_inserter(out_), ",\"line\":{},\"column\":{},\"endLine\":{},\"endColumn\":{}", begin.line, begin.column, end.line, end.column);
  }

  const eval::EvaluatedTemplate& evaluated_;
  const SourceSet& sources_;
  const Redaction& redaction_;
  std::string out_;
};

}  // namespace

std::string expand_json(const eval::EvaluatedTemplate& evaluated, const SourceSet& sources, const Redaction& redaction, const std::vector<Finding>& findings) {
  return Writer(evaluated, sources, redaction).write(findings);
}

}  // namespace fleetlint::cli
