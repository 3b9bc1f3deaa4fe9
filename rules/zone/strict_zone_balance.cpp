#include "fleetlint/rules/rule.h"

namespace fleetlint::rules {

static void check_strict_zone_balance(const ScaleSet& set, RuleContext& context) {
  const Property balance = set["properties.zoneBalance"];
  if (balance.is_true() == Tri::yes) context.report(set, balance, "strict zone balance: when a zone is down, the set cannot grow in the others").help("set `zoneBalance` to false").fix_value(balance, "false");
}

FLEETLINT_RULE(strict_zone_balance) = {
    .id = "FL-ZON-004",
    .name = "strict-zone-balance",
    .title = "Strict zone balance can block scale-out when a zone is down",
    .severity = Severity::warning,
    .outcome = Outcome::outage,
    .tier = 2,
    .confidence = Confidence::high,
    .fix = FixClass::yes,
    .tags = "zones capacity",
    .page = R"md(Strict zone balance can block scale-out when a zone is down.

More machines than expected can be out of service at the same time.

## When

properties.zoneBalance == true.

## Example

Flagged: `zoneBalance: true`.

Fine: `zoneBalance: false`.

## Fix

False.

## What is unknown

Quiet on unknown. A parameter with allowedValues but no value/default: finding only if every allowed value fails. A defaultValue counts as the value when no parameter file overrides it (finding carries assumedDefault=true).

## Sources

- peer APRL)md",
    .check_scale_set = check_strict_zone_balance,
};

}  // namespace fleetlint::rules
