#include "fleetlint/rules/rule.h"
#include "checks.h"
#include "fleetlint/rules/api_table.h"

namespace fleetlint::rules {
namespace {

/// The API version that brought a property, as far as vendor pages know better than the index.
std::string_view floor_of(const KnownType& type, const KnownProperty& known) {
  if (equal_ignoring_case(type.type, "Microsoft.ServiceFabric/clusters"))
    for (const std::string_view path : {"properties.nodeTypes[].isStateless", "properties.nodeTypes[].multipleAvailabilityZones", "properties.sfZonalUpgradeMode", "properties.vmssZonalUpgradeMode"})
      if (equal_ignoring_case(known.path, path)) return "2020-12-01-preview";
  return known.first;
}

/// Objects that refuse members they do not know.
bool is_closed(std::string_view path) {
  for (const std::string_view object : {"properties.upgradePolicy", "properties.automaticRepairsPolicy", "properties.scaleInPolicy",
                                        "properties.virtualMachineProfile.scheduledEventsProfile"})
    if (path.size() >= object.size() && equal_ignoring_case(path.substr(0, object.size()), object) && (path.size() == object.size() || path[object.size()] == '.')) return true;
  return false;
}

Severity lower(Severity severity) { return severity == Severity::error ? Severity::warning : Severity::info; }

/// properties.a[3].b is properties.a[].b in the table.
std::string table_path(std::string_view path) {
  std::string out;
  bool inside = false;
  for (const char c : path) {
    if (c == ']') inside = false;
    if (!inside) out += c;
    if (c == '[') inside = true;
  }
  return out;
}

void check_resource(const Resource& resource, const KnownType& type, RuleContext& context) {
  const auto& version = resource.api_version();
  if (!version) return;
  walk_properties(resource.body(), [&](const Property& property) {
    if (property.path().empty()) return true;
    if (property.is_absent()) return false;
    const std::string path = table_path(property.path());
    const KnownProperty* known = find_known_property(type, path);
    if (known == nullptr) return has_known_members(type, path);
    const auto floor_text = floor_of(type, *known);
    const auto floor = *parse_api_version(floor_text);
    // What the oldest listed version has may be older still: the index does not go back further.
    if (floor <= *version || floor_text == type.versions.front()) return true;
    if (property.present() != Tri::yes) return false;
    Severity severity = known->documented || is_closed(path) ? Severity::error : Severity::warning;
    if (version->preview && version->date == floor.date) severity = lower(severity);
    context.report(resource, property, "`" + property.path() + "` exists from API version " + std::string(floor_text) + " on")
        .severity(severity)
        .element(to_lower(path))
        .note(resource.api_version_property(), "this resource uses `" + resource.api_version_property().text_or("") + "`")
        .help("raise `apiVersion` to " + std::string(floor_text) + " or later");
    return false;
  });
}

}  // namespace

static void check_property_newer_than_api(const FleetModel& model, RuleContext& context) {
  for (const auto& resource : model.resources) {
    if (resource.is_existing()) continue;
    if (const auto* type = find_known_type(resource.type())) check_resource(resource, *type, context);
  }
}

FLEETLINT_RULE(property_newer_than_api) = {
    .id = "FL-API-002",
    .name = "property-newer-than-api",
    .title = "A property is used that the chosen API version does not know",
    .severity = Severity::error,
    .outcome = Outcome::refused,
    .tier = 1,
    .confidence = Confidence::high,
    .fix = FixClass::yes,
    .tags = "schema upgrade",
    .suppressed_by = "FL-API-001 FL-API-008 FL-API-012 FL-MNT-016 FL-RPR-007 FL-SF-032",
    .page = R"md(A property is used that the chosen API version does not know.

Azure refuses the deployment or the upgrade.

## When

For each settable path present in the resource, the first API version that knows it > apiVersion; where a vendor page names an earlier version than the published types (ServiceFabric clusters properties.nodeTypes[].isStateless: 2020-12-01-preview) and for properties.nodeTypes[].multipleAvailabilityZones of the same resource, the floor is 2020-12-01-preview, as in FL-SF-032; so it is for properties.sfZonalUpgradeMode and properties.vmssZonalUpgradeMode, which the vendor's own samples set with that version. Severity: error when a vendor page names that version or for closed objects (upgradePolicy and below, automaticRepairsPolicy, scaleInPolicy, scheduledEventsProfile); warning otherwise. Same date but -preview on the resource: one level lower.

## Example

Flagged: `apiVersion:"2021-03-01", rollingUpgradePolicy:{maxSurge:true}`.

Fine: `apiVersion:"2022-11-01"`.

## Fix

Raise apiVersion to the highest floor used.

Azure says: `Could not find member '<name>' on object of type '<type>'`

## What is unknown

Quiet on unknown. A parameter with allowedValues but no value/default: finding only if every allowed value fails. A defaultValue counts as the value when no parameter file overrides it (finding carries assumedDefault=true). apiVersion from variables()/parameters() is resolved first (57 of 80 sampled scale sets do that); unresolved: no finding.

## Sources

- Microsoft Learn: Azure Virtual Machine Scale Set automatic OS image upgrades
- schema: published resource type index
- platform error text (public reports))md",
    .check_model = check_property_newer_than_api,
};

}  // namespace fleetlint::rules
