#include "maintenance.h"

#include <charconv>

#include "checks.h"

namespace fleetlint::rules {
namespace {

constexpr std::string_view assignment_type = "microsoft.maintenance/configurationassignments";
constexpr std::string_view old_suffix = "/providers/configurationassignments";

const Resource* find_resource(const FleetModel& model, std::string_view type, const std::vector<SymbolicText>& names) {
  for (const auto& resource : model.resources) {
    if (!resource.is(type) || resource.is_existing() || resource.names().size() != names.size()) continue;
    Tri same = Tri::yes;
    for (std::size_t i = 0; i < names.size(); ++i) same = same && equal(resource.names()[i], names[i]);
    if (same == Tri::yes) return &resource;
  }
  return nullptr;
}

void take_reference(const FleetModel& model, const ResourceReference& reference, MaintenanceAssignment& out) {
  if (reference.type.empty()) return;
  out.target_type = reference.type;
  const Found found = model.find(reference);
  if (found.match == Tri::yes && !found.resource->is_existing()) out.target = found.resource;
}

/// A scope may be written relative to the deployment's group: Microsoft.Compute/virtualMachineScaleSets/web.
ResourceReference read_scope(const eval::Value& value) {
  auto text = SymbolicText::of(value);
  if (!equal_ignoring_case(std::string_view(text.text()).substr(0, 10), "Microsoft.")) return read_reference(std::move(text));
  SymbolicText full("/providers/");
  full.append(text);
  auto reference = read_reference(std::move(full));
  reference.own_group = true;
  return reference;
}

void read_target(const FleetModel& model, const Resource& resource, MaintenanceAssignment& out) {
  const auto& type = resource.type();
  if (type.ends_with(old_suffix)) {
    // set/Microsoft.Maintenance/assignment
    out.target_type = type.substr(0, type.size() - old_suffix.size());
    const auto& names = resource.names();
    if (names.size() >= 3) out.target = find_resource(model, out.target_type, {names.begin(), names.end() - 2});
    return;
  }
  // As written first: it may be relative to the group, which the full id hides.
  const Property written = resource["scope"];
  if (written.alternatives().size() == 1 && written.alternatives()[0] != nullptr) take_reference(model, read_scope(*written.alternatives()[0]), out);
  const auto& scope = resource.evaluated().scope;
  if (out.target == nullptr && !scope.is_null()) take_reference(model, read_scope(scope), out);
  if (out.target_type.empty()) take_reference(model, reference_of(resource["properties.resourceId"]), out);
  if (out.target_type.empty() && resource.evaluated().parent != nullptr && !resource.evaluated().parent->existing) {
    out.target_type = to_lower(resource.evaluated().parent->type);
    for (const auto& candidate : model.resources)
      if (&candidate.evaluated() == resource.evaluated().parent) out.target = &candidate;
  }
}

}  // namespace

std::vector<MaintenanceAssignment> maintenance_assignments(const FleetModel& model) {
  std::vector<MaintenanceAssignment> found;
  for (const auto& resource : model.resources) {
    if (resource.is_existing() || (!resource.is(assignment_type) && !resource.type().ends_with(old_suffix))) continue;
    MaintenanceAssignment assignment;
    assignment.resource = &resource;
    assignment.has_filter = resource["properties.filter"].is_present();
    assignment.configuration_reference = reference_of(resource["properties.maintenanceConfigurationId"]);
    const Found configuration = model.find(assignment.configuration_reference);
    if (configuration.match == Tri::yes && !configuration.resource->is_existing()) {
      assignment.configuration = configuration.resource;
      assignment.scope = (*configuration.resource)["properties.maintenanceScope"];
    }
    read_target(model, resource, assignment);
    found.push_back(std::move(assignment));
  }
  return found;
}

Tri is_scheduled(const FleetModel& model, const Resource& resource, std::string_view scope) {
  Tri covered = model.has_unreadable_deployments ? Tri::unknown : Tri::no;
  for (const auto& assignment : maintenance_assignments(model)) {
    const Tri of_scope = assignment.configuration == nullptr ? Tri::unknown : assignment.scope.equals(scope);
    Tri targets = Tri::unknown;
    if (assignment.target != nullptr) targets = tri(assignment.target == &resource);
    else if (!assignment.target_type.empty() && assignment.target_type != resource.type()) targets = Tri::no;
    else if (assignment.has_filter) targets = Tri::unknown;
    covered = covered || (of_scope && targets && assignment.resource->exists());
  }
  return covered;
}

Tri is_patched_by_schedule(const ScaleSet& set) {
  return is_scheduled(*set.model, *set.resource, "OSImage") || is_scheduled(*set.model, *set.resource, "InGuestPatch");
}

std::optional<std::int64_t> recurrence_seconds(std::string_view text) {
  text = trim(text);
  std::int64_t count = 1;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), count);
  if (error == std::errc{}) text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  else count = 1;
  text = trim(text);
  struct Unit {
    std::string_view name;
    std::int64_t seconds;
  };
  constexpr Unit units[] = {{"hour", 3600}, {"day", 86400}, {"week", 7 * 86400}, {"month", 30 * 86400}};
  for (const auto& [name, seconds] : units) {
    if (!equal_ignoring_case(text.substr(0, name.size()), name)) continue;
    const auto rest = text.substr(name.size());
    if (rest.empty() || rest == "s" || rest.front() == ' ' || rest.starts_with("s ")) return count * seconds;
  }
  return std::nullopt;
}

std::optional<std::int64_t> clock_duration(std::string_view text) {
  const auto colon = text.find(':');
  if (colon != 2 || text.size() != 5) return std::nullopt;
  std::int64_t hours = 0, minutes = 0;
  const auto first = std::from_chars(text.data(), text.data() + 2, hours);
  const auto second = std::from_chars(text.data() + 3, text.data() + 5, minutes);
  if (first.ptr != text.data() + 2 || second.ptr != text.data() + 5 || minutes > 59) return std::nullopt;
  return hours * 3600 + minutes * 60;
}

}  // namespace fleetlint::rules
