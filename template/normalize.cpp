// Key order of templates as the reference compiler writes them, for templates from elsewhere.
#include <algorithm>
#include <vector>

#include "fleetlint/base/unicode.h"
#include "fleetlint/template/writer.h"

namespace fleetlint::arm {
namespace {

using Keys = std::span<const std::string_view>;

constexpr std::string_view template_keys[] = {"$schema", "languageVersion", "contentVersion", "metadata", "definitions", "functions",
                                              "parameters", "variables", "imports", "extensions", "resources", "outputs", "asserts"};
/// A resource begins with these, and ends with `last_resource_keys`; everything between stays as written.
constexpr std::string_view first_resource_keys[] = {"copy", "condition", "existing", "import", "extension", "@options", "method", "type",
                                                    "apiVersion", "scope", "subscriptionId", "resourceGroup", "name"};
/// A module is named before it is placed.
constexpr std::string_view first_deployment_keys[] = {"copy", "condition", "existing", "import", "extension", "@options", "method", "type",
                                                      "apiVersion", "name", "scope", "subscriptionId", "resourceGroup"};
constexpr std::string_view last_resource_keys[] = {"dependsOn", "metadata"};

std::size_t place(Keys keys, std::string_view name) {
  for (std::size_t i = 0; i < keys.size(); ++i)
    if (equals_ignoring_case(keys[i], name)) return i;
  return keys.size();
}

std::size_t resource_place(std::string_view name, bool deployment) {
  const Keys first = deployment ? Keys(first_deployment_keys) : Keys(first_resource_keys);
  const auto last = place(last_resource_keys, name);
  if (last < std::size(last_resource_keys)) return first.size() + 1 + last;
  return place(first, name);
}

Node normalize_template(const Node& node, Arena& arena);

Node normalize_resource(const Node& node, Arena& arena);

Node normalize_resources(const Node& node, Arena& arena) {
  Node result = node;
  if (node.is_array()) {
    auto items = arena.create_array<Node>(node.items.size());
    for (std::size_t i = 0; i < items.size(); ++i) items[i] = normalize_resource(node.items[i], arena);
    result.items = items;
  } else if (node.is_object()) {
    auto members = arena.create_array<Member>(node.members.size());
    for (std::size_t i = 0; i < members.size(); ++i) {
      members[i] = node.members[i];
      members[i].value = normalize_resource(node.members[i].value, arena);
    }
    result.members = members;
  }
  return result;
}

template <typename Place>
std::vector<Member> sorted_members(const Node& node, Place place_of) {
  std::vector<Member> members(node.members.begin(), node.members.end());
  std::stable_sort(members.begin(), members.end(), [&](const Member& a, const Member& b) { return place_of(a.name) < place_of(b.name); });
  return members;
}

/// A nested deployment holds a template, in `properties.template`.
Node normalize_properties(const Node& node, Arena& arena) {
  Node result = node;
  auto members = arena.create_array<Member>(node.members.size());
  for (std::size_t i = 0; i < members.size(); ++i) {
    members[i] = node.members[i];
    if (members[i].name == "template" && members[i].value.is_object()) members[i].value = normalize_template(members[i].value, arena);
  }
  result.members = members;
  return result;
}

Node normalize_resource(const Node& node, Arena& arena) {
  if (!node.is_object()) return node;
  Node result = node;
  const auto* type = node.find("type");
  const bool deployment = type && type->is_string() && equals_ignoring_case(type->text, "Microsoft.Resources/deployments");
  auto members = sorted_members(node, [&](std::string_view name) { return resource_place(name, deployment); });
  for (auto& member : members) {
    if (deployment && equals_ignoring_case(member.name, "properties") && member.value.is_object())
      member.value = normalize_properties(member.value, arena);
    else if (equals_ignoring_case(member.name, "resources"))
      member.value = normalize_resources(member.value, arena);
  }
  result.members = arena.copy(members);
  return result;
}

/// Compiler output is in order already, and what it embeds is as its author wrote it.
bool is_compiler_output(const Node& node) {
  const auto* metadata = node.find("metadata");
  return metadata && metadata->find("_generator");
}

Node normalize_template(const Node& node, Arena& arena) {
  if (is_compiler_output(node)) return node;
  Node result = node;
  auto members = sorted_members(node, [](std::string_view name) { return place(template_keys, name); });
  for (auto& member : members)
    if (equals_ignoring_case(member.name, "resources")) member.value = normalize_resources(member.value, arena);
  result.members = arena.copy(members);
  return result;
}

/// What could not be read stays as it is written.
bool is_broken(const Expression& expression) { return expression.kind == ExpressionKind::call && expression.text.empty(); }

Node canonical_expressions(const Node& node, Arena& arena) {
  Node result = node;
  if (node.is_expression()) {
    if (!is_broken(*node.expression)) result.text = {};
  } else if (node.is_array()) {
    auto items = arena.create_array<Node>(node.items.size());
    for (std::size_t i = 0; i < items.size(); ++i) items[i] = canonical_expressions(node.items[i], arena);
    result.items = items;
  } else if (node.is_object() && !is_compiler_output(node)) {
    auto members = arena.create_array<Member>(node.members.size());
    for (std::size_t i = 0; i < members.size(); ++i) {
      members[i] = node.members[i];
      members[i].value = canonical_expressions(node.members[i].value, arena);
      const auto* name = members[i].name_expression;
      if (name && !is_broken(*name)) members[i].name = arena.copy(std::string_view("[" + to_text(*name) + "]"));
    }
    result.members = members;
  }
  return result;
}

}  // namespace

Node normalize(const Node& root, Arena& arena) { return canonical_expressions(root.is_object() ? normalize_template(root, arena) : root, arena); }

}  // namespace fleetlint::arm
