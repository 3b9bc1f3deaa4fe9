#include "fleetlint/rules/rule.h"

namespace fleetlint::rules {

static void check_vm_application_failure_ignored(const ScaleSet& set, RuleContext& context) {
  if (set.os_upgrade_on() != Tri::yes) return;
  for (const auto& application : set.profile("applicationProfile.galleryApplications").items().certain) {
    const Property flag = application["treatFailureAsDeploymentFailure"];
    if (flag.is_true() == Tri::no) context.report(set, flag, "an application that fails to install does not count as a failure").help("set `treatFailureAsDeploymentFailure` to true (API version 2022-03-01 or later)");
  }
}

FLEETLINT_RULE(vm_application_failure_ignored) = {
    .id = "FL-EXT-023",
    .name = "vm-application-failure-ignored",
    .title = "A VM application that fails to install does not count as a failure",
    .severity = Severity::warning,
    .outcome = Outcome::outage,
    .tier = 2,
    .confidence = Confidence::medium,
    .fix = FixClass::yes,
    .tags = "extension health",
    .page = R"md(A VM application that fails to install does not count as a failure.

More machines than expected can be out of service at the same time.

## When

galleryApplications[].treatFailureAsDeploymentFailure is not true and automatic OS image upgrade is on.

## Example

Flagged: OS upgrade on, galleryApplications without treatFailureAsDeploymentFailure.

Fine: `treatFailureAsDeploymentFailure: true`.

## Fix

True (api >= 2022-03-01).

## What is unknown

An absent property is a known value (the platform default stated in the condition); an unresolvable property is unknown and gives no finding. A parent object that is itself an unresolved expression (parameters/variables/union) makes every child unknown, not absent.

## Sources

- schema: published resource type index
- Microsoft Learn: Azure Virtual Machine Scale Set automatic OS image upgrades)md",
    .check_scale_set = check_vm_application_failure_ignored,
};

}  // namespace fleetlint::rules
