#include "declarations/derived_types.h"

#include <array>
#include <unordered_set>

#include "fleetlint/base/unicode.h"

namespace fleetlint::compiler {

namespace {

constexpr std::string_view marker = "__bicep_resource_derived_type!";

/// What is looked at for one file, however often it refers to however large a template: what is beyond is not checked.
constexpr std::uint64_t most_work = 5'000'000;

/// The members of a schema that lead to other schemas, in the order in which they are followed, and the one that says where it is from.
enum Part : std::uint8_t { items, additional_properties, output, prefix_items, parameters, properties, discriminator, reference, metadata, part_count };
constexpr std::array<std::string_view, part_count> part_names = {"items", "additionalProperties", "output", "prefixItems", "parameters",
                                                                  "properties", "discriminator", "$ref", "metadata"};
using Parts = std::array<const arm::Node*, part_count>;

/// In one pass, as `Node::find` would have them: a name that is written exactly comes before one in other letters.
Parts parts_of(const arm::Node& schema) {
  Parts exact{}, without_case{};
  for (const auto& member : schema.members) {
    if (member.name_expression) continue;
    for (std::size_t part = 0; part < part_count; ++part) {
      if (member.name.size() != part_names[part].size()) continue;
      if (member.name == part_names[part]) {
        if (!exact[part]) exact[part] = &member.value;
      } else if (!without_case[part] && equals_ignoring_case(member.name, part_names[part])) {
        without_case[part] = &member.value;
      }
    }
  }
  for (std::size_t part = 0; part < part_count; ++part)
    if (!exact[part]) exact[part] = without_case[part];
  return exact;
}

/// `Contoso.Compute/sets@2024-01-01#properties/…`: what stands before the place inside of the type. Empty: it says nothing.
std::string_view derived_from(const arm::Node* metadata) {
  const auto* said = metadata != nullptr ? metadata->find(marker) : nullptr;
  if (said != nullptr && said->is_object()) said = said->find("source");
  if (said == nullptr || !said->is_string()) return {};
  return std::string_view(said->text).substr(0, said->text.find('#'));
}

}  // namespace

bool is_type_with_version(std::string_view text) {
  const auto at = text.find('@'), slash = text.find('/');
  return at != std::string_view::npos && slash != std::string_view::npos && slash < at && slash > 0 && at + 1 < text.size() && text.find(' ') == std::string_view::npos;
}

std::vector<std::string_view> derived_types(std::vector<const arm::Node*> open, const arm::Node& root, std::uint64_t& work) {
  std::vector<std::string_view> found;
  std::unordered_set<std::string_view> names;
  std::unordered_set<const arm::Node*> seen;  // those that are referred to: others are met once
  std::vector<const arm::Node*> below;
  const auto add_members = [&](const arm::Node* object) {
    if (object == nullptr || !object->is_object()) return;
    for (const auto& member : object->members) below.push_back(&member.value);
  };
  const auto add_items = [&](const arm::Node* list) {
    if (list == nullptr || !list->is_array()) return;
    for (const auto& item : list->items) below.push_back(&item);
  };
  while (!open.empty() && work < most_work) {
    const auto* schema = open.back();
    open.pop_back();
    ++work;
    if (schema == nullptr || !schema->is_object()) continue;
    const auto parts = parts_of(*schema);
    if (const auto name = derived_from(parts[metadata]); !name.empty()) {
      if (names.insert(name).second) found.push_back(name);
      continue;
    }
    below.clear();
    for (const auto part : {items, additional_properties, output}) below.push_back(parts[part]);
    add_items(parts[prefix_items]);
    add_items(parts[parameters]);
    add_members(parts[properties]);
    if (parts[discriminator] != nullptr && parts[discriminator]->is_object()) add_members(parts[discriminator]->find("mapping"));
    constexpr std::string_view definitions = "#/definitions/";
    if (const auto* pointer = parts[reference]; pointer != nullptr && pointer->is_string() && pointer->text.starts_with(definitions)) {
      if (const auto* all = root.find("definitions")) {
        work += all->members.size();
        if (const auto* definition = all->find(pointer->text.substr(definitions.size())); definition != nullptr && seen.insert(definition).second) below.push_back(definition);
      }
    }
    open.insert(open.end(), below.rbegin(), below.rend());
  }
  return found;
}

std::vector<std::string_view> derived_types(const arm::Node& root) {
  std::vector<const arm::Node*> schemas;
  for (const auto part : {"outputs", "parameters"}) {
    const auto* all = root.find(part);
    if (all == nullptr || !all->is_object()) continue;
    for (auto i = all->members.size(); i-- > 0;) schemas.push_back(&all->members[i].value);
  }
  std::uint64_t work = 0;
  return derived_types(std::move(schemas), root, work);
}

}  // namespace fleetlint::compiler
