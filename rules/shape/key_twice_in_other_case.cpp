#include "fleetlint/rules/rule.h"
#include <set>
#include "checks.h"

namespace fleetlint::rules {

static void check_key_twice_in_other_case(const ScaleSet& set, RuleContext& context) {
  walk_properties(set.resource->body(), [&](const Property& object) {
    if (equal_ignoring_case(object.name(), "tags") || equal_ignoring_case(object.name(), "userAssignedIdentities")) return false;
    std::set<std::string> seen;
    for (const auto& member : object.members())
      if (!seen.insert(to_lower(member.name())).second) context.report(set, member, "`" + std::string(member.name()) + "` is there twice, with different capitals").help("keep one");
    return true;
  });
}

FLEETLINT_RULE(key_twice_in_other_case) = {
    .id = "FL-SCH-006",
    .name = "key-twice-in-other-case",
    .title = "The same property twice with different capitals",
    .severity = Severity::warning,
    .outcome = Outcome::refused,
    .tier = 2,
    .confidence = Confidence::high,
    .fix = FixClass::suggest,
    .tags = "schema",
    .page = R"md(The same property twice with different capitals.

Azure refuses the deployment or the upgrade.

## When

Two keys of one object equal ignoring case.

## Example

Flagged: `RollingUpgradePolicy and rollingUpgradePolicy`.

Fine: `one key`.

## Fix

Merge. A proposal: its owner decides.

## What is unknown

Quiet: if any operand evaluates to unknown (parameter without value or default, reference(), list*(), unresolved conditional) emit nothing; count the rule as not evaluated for that resource.

## Sources

- Microsoft Learn: Azure Virtual Machine Scale Set automatic OS image upgrades (mixed case in the example)
- JSON rules)md",
    .check_scale_set = check_key_twice_in_other_case,
};

}  // namespace fleetlint::rules
