#include "fleetlint/rules/rule.h"
#include "checks.h"

namespace fleetlint::rules {

static void check_vm_application_version_pinned(const ScaleSet& set, RuleContext& context) {
  if (set.os_upgrade_on() != Tri::yes) return;
  for (const auto& application : set.profile("applicationProfile.galleryApplications").items().certain) {
    const Property id = application["packageReferenceId"];
    const auto segments = symbolic(id).split('/');
    if (segments.size() < 2 || !segments.back().is_complete() || !equal_ignoring_case(segments[segments.size() - 2].text(), "versions")) continue;
    if (!equal_ignoring_case(segments.back().text(), "latest")) context.report(set, id, "the application stays at version `" + segments.back().text() + "` while images roll on");
  }
}

FLEETLINT_RULE(vm_application_version_pinned) = {
    .id = "FL-EXT-022",
    .name = "vm-application-version-pinned",
    .title = "VM application pinned to one version while images roll on",
    .severity = Severity::info,
    .outcome = Outcome::advice,
    .tier = 3,
    .confidence = Confidence::high,
    .fix = FixClass::no,
    .tags = "extension upgrade",
    .page = R"md(VM application pinned to one version while images roll on.

Advice: it works, but is easy to get wrong or harder to operate.

## When

properties.virtualMachineProfile.applicationProfile.galleryApplications[].packageReferenceId ends with a version other than latest and automatic OS image upgrade is on.

## Example

Flagged: `…/versions/1.0.0`.

Fine: `…/versions/latest`.

## What is unknown

Quiet on unknown. A parameter with allowedValues but no value/default: finding only if every allowed value fails. A defaultValue counts as the value when no parameter file overrides it (finding carries assumedDefault=true).

## Sources

- schema: published resource type index
- own inference)md",
    .check_scale_set = check_vm_application_version_pinned,
};

}  // namespace fleetlint::rules
