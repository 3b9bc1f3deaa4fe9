#include "fleetlint/rules/rule.h"
#include "checks.h"

namespace fleetlint::rules {
namespace {

/// A stated value that is not what the platform would take anyway.
const Property* differing(const std::vector<Property>& members) {
  for (const auto& member : members) {
    const Tri differs = member.test([](const eval::Value& value) {
      const Property one(&value, {}, {});
      const auto percent = one.integer();
      const auto text = one.text();
      return tri(!((percent && *percent == 20) || one.boolean() == false || (text && parse_duration(*text) == 0)));
    });
    if (differs == Tri::yes) return &member;
  }
  return nullptr;
}

}  // namespace

static void check_rolling_policy_ignored_by_os_upgrade(const ScaleSet& set, RuleContext& context) {
  const Property use = set.upgrade.automatic_os["useRollingUpgradePolicy"];
  if ((set.os_upgrade_on() && set.upgrade.rolling.present() && !use.is_true()) != Tri::yes) return;
  const auto members = set.upgrade.rolling.members();
  const Property* member = differing(members);
  if (member == nullptr) return;
  context.report(set, *member, "`" + std::string(member->name()) + "` is " + shown(*member) + ", but the OS upgrade is not told to use this policy")
      .note(use, use.is_absent() ? "`useRollingUpgradePolicy` is not stated here" : "`useRollingUpgradePolicy` is off here")
      .help("set `automaticOSUpgradePolicy.useRollingUpgradePolicy` to true (API version 2022-03-01 or later)");
}

FLEETLINT_RULE(rolling_policy_ignored_by_os_upgrade) = {
    .id = "FL-UPG-007",
    .name = "rolling-policy-ignored-by-os-upgrade",
    .title = "Custom batch limits are set but the OS upgrade is not told to use them",
    .severity = Severity::info,
    .outcome = Outcome::advice,
    .tier = 2,
    .confidence = Confidence::medium,
    .fix = FixClass::yes,
    .tags = "upgrade",
    .page = R"md(Custom batch limits are set but the OS upgrade is not told to use them.

Advice: it works, but is easy to get wrong or harder to operate.

## When

automatic OS image upgrade is on and properties.upgradePolicy.rollingUpgradePolicy present with any value differing from the defaults and properties.upgradePolicy.automaticOSUpgradePolicy.useRollingUpgradePolicy is not true.

## Example

Flagged: `rollingUpgradePolicy:{maxBatchInstancePercent:10}, automaticOSUpgradePolicy:{enableAutomaticOSUpgrade:true}`.

Fine: `… + useRollingUpgradePolicy:true (api >= 2022-03-01)`.

## Fix

Add properties.upgradePolicy.automaticOSUpgradePolicy.useRollingUpgradePolicy=true and, if needed, raise apiVersion to >= 2022-03-01.

Doubt: Schema text says default false (policy not used); a later doc page says OS upgrades honour the rolling policy anyway. Report as info.

## What is unknown

An absent property is a known value (the platform default stated in the condition); an unresolvable property is unknown and gives no finding. A parent object that is itself an unresolved expression (parameters/variables/union) makes every child unknown, not absent.

## Sources

- Microsoft Learn: Azure Virtual Machine Scale Set automatic OS image upgrades
- schema (useRollingUpgradePolicy, default false)
- doc: automatic OS upgrade page, 2026)md",
    .check_scale_set = check_rolling_policy_ignored_by_os_upgrade,
};

}  // namespace fleetlint::rules
