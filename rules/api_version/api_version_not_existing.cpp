#include "fleetlint/rules/rule.h"
#include "checks.h"
#include "fleetlint/rules/api_table.h"

namespace fleetlint::rules {
namespace {

/// Served once, but missing in the published index.
bool is_served_unlisted(const Resource& resource, std::string_view version) {
  if (resource.is("microsoft.compute/virtualmachinescalesets"))
    return version == "2015-05-01-preview" || version == "2016-08-30" || version == "2017-10-30-preview";
  if (resource.is("microsoft.servicefabric/clusters")) return version == "2016-03-01" || version.ends_with("-privatepreview");
  return false;
}

bool is_listed(const KnownType& type, std::string_view version) {
  for (const auto known : type.versions)
    if (equal_ignoring_case(known, version)) return true;
  return false;
}

bool is_checked(const Resource& resource) {
  for (const std::string_view type : {"microsoft.compute/virtualmachinescalesets", "microsoft.compute/virtualmachinescalesets/extensions", "microsoft.servicefabric/clusters",
                                      "microsoft.hybridcompute/machines/extensions", "microsoft.maintenance/maintenanceconfigurations",
                                      "microsoft.maintenance/configurationassignments"})
    if (resource.is(type)) return true;
  return false;
}

}  // namespace

static void check_api_version_not_existing(const FleetModel& model, RuleContext& context) {
  for (const auto& resource : model.resources) {
    const auto* type = find_known_type(resource.type());
    const Property at = resource.api_version_property();
    const auto text = at.text();
    const auto& version = resource.api_version();
    if (resource.is_existing() || type == nullptr || !is_checked(resource) || !text || !version) continue;
    if (*version < *parse_api_version(type->versions.front()) || *version > *parse_api_version(type->versions.back())) continue;
    if (is_listed(*type, *text) || is_served_unlisted(resource, to_lower(*text))) continue;
    if (resource.is("microsoft.compute/virtualmachinescalesets/extensions")) {
      const auto* set = find_known_type("Microsoft.Compute/virtualMachineScaleSets");
      if (is_listed(*set, *text) || *text == "2015-05-01-preview" || *text == "2016-08-30" || *text == "2017-10-30-preview") continue;
    }
    std::string_view below;
    for (const auto known : type->versions)
      if (*parse_api_version(known) < *version) below = known;
    context.report(resource, at, "`" + std::string(resource.written_type()) + "` never had an API version `" + std::string(*text) + "`")
        .help("the next lower one is " + std::string(below))
        .fix_value(at, below);
  }
}

FLEETLINT_RULE(api_version_not_existing) = {
    .id = "FL-API-005",
    .name = "api-version-not-existing",
    .title = "This API version never existed",
    .severity = Severity::error,
    .outcome = Outcome::refused,
    .tier = 2,
    .confidence = Confidence::high,
    .fix = FixClass::yes,
    .tags = "schema",
    .page = R"md(This API version never existed.

Azure refuses the deployment or the upgrade.

## When

oldest listed version <= apiVersion <= newest known version of the type, apiVersion not in the version list of the resource type, and not one of the versions that were served but are missing from the published index: virtualMachineScaleSets 2015-05-01-preview, 2016-08-30, 2017-10-30-preview; virtualMachineScaleSets/extensions also every version of the set; ServiceFabric/clusters 2016-03-01, *-privatepreview.

## Example

Flagged: `2018-11-01 for a scale set`.

Fine: `2018-10-01`.

## Fix

Nearest lower existing version.

Azure says: `NoRegisteredProviderFound`

Note: Versions newer than the table are accepted silently.

## What is unknown

Quiet on unknown. A parameter with allowedValues but no value/default: finding only if every allowed value fails. A defaultValue counts as the value when no parameter file overrides it (finding carries assumedDefault=true).

## Sources

- schema (version lists))md",
    .check_model = check_api_version_not_existing,
};

}  // namespace fleetlint::rules
