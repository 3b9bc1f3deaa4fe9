#include "fleetlint/rules/rule.h"

namespace fleetlint::rules {

static void check_os_upgrade_deferred(const ScaleSet& set, RuleContext& context) {
  const Property deferral = set.upgrade.automatic_os["osRollingUpgradeDeferral"];
  const auto& version = set.resource->api_version();
  if ((set.os_upgrade_on() && deferral.is_true()) != Tri::yes || !version || *version < *parse_api_version("2023-09-01") || context.setting_true("approver")) return;
  context.report(set, deferral, "every OS upgrade waits for an approval call, which no template makes")
      .help("remove it, or set `approver` for this rule when something approves upgrades");
}

FLEETLINT_RULE(os_upgrade_deferred) = {
    .id = "FL-UPG-027",
    .name = "os-upgrade-deferred",
    .title = "OS upgrade waits for an approval call that the template does not make",
    .severity = Severity::warning,
    .outcome = Outcome::no_upgrade,
    .tier = 1,
    .confidence = Confidence::high,
    .fix = FixClass::suggest,
    .tags = "upgrade",
    .settings = "approver=false",
    .page = R"md(OS upgrade waits for an approval call that the template does not make.

Nothing is refused, but machines silently stay as they are.

## When

automatic OS image upgrade is on and properties.upgradePolicy.automaticOSUpgradePolicy.osRollingUpgradeDeferral == true and apiVersion >= 2023-09-01 (below it the property does not exist and FL-API-002 reports it; unknown apiVersion: no finding).

## Example

Flagged: `osRollingUpgradeDeferral:true`.

Fine: `osRollingUpgradeDeferral absent`.

## Fix

Remove, or say in the configuration that somebody approves (setting `approver`: true silences). A proposal: its owner decides.

## What is unknown

Quiet on unknown. A parameter with allowedValues but no value/default: finding only if every allowed value fails. A defaultValue counts as the value when no parameter file overrides it (finding carries assumedDefault=true).

## Sources

- schema text (deferral until ApproveRollingUpgrade))md",
    .check_scale_set = check_os_upgrade_deferred,
};

}  // namespace fleetlint::rules
