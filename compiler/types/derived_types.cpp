// Types that a template in JSON says it takes from a resource's: the resource must be one that is known (BCP081, BCP392).
#include <cstdint>
#include <set>
#include <vector>

#include "types/checker.h"

namespace fleetlint::compiler {

namespace {

constexpr std::string_view marker = "__bicep_resource_derived_type!";

/// `Contoso.Compute/sets@2024-01-01#properties/…`: what stands before the place inside of the type. Empty: it says nothing.
std::string_view derived_from(const arm::Node& schema) {
  const auto* metadata = schema.find("metadata");
  const auto* said = metadata != nullptr ? metadata->find(marker) : nullptr;
  if (said != nullptr && said->is_object()) said = said->find("source");
  if (said == nullptr || !said->is_string()) return {};
  return std::string_view(said->text).substr(0, said->text.find('#'));
}

/// A type with all of its segments, and a version.
bool is_type_with_version(std::string_view text) {
  const auto at = text.find('@'), slash = text.find('/');
  return at != std::string_view::npos && slash != std::string_view::npos && slash < at && slash > 0 && at + 1 < text.size() && text.find(' ') == std::string_view::npos;
}

/// What is looked at for one file, however often it refers to however large a template: what is beyond is not checked.
constexpr std::uint64_t most_work = 5'000'000;

/// Resources that the types below these nodes are taken from, in the order in which they are met.
std::vector<std::string_view> derived_types(std::vector<const arm::Node*> open, const arm::Node& root, std::uint64_t& work) {
  std::vector<std::string_view> found;
  std::set<const arm::Node*> seen;
  while (!open.empty() && work < most_work) {
    const auto* schema = open.back();
    open.pop_back();
    ++work;
    if (schema == nullptr || !schema->is_object() || !seen.insert(schema).second) continue;
    if (const auto name = derived_from(*schema); !name.empty()) {
      found.push_back(name);
      continue;
    }
    std::vector<const arm::Node*> below;
    for (const auto part : {"items", "additionalProperties", "output"}) below.push_back(schema->find(part));
    for (const auto part : {"prefixItems", "parameters"}) {
      if (const auto* list = schema->find(part); list != nullptr && list->is_array()) {
        for (const auto& item : list->items) below.push_back(&item);
      }
    }
    if (const auto* properties = schema->find("properties"); properties != nullptr && properties->is_object()) {
      for (const auto& member : properties->members) below.push_back(&member.value);
    }
    if (const auto* discriminator = schema->find("discriminator"); discriminator != nullptr && discriminator->is_object()) {
      if (const auto* mapping = discriminator->find("mapping"); mapping != nullptr && mapping->is_object()) {
        for (const auto& member : mapping->members) below.push_back(&member.value);
      }
    }
    constexpr std::string_view definitions = "#/definitions/";
    if (const auto* reference = schema->find("$ref"); reference != nullptr && reference->is_string() && reference->text.starts_with(definitions)) {
      if (const auto* all = root.find("definitions")) {
        work += all->members.size();
        below.push_back(all->find(reference->text.substr(definitions.size())));
      }
    }
    open.insert(open.end(), below.rbegin(), below.rend());
  }
  return found;
}

}  // namespace

void Checker::check_derived_types(const ModuleInterface& interface, const ModuleInterface::Export* exported, Span at) {
  if (interface.template_ir == nullptr) return;
  const auto& root = interface.template_ir->root;
  std::vector<const arm::Node*> schemas;
  if (exported != nullptr) {
    schemas.push_back(exported->json);
  } else {
    for (const auto part : {"outputs", "parameters"}) {
      const auto* all = root.find(part);
      if (all == nullptr || !all->is_object()) continue;
      for (auto i = all->members.size(); i-- > 0;) schemas.push_back(&all->members[i].value);
    }
  }
  for (const auto name : derived_types(std::move(schemas), root, derived_types_work_)) {
    if (!is_type_with_version(name)) {
      report(at, Diagnostic::InvalidDerivedType, name);
      continue;
    }
    const auto* index = model_.graph().azure_types.get();
    if (index == nullptr || index->find(name) == nullptr) report(at, Diagnostic::UnknownResourceType, name);
  }
}

}  // namespace fleetlint::compiler
