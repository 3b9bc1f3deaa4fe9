#include "template/frame.h"

#include <fmt/format.h>

#include <algorithm>

#include "fleetlint/base/unicode.h"
#include "fleetlint/template/template_kind.h"

namespace fleetlint::eval {
namespace {

/// Limits of a deployment (Microsoft Learn, "Template limits").
struct Section {
  std::string_view name;
  const arm::Node* Frame::*place;
  std::size_t most;
};
constexpr Section sections[] = {
    {"parameters", &Frame::parameters, 256}, {"variables", &Frame::variables, 512}, {"outputs", &Frame::outputs, 64},
    {"asserts", &Frame::asserts, 32},        {"definitions", &Frame::definitions, SIZE_MAX},
};

constexpr std::string_view other_members[] = {"$schema",   "languageVersion", "contentVersion", "apiProfile", "metadata",
                                              "functions", "imports",         "extensions",     "resources"};

std::optional<ScopeKind> scope_of_schema(std::string_view schema) {
  const auto file = schema.substr(schema.rfind('/') == std::string_view::npos ? 0 : schema.rfind('/') + 1);
  const auto name = file.substr(0, file.find('.'));
  if (equals_ignoring_case(name, "deploymentTemplate")) return ScopeKind::resource_group;
  if (equals_ignoring_case(name, "subscriptionDeploymentTemplate")) return ScopeKind::subscription;
  if (equals_ignoring_case(name, "managementGroupDeploymentTemplate")) return ScopeKind::management_group;
  if (equals_ignoring_case(name, "tenantDeploymentTemplate")) return ScopeKind::tenant;
  return std::nullopt;
}

bool is_known_member(std::string_view name) {
  const auto same = [&](std::string_view other) { return equals_ignoring_case(name, other); };
  return std::any_of(std::begin(other_members), std::end(other_members), same) ||
         std::any_of(std::begin(sections), std::end(sections), [&](const Section& section) { return same(section.name); });
}

/// The array `copy` of a section declares several entries.
std::size_t count_entries(const arm::Node& section) {
  std::size_t count = section.members.size();
  if (const auto* copy = section.find("copy"); copy && copy->is_array()) count += copy->items.size() - 1;
  return count;
}

}  // namespace

bool is_language_2(const arm::Node& root) {
  const auto* version = root.find("languageVersion");
  return version && version->is_string() && !version->text.empty() && version->text[0] >= '2' && version->text[0] <= '9';
}

Frame read_frame(const arm::Node& root, std::vector<FrameError>& errors) {
  Frame frame;
  if (!root.is_object()) {
    errors.push_back({ErrorKind::arg_type, root.location, "a template must be an object"});
    return frame;
  }
  frame.root = &root;
  const Location start{root.location.source, {root.location.span.begin, root.location.span.begin + 1}};
  if (arm::is_parameter_file(root)) {
    errors.push_back({ErrorKind::missing_property, start, std::string(arm::is_no_template)});
    return frame;
  }
  for (const std::string_view name : {"$schema", "contentVersion", "resources"})
    if (!root.find(name)) errors.push_back({ErrorKind::missing_property, start, fmt::format("the template has no `{}`", name)});
  for (const auto& member : root.members)
    if (!is_known_member(member.name))
      errors.push_back({ErrorKind::unknown_member, member.name_location, fmt::format("a template has no member `{}`", member.name)});

  if (const auto* schema = root.find("$schema"); schema && schema->is_string()) frame.scope = scope_of_schema(schema->text);
  frame.language_2 = frame.symbolic = is_language_2(root);

  for (const auto& section : sections) {
    const auto* node = root.find(section.name);
    if (!node || node->is(arm::NodeKind::null)) continue;
    if (!node->is_object()) {
      errors.push_back({ErrorKind::arg_type, node->location, fmt::format("`{}` must be an object", section.name)});
      continue;
    }
    frame.*section.place = node;
    if (const auto count = count_entries(*node); count > section.most)
      errors.push_back({ErrorKind::limit_exceeded, root.find_member(section.name)->name_location,
                        fmt::format("a template has at most {} {}, not {}", section.most, section.name, count)});
  }
  if (const auto* functions = root.find("functions"); functions && functions->is_array()) frame.functions = functions;
  if (const auto* resources = root.find("resources")) {
    if (resources->is_array() || resources->is_object()) frame.resources = resources;
    if (resources->is_object() && !frame.language_2) {
      frame.symbolic = true;  // what the author means; the rest is evaluated all the same
      errors.push_back({ErrorKind::arg_type, resources->location, "`resources` is an object only with `languageVersion` 2.0"});
    } else if (!frame.resources && !resources->is(arm::NodeKind::null)) {
      errors.push_back({ErrorKind::arg_type, resources->location, "`resources` must be an array"});
    }
  }
  return frame;
}

}  // namespace fleetlint::eval
