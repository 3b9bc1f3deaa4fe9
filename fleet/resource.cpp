#include <algorithm>

#include "fleetlint/evaluator/presence.h"

#include "fleetlint/fleet/fleet_model.h"

namespace fleetlint::fleet {

Resource::Resource(const eval::EvaluatedResource& evaluated, UnknownLog* log) : evaluated_(&evaluated), type_(to_lower(evaluated.type)) {
  names_ = SymbolicText::of(evaluated.name).split('/');
  body_ = Property(&evaluated.body, {}, evaluated.location, log);
  if (evaluated.api_version.is_string()) api_version_ = parse_api_version(evaluated.api_version.as_string());
  exists_ = eval::is_made(evaluated);
}

Property Resource::api_version_property() const {
  Property property = body_.at("apiVersion");
  if (property.is_absent() && !evaluated_->api_version.is_null()) property = Property(&evaluated_->api_version, "apiVersion", evaluated_->location);
  return property;
}

std::string Resource::display_name() const {
  std::string name;
  for (const auto& segment : names_) {
    if (!name.empty()) name += '/';
    name += segment.text();
  }
  if (name.empty() || name.find_first_not_of("*/") == std::string::npos)
    if (!evaluated_->symbolic_name.empty()) return std::string(evaluated_->symbolic_name);
  return name;
}

std::string Resource::title() const { return std::string(evaluated_->type) + " " + display_name(); }

Tri Extension::is(std::string_view publisher_name, std::string_view type_name) const {
  return publisher.equals(publisher_name) && type.equals(type_name);
}

std::string Extension::display_name() const { return name.is_empty() ? std::string("*") : name.text(); }

std::int64_t batch_size(std::int64_t instances, std::int64_t percent) {
  // Rounded down, at least one (seed 000, line 62).
  return std::max<std::int64_t>(1, instances * percent / 100);
}

std::vector<const Resource*> FleetModel::of_type(std::string_view lower_case_type) const {
  std::vector<const Resource*> found;
  for (const auto& resource : resources)
    if (resource.is(lower_case_type)) found.push_back(&resource);
  return found;
}

const ScaleSet* FleetModel::scale_set(const Resource& resource) const {
  for (const auto& set : scale_sets)
    if (set.resource == &resource) return &set;
  return nullptr;
}

namespace {

/// Whether names are equal segment by segment.
Tri names_equal(const std::vector<SymbolicText>& a, const std::vector<SymbolicText>& b) {
  if (a.size() != b.size()) {
    // An unknown segment may hold a slash.
    const auto complete = [](const auto& names) { return std::all_of(names.begin(), names.end(), [](const auto& name) { return name.is_complete(); }); };
    return complete(a) && complete(b) ? Tri::no : Tri::unknown;
  }
  Tri same = Tri::yes;
  for (std::size_t i = 0; i < a.size(); ++i) same = same && equal(a[i], b[i]);
  return same;
}

}  // namespace

Found FleetModel::find(const ResourceReference& reference) const {
  if (reference.type.empty()) return {};
  Found possible{nullptr, has_unreadable_deployments ? Tri::unknown : Tri::no};
  const Resource* existing = nullptr;
  for (const auto& resource : resources) {
    if (resource.type() != reference.type) continue;
    Tri match = names_equal(resource.names(), reference.names);
    if (match == Tri::yes && !reference.own_group) {
      const auto own = read_reference(resource.evaluated().id);
      match = equal(own.scope, reference.scope);
    }
    if (match == Tri::yes) {
      // A resource may be declared and named as existing elsewhere: what the deployment makes wins.
      if (!resource.is_existing()) return {&resource, Tri::yes};
      existing = &resource;
    } else if (match == Tri::unknown) {
      possible = {possible.resource == nullptr ? &resource : possible.resource, Tri::unknown};
    }
  }
  if (existing != nullptr) return {existing, Tri::yes};
  return possible;
}

const Resource* FleetModel::find_for(const Resource& user, const ResourceReference& reference) const {
  const Found found = find(reference);
  return found.match == Tri::yes && !found.resource->is_existing() && found.resource->can_violate(user) ? found.resource : nullptr;
}

std::vector<const Resource*> FleetModel::children(const Resource& parent, std::string_view lower_case_type) const {
  std::vector<const Resource*> found;
  for (const auto& resource : resources) {
    if (!resource.is(lower_case_type) || resource.names().size() < parent.names().size()) continue;
    Tri same = Tri::yes;
    for (std::size_t i = 0; i < parent.names().size(); ++i) same = same && equal(parent.names()[i], resource.names()[i]);
    if (same == Tri::yes || resource.evaluated().parent == &parent.evaluated()) found.push_back(&resource);
  }
  return found;
}

}  // namespace fleetlint::fleet
