#include "fleetlint/rules/rule.h"

namespace fleetlint::rules {

static void check_windows_updates_check_not_enforced(const ScaleSet& set, RuleContext& context) {
  const auto& version = set.resource->api_version();
  if ((set.os_upgrade_on() && set.is_windows()) != Tri::yes || !version) return;
  if (*version < *parse_api_version("2018-10-01") || *version >= *parse_api_version("2019-03-01")) return;
  const Property at = set.resource->api_version_property();
  context.report(set, at, "API versions below 2019-03-01 let Windows Update stay on next to OS image upgrade").help("use 2019-03-01 or later");
}

FLEETLINT_RULE(windows_updates_check_not_enforced) = {
    .id = "FL-API-010",
    .name = "windows-updates-check-not-enforced",
    .title = "API version is too old for Azure to enforce the Windows Update conflict",
    .severity = Severity::info,
    .outcome = Outcome::advice,
    .tier = 3,
    .confidence = Confidence::high,
    .fix = FixClass::yes,
    .tags = "schema guest-patching",
    .page = R"md(API version is too old for Azure to enforce the Windows Update conflict.

Advice: it works, but is easy to get wrong or harder to operate.

## When

automatic OS image upgrade is on and the system is Windows and 2018-10-01 <= apiVersion < 2019-03-01.

## Example

Flagged: `apiVersion:"2018-10-01"`.

Fine: `2019-03-01`.

## Fix

Raise apiVersion.

Note: FL-GPT-001 is reported as warning for these versions.

## What is unknown

Quiet on unknown. A parameter with allowedValues but no value/default: finding only if every allowed value fails. A defaultValue counts as the value when no parameter file overrides it (finding carries assumedDefault=true).

## Sources

- Microsoft Learn: Azure Virtual Machine Scale Set automatic OS image upgrades)md",
    .check_scale_set = check_windows_updates_check_not_enforced,
};

}  // namespace fleetlint::rules
