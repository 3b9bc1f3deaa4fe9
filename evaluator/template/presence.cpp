#include "fleetlint/evaluator/presence.h"

#include <fmt/format.h>

#include <set>
#include <utility>

#include "fleetlint/base/unicode.h"
#include "fleetlint/evaluator/provenance.h"
#include "fleetlint/evaluator/value_json.h"
#include "fleetlint/template/writer.h"

namespace fleetlint::eval {
namespace {

constexpr std::size_t most_absences = 5000;
constexpr std::size_t most_expression_bytes = 160;

/// An expression as it is written, of a literal its text.
std::string text_of(const arm::Node* node) {
  if (!node) return {};
  if (!node->is_expression()) return node->is_string() ? std::string(node->text) : node->is(arm::NodeKind::boolean) ? (node->boolean ? "true" : "false") : std::string();
  if (node->expression->kind == arm::ExpressionKind::call && node->expression->text.empty()) return {};  // it could not be read
  auto text = arm::to_text(*node->expression);
  if (text.size() <= most_expression_bytes) return text;
  auto end = most_expression_bytes;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  return text.substr(0, end) + "…";
}

std::string in_brackets(const arm::Node* node) {
  const auto text = text_of(node);
  return node && node->is_expression() ? "[" + text + "]" : text;
}

/// ` (missing-parameter)`, so that the reader knows what to give.
std::string reason_of(const Value& value) { return value.is_unknown() ? fmt::format(" ({})", to_string(value.as_unknown().reason)) : std::string(); }

Cause cause(std::string text, const Value& value, Location at) { return {std::move(text), way_of(value.failure() ? value.failure()->origin : value.origin(), at)}; }

Cause of_condition(const EvaluatedResource& resource) {
  const auto written = text_of(resource.declaration->find("condition"));
  return cause(fmt::format("its condition{} is {}{}", written.empty() || written == "false" ? "" : " `" + written + "`", resource.condition == Tri::no ? "false" : "unknown",
                           reason_of(resource.condition_value)),
               resource.condition_value, resource.location);
}

Cause of_count(const arm::Node& declaration, const Value& count, Location location) {
  const auto written = text_of(count_of_loop(declaration));
  const auto what = count.is_known() ? std::string("no items") : "unknown" + reason_of(count);
  if (count.is_known()) return cause(fmt::format("its loop has no items{}", written.empty() ? "" : ": `" + written + "` is 0"), count, location);
  return cause(fmt::format("the count{} of its loop is {}", written.empty() ? "" : " `" + written + "`", what), count, location);
}

std::string name_of(const EvaluatedResource& resource) {
  return resource.name.is_string() ? fmt::format("`{}`", resource.name.as_string()) : resource.symbolic_name.empty() ? std::string("around it") : fmt::format("`{}`", resource.symbolic_name);
}

Tri own_presence(const EvaluatedResource& resource) { return resource.zero_or_more ? resource.condition && Tri::unknown : resource.condition; }

/// What is declared in a template, or in a resource, that is not evaluated.
class Declarations {
 public:
  Declarations(const EvaluatedDeployment* deployment, std::vector<Absence>& found) : deployment_(deployment), found_(found) {}

  /// Resources written in another one, and those of a nested template.
  void inside(const arm::Node& declaration, const std::string& type, const std::string& name, const Cause& cause) {
    if (const auto* children = declaration.find("resources")) all(*children, type, name, cause);
    inside_template(declaration, cause);
  }

  /// The resources of the template of a nested deployment.
  void inside_template(const arm::Node& declaration, const Cause& cause) {
    const auto* properties = declaration.find("properties");
    const auto* nested = properties ? properties->find("template") : nullptr;
    if (const auto* resources = nested ? nested->find("resources") : nullptr) all(*resources, {}, {}, cause);
  }

  void one(const arm::Node& declaration, std::string_view symbol, Location location, const std::string& outer_type, const std::string& outer_name, const Cause& cause) {
    if (!declaration.is_object() || found_.size() >= most_absences) return;
    const auto joined = [](const std::string& outer, std::string own) { return outer.empty() ? std::move(own) : outer + "/" + own; };
    const auto type = joined(outer_type, in_brackets(declaration.find("type"))), name = joined(outer_name, in_brackets(declaration.find("name")));
    found_.push_back({type, name, symbol, location, cause, deployment_});
    inside(declaration, type, name, cause);
  }

 private:
  void all(const arm::Node& resources, const std::string& type, const std::string& name, const Cause& cause) {
    for (const auto& item : resources.items) one(item, {}, item.location, type, name, cause);
    for (const auto& member : resources.members)
      if (member.value.is_object()) one(member.value, member.name, member.name_location, type, name, cause);
  }

  const EvaluatedDeployment* deployment_;
  std::vector<Absence>& found_;
};

}  // namespace

const arm::Node* count_of_loop(const arm::Node& declaration) {
  const auto* copy = declaration.find("copy");
  return copy ? copy->find("count") : nullptr;
}

Tri is_made(const EvaluatedResource& resource) {
  Tri made = own_presence(resource);
  for (const auto* deployment = resource.deployment; deployment && deployment->declared_by; deployment = deployment->parent)
    made = made && own_presence(*deployment->declared_by);
  return made;
}

Cause cause_of(const EvaluatedResource& resource) {
  if (resource.condition == Tri::no) return of_condition(resource);
  Cause cause;
  if (resource.zero_or_more) {
    if (!resource.loop_count.is_null()) cause = of_count(*resource.declaration, resource.loop_count, resource.location);
    else if (resource.parent) cause = cause_of(*resource.parent);
  }
  if (resource.condition == Tri::unknown) {
    auto more = of_condition(resource);
    cause.text += (cause.text.empty() ? "" : ", and ") + more.text;
    cause.way.insert(cause.way.end(), more.way.begin(), more.way.end());
  }
  if (!cause.text.empty()) return cause;
  for (const auto* deployment = resource.deployment; deployment && deployment->declared_by; deployment = deployment->parent) {
    const auto& around = *deployment->declared_by;
    if (own_presence(around) == Tri::yes) continue;
    cause = cause_of(around);
    cause.text = fmt::format("the deployment {} may not be made: {}", name_of(around), cause.text);
    return cause;
  }
  return {};
}

std::vector<Absence> absences(const EvaluatedTemplate& evaluated) {
  std::vector<Absence> found;
  // A loop may make the same deployment many times; a module that is used twice is told twice.
  std::set<std::pair<const arm::Node*, const EvaluatedDeployment*>> told;
  for (const auto& resource : evaluated.resources) {
    const bool is_deployment = equals_ignoring_case(resource->type, "Microsoft.Resources/deployments");
    if (resource->condition != Tri::no || !is_deployment || !told.insert({resource->declaration, resource->deployment}).second) continue;
    auto cause = cause_of(*resource);
    cause.text = fmt::format("the deployment {} is not made: {}", name_of(*resource), cause.text);
    Declarations(resource->deployment, found).inside_template(*resource->declaration, cause);
  }
  for (const auto& loop : evaluated.empty_loops)
    if (told.insert({loop.declaration, loop.deployment}).second)
      Declarations(loop.deployment, found).one(*loop.declaration, loop.symbolic_name, loop.location, {}, {}, of_count(*loop.declaration, loop.count, loop.location));
  return found;
}

}  // namespace fleetlint::eval
