#include "dependencies.h"

#include <set>
#include <vector>

#include "checks.h"
#include "fleetlint/evaluator/value_json.h"

namespace fleetlint::rules {
namespace {

/// The quoted arguments of `[resourceId('type', 'name', …)]`; empty for anything else.
std::vector<std::string_view> quoted_arguments(std::string_view text) {
  constexpr std::string_view open = "[resourceId(", close = ")]";
  if (!text.starts_with(open) || !text.ends_with(close)) return {};
  text = text.substr(open.size(), text.size() - open.size() - close.size());
  std::vector<std::string_view> arguments;
  while (!text.empty()) {
    const auto end = text.front() == '\'' ? text.find('\'', 1) : std::string_view::npos;
    if (end == std::string_view::npos) return {};
    arguments.push_back(text.substr(1, end - 1));
    text.remove_prefix(end + 1);
    if (text.starts_with(", ")) text.remove_prefix(2);
    else if (!text.empty()) return {};
  }
  return arguments;
}

/// Whether these arguments name the resource: its type, then each of its names.
bool names_by_arguments(const Resource& candidate, const std::vector<std::string_view>& arguments) {
  if (arguments.size() != candidate.names().size() + 1 || !equal_ignoring_case(arguments[0], candidate.type())) return false;
  for (std::size_t i = 1; i < arguments.size(); ++i)
    if (equal(SymbolicText(arguments[i]), candidate.names()[i - 1]) != Tri::yes) return false;
  return true;
}

/// What an entry of dependsOn may mean: a symbolic name, an id, or a bare resource name.
bool names(const Resource& candidate, std::string_view text, const ResourceReference& reference) {
  const auto& evaluated = candidate.evaluated();
  // The evaluator gives an id that is not known as the expression that makes it.
  if (evaluated.id.is_unknown() && text.size() > 2 && text.front() == '[' && text.back() == ']' &&
      equal_ignoring_case(text.substr(1, text.size() - 2), eval::expression_text(evaluated.id, 400)))
    return true;
  if (names_by_arguments(candidate, quoted_arguments(text))) return true;
  if (evaluated.id.is_string() && equal_ignoring_case(text, evaluated.id.as_string())) return true;
  if (!evaluated.symbolic_name.empty() && equal_ignoring_case(evaluated.symbolic_name, text)) return true;
  if (!reference.type.empty()) {
    if (reference.type != candidate.type() || reference.names.size() != candidate.names().size()) return false;
    for (std::size_t i = 0; i < reference.names.size(); ++i)
      if (equal(reference.names[i], candidate.names()[i]) != Tri::yes) return false;
    return true;
  }
  if (text.find('/') == std::string_view::npos) return candidate.names().size() == 1 && equal(candidate.names()[0], SymbolicText(text)) == Tri::yes;
  return equal_ignoring_case(candidate.display_name(), text);
}

/// resourceId() of literal names: if it is none of the deployment's resources, it leads outside.
bool is_plain_id(std::string_view text) {
  return text.starts_with("[resourceId('") && text.find("parameters(") == std::string_view::npos && text.find("reference(") == std::string_view::npos && text.find("format(") == std::string_view::npos &&
         text.find("concat(") == std::string_view::npos;
}

/// The deployment resource that makes a nested deployment.
const Resource* maker_of(const FleetModel& model, const eval::EvaluatedDeployment* deployment) {
  if (deployment == nullptr || deployment->parent == nullptr) return nullptr;
  for (const auto& resource : model.resources) {
    if (!resource.is("microsoft.resources/deployments") || resource.evaluated().deployment != deployment->parent || resource.names().empty()) continue;
    if (equal(resource.names().back(), SymbolicText::of(deployment->name)) == Tri::yes) return &resource;
  }
  return nullptr;
}

std::vector<const Resource*> direct_dependencies(const FleetModel& model, const Resource& resource, bool* open) {
  std::vector<const Resource*> found;
  const auto add = [&](std::string_view text, const ResourceReference& reference) {
    bool any = false;
    for (const auto& candidate : model.resources)
      if (&candidate != &resource && candidate.evaluated().deployment == resource.evaluated().deployment && names(candidate, text, reference)) {
        found.push_back(&candidate);
        any = true;
      }
    if (!any && (text.starts_with("[") || (reference.type.empty() && !reference.whole.is_complete()))) *open = *open || !is_plain_id(text);
  };
  for (const auto text : resource.evaluated().depends_on) add(text, read_reference(SymbolicText(text)));
  const Items written = resource["dependsOn"].items();
  if (!written.is_complete()) *open = true;
  for (const auto& item : written.certain) {
    const auto symbolic_text = symbolic(item);
    add(symbolic_text.text(), read_reference(symbolic_text));
  }
  return found;
}

}  // namespace

bool is_nested(const Resource& resource) {
  const auto* parent = resource.evaluated().parent;
  if (parent == nullptr || resource.where().source != parent->location.source) return false;
  return parent->location.span.begin <= resource.where().span.begin && resource.where().span.end <= parent->location.span.end;
}

Tri waits_for(const FleetModel& model, const Resource& resource, const Resource& other) {
  std::vector<const Resource*> open_list{&resource};
  std::set<const Resource*> seen{&resource};
  bool open = false;
  // The other one may be made by a nested deployment: waiting for that is waiting for it.
  std::set<const Resource*> targets{&other};
  for (const auto* deployment = other.evaluated().deployment; deployment != nullptr && deployment != resource.evaluated().deployment; deployment = deployment->parent)
    if (const auto* maker = maker_of(model, deployment)) targets.insert(maker);
  while (!open_list.empty()) {
    const Resource& current = *open_list.back();
    open_list.pop_back();
    if (targets.contains(&current) && &current != &resource) return Tri::yes;
    for (const auto* next : direct_dependencies(model, current, &open))
      if (seen.insert(next).second) open_list.push_back(next);
    // A nested deployment starts after everything its deployment resource waits for.
    if (const auto* maker = maker_of(model, current.evaluated().deployment); maker != nullptr && seen.insert(maker).second) open_list.push_back(maker);
  }
  // dependsOn by a text of which parts are unknown cannot be followed to a name of which parts are unknown.
  for (const auto& name : other.names()) open = open || !name.is_complete();
  return open ? Tri::unknown : Tri::no;
}

}  // namespace fleetlint::rules
