#include "fleetlint/rules/rule.h"
#include "checks.h"
#include "fleetlint/rules/api_table.h"

namespace fleetlint::rules {
namespace {

bool is_fleet_type(const Resource& resource) {
  for (const std::string_view type : {"microsoft.compute/virtualmachinescalesets", "microsoft.compute/virtualmachinescalesets/extensions", "microsoft.servicefabric/clusters",
                                      "microsoft.hybridcompute/machines/extensions", "microsoft.maintenance/maintenanceconfigurations",
                                      "microsoft.maintenance/configurationassignments"})
    if (resource.is(type)) return true;
  return false;
}

}  // namespace

static void check_preview_api_version(const FleetModel& model, RuleContext& context) {
  for (const auto& resource : model.resources) {
    if (resource.is_existing() || !is_fleet_type(resource)) continue;
    const Property at = resource.api_version_property();
    const auto text = at.text();
    if (!text) continue;
    const auto lower = to_lower(*text);
    const bool preview = lower.ends_with("preview") || lower.ends_with("-alpha") || lower.ends_with("-beta");
    if (!preview || !parse_api_version(*text)) continue;
    auto finding = context.report(resource, at, "preview API version `" + std::string(*text) + "` in a fleet template");
    if (const auto* type = find_known_type(resource.type()))
      for (const auto version : type->versions)
        if (const auto known = parse_api_version(version); known && !known->preview && *known > *parse_api_version(*text)) {
          finding.help("the next stable version is " + std::string(version)).fix_value(at, version);
          break;
        }
  }
}

FLEETLINT_RULE(preview_api_version) = {
    .id = "FL-API-004",
    .name = "preview-api-version",
    .title = "Preview API version in a fleet template",
    .severity = Severity::warning,
    .outcome = Outcome::refused,
    .tier = 2,
    .confidence = Confidence::high,
    .fix = FixClass::yes,
    .tags = "schema",
    .page = R"md(Preview API version in a fleet template.

Azure refuses the deployment or the upgrade.

## When

apiVersion ends with -preview (or -alpha, -beta, -privatepreview).

## Example

Flagged: `2016-04-30-preview`.

Fine: `stable version`.

## Fix

The next stable version that knows all used properties.

## What is unknown

Quiet on unknown. A parameter with allowedValues but no value/default: finding only if every allowed value fails. A defaultValue counts as the value when no parameter file overrides it (finding carries assumedDefault=true).

## Sources

- Microsoft Learn: Azure Virtual Machine Scale Set automatic OS image upgrades (compare by date)
- peer arm-ttk)md",
    .check_model = check_preview_api_version,
};

}  // namespace fleetlint::rules
