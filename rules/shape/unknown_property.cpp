#include "fleetlint/rules/rule.h"
#include "checks.h"
#include "fleetlint/rules/api_table.h"

namespace fleetlint::rules {
namespace {

std::string without_indexes(std::string_view path) {
  std::string out;
  bool inside = false;
  for (const char c : path) {
    if (c == ']') inside = false;
    if (!inside) out += c;
    if (c == '[') inside = true;
  }
  return out;
}

/// Given by the platform, never wrong to repeat.
bool is_read_only(std::string_view name, bool in_part) {
  for (const std::string_view known : {"provisioningState", "uniqueId", "timeCreated", "instanceView", "statuses", "clusterState", "clusterId", "clusterEndpoint", "systemData", "etag"})
    if (equal_ignoring_case(known, name)) return true;
  return in_part && (equal_ignoring_case(name, "name") || equal_ignoring_case(name, "id") || equal_ignoring_case(name, "type"));
}

bool is_free(std::string_view name) { return equal_ignoring_case(name, "settings") || equal_ignoring_case(name, "protectedSettings") || equal_ignoring_case(name, "tags"); }

bool is_checked(const Resource& resource) {
  for (const std::string_view type : {"microsoft.compute/virtualmachinescalesets", "microsoft.compute/virtualmachinescalesets/extensions", "microsoft.servicefabric/clusters",
                                      "microsoft.maintenance/maintenanceconfigurations", "microsoft.maintenance/configurationassignments"})
    if (resource.is(type)) return true;
  return false;
}

/// Objects whose own rules tell about wrong names.
bool has_own_rule(std::string_view path) {
  for (const std::string_view own : {"properties.upgradePolicy", "properties.upgradePolicy.rollingUpgradePolicy", "properties.upgradePolicy.automaticOSUpgradePolicy"})
    if (equal_ignoring_case(path, own)) return true;
  return false;
}

}  // namespace

static void check_unknown_property(const FleetModel& model, RuleContext& context) {
  for (const auto& resource : model.resources) {
    const auto* type = find_known_type(resource.type());
    if (resource.is_existing() || type == nullptr || !is_checked(resource)) continue;
    walk_properties(resource["properties"], [&](const Property& object) {
      const std::string path = without_indexes(object.path());
      if (is_free(object.name()) || !has_known_members(*type, path)) return false;
      if (path.ends_with("]") && object.value() != nullptr && !object.value()->is_object()) return false;
      if (has_own_rule(path)) return true;
      for (const auto& member : object.members()) {
        const std::string own = path + "." + std::string(member.name());
        if (member.is_absent() || is_free(member.name()) || is_read_only(member.name(), path != "properties") || find_known_property(*type, own) != nullptr || has_known_members(*type, own) || has_known_members(*type, own + "[]")) continue;
        std::vector<std::string> candidates;
        for (const auto& known : type->properties)
          if (known.path.size() > path.size() + 1 && equal_ignoring_case(known.path.substr(0, path.size()), path) && known.path[path.size()] == '.' && known.path.find_first_of(".[", path.size() + 1) == std::string_view::npos)
            candidates.emplace_back(known.path.substr(path.size() + 1));
        auto finding = context.report(resource, name_of(member), "no API version of `" + std::string(resource.written_type()) + "` knows `" + std::string(member.name()) + "` here");
        finding.element(to_lower(member.path()));
        if (const auto close = nearest(member.name(), candidates)) finding.help("did you mean `" + *close + "`?");
      }
      return true;
    });
  }
}

FLEETLINT_RULE(unknown_property) = {
    .id = "FL-SCH-001",
    .name = "unknown-property",
    .title = "A property name the schema of this API version does not have",
    .severity = Severity::warning,
    .outcome = Outcome::refused,
    .tier = 2,
    .confidence = Confidence::high,
    .fix = FixClass::suggest,
    .tags = "schema",
    .suppressed_by = "FL-EXT-027 FL-SCH-005 FL-UPG-009 FL-UPG-030 FL-UPG-031",
    .page = R"md(A property name the schema of this API version does not have.

Azure refuses the deployment or the upgrade.

## When

Key under properties.* not in the path table for any API version, compared without case. Every object that has members in the path table is closed (not only the list of closed objects in FL-API-002, which is about severity); objects without members there and settings/protectedSettings/tags are free-form and excluded; read-only members that the table leaves out (provisioningState, uniqueId, timeCreated, instanceView, statuses, clusterState, clusterId, clusterEndpoint, systemData, etag, and name/id/type inside sub-resources) are never reported; FL-UPG-009/031 win for their objects. The value of the key need not be known.

## Example

Flagged: `healthProbes:{…}`.

Fine: `healthProbe:{…}`.

## Fix

Nearest name (edit distance <= 3). A proposal: its owner decides.

## What is unknown

Quiet: if any operand evaluates to unknown (parameter without value or default, reference(), list*(), unresolved conditional) emit nothing; count the rule as not evaluated for that resource.

## Sources

- schema: published resource type index
- platform error text (public reports))md",
    .check_model = check_unknown_property,
};

}  // namespace fleetlint::rules
