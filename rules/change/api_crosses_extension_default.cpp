#include "fleetlint/rules/rule.h"
#include "checks.h"
#include "changes.h"
#include "fleetlint/fleet/extension_facts.h"

namespace fleetlint::rules {

static void check_api_crosses_extension_default(const FleetModel&, RuleContext& context) {
  const auto flip = *parse_api_version("2025-04-01");
  for (const auto& [now, before] : set_pairs(context))
    for (const auto& extension : now->extensions)
      for (const auto& earlier : before->extensions) {
        if (!equal_ignoring_case(extension.name.text(), earlier.name.text()) || !extension.name.is_complete()) continue;
        const auto& a = extension.resource->api_version();
        const auto& b = earlier.resource->api_version();
        const auto publisher = extension.publisher.text(), type = extension.type.text();
        if (!a || !b || !(*b < flip) || *a < flip || !publisher || !type || !is_auto_upgrade_type(*publisher, *type)) continue;
        const Property flag = extension.properties["enableAutomaticUpgrade"];
        if (flag.is_absent() && extension.exists == Tri::yes) context.report(*now, extension, flag, "the newer API version switches automatic upgrade of " + shown(extension.type) + " on").note(extension.resource->api_version_property(), "the API version").help("state `enableAutomaticUpgrade`");
      }
}

FLEETLINT_RULE(api_crosses_extension_default) = {
    .id = "FL-DIF-014",
    .name = "api-crosses-extension-default",
    .title = "API version crosses 2025-04-01, so unstated extension auto-upgrade turns on",
    .severity = Severity::warning,
    .outcome = Outcome::outage,
    .tier = 2,
    .confidence = Confidence::medium,
    .fix = FixClass::yes,
    .tags = "extension upgrade",
    .page = R"md(API version crosses 2025-04-01, so unstated extension auto-upgrade turns on.

More machines than expected can be out of service at the same time.

## When

baseline apiVersion < 2025-04-01 <= new apiVersion of the resource that defines the extension, and that effective extension (of a type that Azure upgrades automatically) has no enableAutomaticUpgrade in the new version.

## Example

Flagged: `2024-11-01 -> 2025-04-01`.

Fine: `flag stated`.

## Fix

State false to keep behaviour.

## What is unknown

Needs a baseline template (previous version). Either side unknown: no finding unless both sides are the identical expression (then: unchanged).

## Sources

- doc: vendor page on modifying a scale set (properties with restrictions))md",
    .check_model = check_api_crosses_extension_default,
};

}  // namespace fleetlint::rules
