#include "fleetlint/rules/rule.h"
#include "checks.h"

namespace fleetlint::rules {

static void check_failures_suppressed(const FleetModel& model, RuleContext& context) {
  for (const auto& use : extension_uses(model, Hosts::scale_sets)) {
    const auto& extension = *use.extension;
    const Property flag = extension.properties["suppressFailures"];
    const Tri matters = is_custom_script(extension) || is_desired_state(extension) || is_application_health(extension) || extension.type.is_one_of({"VMApplicationManagerLinux", "VMApplicationManagerWindows"});
    if ((matters && flag.is_true()) == Tri::yes) report(context, use, flag, "a failure of `" + extension.display_name() + "` counts as success, and the rollout goes on").help("remove `suppressFailures`").fix_value(flag, "false");
  }
}

FLEETLINT_RULE(failures_suppressed) = {
    .id = "FL-EXT-015",
    .name = "failures-suppressed",
    .title = "Extension failures are hidden from the upgrade",
    .severity = Severity::warning,
    .outcome = Outcome::outage,
    .tier = 1,
    .confidence = Confidence::high,
    .fix = FixClass::yes,
    .tags = "extension health",
    .page = R"md(Extension failures are hidden from the upgrade.

More machines than expected can be out of service at the same time.

## When

suppressFailures == true on an extension that installs or configures the app (custom script, DSC, VM application, health).

## Example

Flagged: `suppressFailures:true`.

Fine: no suppressFailures.

## Fix

Remove.

Note: A failed instance then counts as healthy and the rollout goes on.

## What is unknown

Quiet on unknown. A parameter with allowedValues but no value/default: finding only if every allowed value fails. A defaultValue counts as the value when no parameter file overrides it (finding carries assumedDefault=true).

## Sources

- Microsoft Learn: Azure Virtual Machine Scale Set automatic OS image upgrades
- schema: published resource type index)md",
    .check_model = check_failures_suppressed,
};

}  // namespace fleetlint::rules
