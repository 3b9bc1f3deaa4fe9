#include "fleetlint/rules/rule.h"
#include "checks.h"
#include "fleetlint/rules/api_table.h"

namespace fleetlint::rules {
namespace {

std::string indexless(std::string_view path) {
  std::string out;
  bool inside = false;
  for (const char c : path) {
    if (c == ']') inside = false;
    if (!inside) out += c;
    if (c == '[') inside = true;
  }
  return out;
}

/// A property of this path, in any spelling, that this version knows.
bool is_known_to(const KnownType& type, std::string_view path, const ApiVersion& version) {
  for (const auto& known : type.properties) {
    if (!equal_ignoring_case(known.path, path)) continue;
    if (*parse_api_version(known.first) <= version && (known.last.empty() || version <= *parse_api_version(known.last))) return true;
  }
  return false;
}

std::string_view successor(std::string_view path) {
  if (contains_ignoring_case(path, "overProvision")) return "overprovision";
  if (contains_ignoring_case(path, "automaticOSUpgrade")) return "automaticOSUpgradePolicy";
  return {};
}

}  // namespace

static void check_property_gone_in_api(const FleetModel& model, RuleContext& context) {
  for (const auto& resource : model.resources) {
    const auto* type = find_known_type(resource.type());
    const auto& version = resource.api_version();
    if (resource.is_existing() || type == nullptr || !version) continue;
    if (!resource.is("microsoft.compute/virtualmachinescalesets") && !resource.is("microsoft.servicefabric/clusters") && !resource.is("microsoft.maintenance/maintenanceconfigurations")) continue;
    walk_properties(resource.body(), [&](const Property& property) {
      if (property.path().empty()) return true;
      if (property.is_absent()) return false;
      const std::string path = indexless(property.path());
      const KnownProperty* known = find_known_property(*type, path);
      if (known == nullptr) return has_known_members(*type, path);
      if (known->last.empty() || *version <= *parse_api_version(known->last) || is_known_to(*type, path, *version)) return true;
      if (property.present() != Tri::yes) return false;
      auto finding = context.report(resource, property, "API versions after " + std::string(known->last) + " do not have `" + property.path() + "`");
      finding.element(to_lower(path)).note(resource.api_version_property(), "this resource uses `" + resource.api_version_property().text_or("") + "`");
      if (const auto next = successor(path); !next.empty()) finding.help("use `" + std::string(next) + "`");
      return false;
    });
  }
}

FLEETLINT_RULE(property_gone_in_api) = {
    .id = "FL-API-003",
    .name = "property-gone-in-api",
    .title = "A property is used that later API versions dropped",
    .severity = Severity::error,
    .outcome = Outcome::refused,
    .tier = 2,
    .confidence = Confidence::high,
    .fix = FixClass::suggest,
    .tags = "schema",
    .suppressed_by = "FL-UPG-030",
    .page = R"md(A property is used that later API versions dropped.

Azure refuses the deployment or the upgrade.

## When

For a settable path present in the resource, the last API version that knows it < apiVersion, and no path that is equal when case is ignored is known to apiVersion (overProvision is overprovision). A successor with another name or place (identity.userAssignedIdentities for identity.identityIds, properties.additionalCapabilities for the one inside the VM profile) is no alias: the old path is reported.

## Example

Flagged: `apiVersion 2023-04-01 for maintenanceConfigurations with installPatches.tasks`.

Fine: `automaticOSUpgradePolicy`.

## Fix

Successor property when mapped (overProvision -> overprovision, automaticOSUpgrade -> automaticOSUpgradePolicy). A proposal: its owner decides.

## What is unknown

Quiet on unknown. A parameter with allowedValues but no value/default: finding only if every allowed value fails. A defaultValue counts as the value when no parameter file overrides it (finding carries assumedDefault=true).

## Sources

- schema: published resource type index)md",
    .check_model = check_property_gone_in_api,
};

}  // namespace fleetlint::rules
