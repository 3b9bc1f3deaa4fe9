#include "snapshot.h"

#include <algorithm>
#include <array>
#include <map>

#include "fleetlint/evaluator/value_json.h"
#include "fleetlint/fleet/property.h"
#include "fleetlint/template/reader.h"
#include "fleetlint/template/writer.h"

namespace fleetlint::cli {
namespace {

using eval::Value;

/// Shared parts can print exponentially large.
constexpr std::size_t most_bytes = std::size_t{128} << 20;
constexpr int most_depth = 200;

/// Members of a resource in the order in which the reference prints them; others follow as they were written.
constexpr std::array<std::string_view, 15> member_order{"apiVersion", "scope", "location", "extendedLocation", "zones", "sku", "kind", "plan", "managedBy", "identity", "tags", "placement", "scale", "etag", "properties"};

/// The parameter that a secret came from: it stands for the value.
std::string secret_text(const Value& value) {
  for (const auto* step = value.origin(); step != nullptr; step = step->via)
    if (!step->label.empty() && (step->step == eval::OriginStep::parameter || step->step == eval::OriginStep::default_value || step->step == eval::OriginStep::parameter_file))
      return "parameters('" + std::string(step->label) + "')";
  return "'[redacted]'";
}

bool is_literal(const Value& value, int depth = 0) {
  if (value.is_unknown() || depth > most_depth) return false;
  if (value.is_secret() && !value.is_array() && !value.is_object()) return false;
  return std::all_of(value.items().begin(), value.items().end(), [&](const Value& item) { return is_literal(item, depth + 1); }) &&
         std::all_of(value.fields().begin(), value.fields().end(), [&](const eval::Field& field) { return is_literal(field.value, depth + 1); });
}

class Printer {
 public:
  std::string take() { return std::move(out_); }

  void line(int indent) { out_ += '\n' + std::string(static_cast<std::size_t>(indent) * 2, ' '); }
  void raw(std::string_view text) { out_ += text; }
  void text(std::string_view text) { eval::append_json_string(out_, text); }
  void key(std::string_view name, int indent, bool& first) {
    if (!first) out_ += ',';
    first = false;
    line(indent);
    text(name);
    out_ += ": ";
  }

  void expression(std::string_view expression) { text("[" + std::string(expression) + "]"); }

  void value(const Value& value, int indent) {
    if (out_.size() > most_bytes || indent > most_depth) return raw("null");
    if (value.is_unknown()) return expression(value.is_secret() ? secret_or_expression(value) : eval::expression_text(value));
    if (value.is_array()) {
      if (value.items().empty()) return raw("[]");
      out_ += '[';
      bool first = true;
      for (const auto& item : value.items()) {
        if (!first) out_ += ',';
        first = false;
        line(indent + 1);
        this->value(item, indent + 1);
      }
      line(indent);
      out_ += ']';
      return;
    }
    if (value.is_object()) {
      if (value.fields().empty()) return raw("{}");
      out_ += '{';
      bool first = true;
      const auto outside = way_;
      for (const auto& field : value.fields()) {
        key(field.name, indent + 1, first);
        way_ = outside.below(field.name);
        this->value(field.value, indent + 1);
        way_ = outside;
      }
      line(indent);
      out_ += '}';
      return;
    }
    if (value.is_secret()) return expression(secret_text(value));
    // A text that would read as an expression gets its second bracket.
    if (value.is_string()) return text(way_.shown(value.as_string().starts_with('[') ? "[" + std::string(value.as_string()) : std::string(value.as_string())));
    eval::append_json(out_, value, {.way = way_});
  }

 private:
  /// `listKeys(…)` tells nothing; a value that was given does.
  static std::string secret_or_expression(const Value& value) {
    const auto& unknown = value.as_unknown();
    return unknown.function.empty() && unknown.expression.empty() ? secret_text(value) : eval::expression_text(value);
  }

  std::string out_;
  NamesOnTheWay way_;  ///< to the value that is printed
};

void print_extensible(Printer& out, const eval::EvaluatedResource& resource) {
  out.raw("{");
  bool first = true;
  if (const auto* properties = resource.body.find("properties")) {
    out.key("properties", 3, first);
    out.value(*properties, 3);
  }
  out.key("type", 3, first);
  out.value(resource.type_value, 3);
  if (const auto* version = resource.body.find("apiVersion")) {
    out.key("apiVersion", 3, first);
    out.value(*version, 3);
  }
  out.line(2);
  out.raw("}");
}

void print_resource(Printer& out, const eval::EvaluatedResource& resource) {
  if (resource.body.find("import") != nullptr || resource.body.find("extension") != nullptr) return print_extensible(out, resource);
  out.raw("{");
  bool first = true;
  const auto member = [&](std::string_view name, const Value& value) {
    out.key(name, 3, first);
    out.value(value, 3);
  };
  member("id", resource.id);
  member("type", resource.type_value);
  member("name", resource.name);
  for (const auto name : member_order)
    if (const auto* field = resource.body.find_field(name)) member(field->name, field->value);
  const auto is_printed = [&](std::string_view name) {
    return name == "id" || name == "type" || name == "name" || std::find(member_order.begin(), member_order.end(), name) != member_order.end();
  };
  for (const auto& field : resource.body.fields())
    if (!is_printed(field.name)) member(field.name, field.value);
  out.line(2);
  out.raw("}");
}

/// Nested deployments are left out: what they make is told. A template behind a link is not seen, so the link stays.
bool is_predicted(const eval::EvaluatedResource& resource) {
  if (resource.existing || resource.condition == Tri::no || resource.zero_or_more) return false;
  const auto* properties = resource.body.find("properties");
  const bool is_linked = properties != nullptr && properties->find("templateLink") != nullptr;
  return is_linked || !fleet::equal_ignoring_case(resource.type, "Microsoft.Resources/deployments");
}

/// Scalars of a tree by path.
void flatten(const arm::Node& node, const std::string& path, std::map<std::string, std::string>& out) {
  if (node.is_object() && !node.members.empty()) {
    for (const auto& member : node.members) flatten(member.value, path.empty() ? std::string(member.name) : path + "." + std::string(member.name), out);
  } else if (node.is_array() && !node.items.empty()) {
    for (std::size_t i = 0; i < node.items.size(); ++i) flatten(node.items[i], path + "[" + std::to_string(i) + "]", out);
  } else {
    out[path] = arm::write_json(node, arm::ExpressionMode::literal);
  }
}

using Parts = std::map<std::string, std::map<std::string, std::string>>;

/// Resources by id, and the outputs, as paths with values.
Parts parts_of(const std::string& text) {
  SourceSet sources;
  const auto document = arm::read_json(sources, sources.add("snapshot", text), arm::ExpressionMode::literal, Limits{});
  Parts parts;
  if (const auto* resources = document->root.find("predictedResources"))
    for (const auto& resource : resources->items) {
      const auto* id = resource.find("id");
      const auto* type = resource.find("type");
      std::string key = id != nullptr && id->is_string() ? std::string(id->text) : type != nullptr ? std::string(type->text) : std::string();
      for (int copy = 2; parts.contains(key); ++copy) key += " (" + std::to_string(copy) + ")";
      flatten(resource, "", parts[key]);
    }
  if (const auto* outputs = document->root.find("outputs"); outputs != nullptr && !outputs->members.empty()) flatten(*outputs, "", parts["outputs"]);
  return parts;
}

}  // namespace

std::string snapshot_text(const eval::EvaluatedTemplate& evaluated, const std::vector<Finding>& diagnostics) {
  Printer out;
  out.raw("{\n  \"predictedResources\": [");
  bool first = true;
  for (const auto& resource : evaluated.resources) {
    if (!is_predicted(*resource)) continue;
    if (!first) out.raw(",");
    first = false;
    out.line(2);
    print_resource(out, *resource);
  }
  out.raw(first ? "],\n  \"diagnostics\": [" : "\n  ],\n  \"diagnostics\": [");
  for (std::size_t i = 0; i < diagnostics.size(); ++i) {
    out.raw(i ? "," : "");
    out.line(2);
    const auto& each = diagnostics[i];
    out.text((each.path.empty() ? "" : each.path + " ") + std::string(to_string(each.severity)) + " " + each.code + ": " + redact_secrets(each.message));
  }
  out.raw(diagnostics.empty() ? "],\n  \"outputs\": {" : "\n  ],\n  \"outputs\": {");
  first = true;
  if (!evaluated.deployments.empty())
    for (const auto& output : evaluated.deployments.front()->outputs) {
      out.key(output.name, 2, first);
      // An output is one value: it is told as a whole, or as the expression that gives it.
      if (is_literal(output.value)) out.value(output.value, 2);
      else out.expression(eval::expression_text(output.value));
    }
  out.raw(first ? "}\n}\n" : "\n  }\n}\n");
  return out.take();
}

std::string snapshot_changes(const std::string& before, const std::string& after) {
  const auto old_parts = parts_of(before), new_parts = parts_of(after);
  std::string text;
  for (const auto& [id, old_values] : old_parts) {
    const auto found = new_parts.find(id);
    if (found == new_parts.end()) {
      text += "- " + id + "\n";
      continue;
    }
    std::string changes;
    for (const auto& [path, value] : old_values) {
      const auto now = found->second.find(path);
      if (now == found->second.end()) changes += "    - " + path + ": " + value + "\n";
      else if (now->second != value) changes += "    ~ " + path + ": " + value + " => " + now->second + "\n";
    }
    for (const auto& [path, value] : found->second)
      if (!old_values.contains(path)) changes += "    + " + path + ": " + value + "\n";
    if (!changes.empty()) text += "~ " + id + "\n" + changes;
  }
  for (const auto& [id, values] : new_parts)
    if (!old_parts.contains(id)) text += "+ " + id + "\n";
  return text;
}

}  // namespace fleetlint::cli
