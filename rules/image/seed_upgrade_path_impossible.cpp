#include "fleetlint/rules/rule.h"

namespace fleetlint::rules {

static void check_seed_upgrade_path_impossible(const ScaleSet& set, RuleContext& context) {
  const Property offer = set.image()["offer"];
  if ((set.os_upgrade_on() && offer.equals("UbuntuServer")) != Tri::yes) return;
  context.report(set, offer, "offer `UbuntuServer` ends with 18.04: a newer Ubuntu has another offer, and a set keeps the offer it was made with").help("plan a second set with `0001-com-ubuntu-server-jammy`");
}

FLEETLINT_RULE(seed_upgrade_path_impossible) = {
    .id = "FL-IMG-027",
    .name = "seed-upgrade-path-impossible",
    .title = "Suggested in-place step to a newer Ubuntu needs another offer",
    .severity = Severity::info,
    .outcome = Outcome::no_upgrade,
    .tier = 2,
    .confidence = Confidence::high,
    .fix = FixClass::no,
    .tags = "image upgrade",
    .page = R"md(Suggested in-place step to a newer Ubuntu needs another offer.

Nothing is refused, but machines silently stay as they are.

## When

automatic OS image upgrade is on and offer == UbuntuServer: moving to 20.04 or later changes the offer, which an existing set refuses.

## Example

Flagged: `UbuntuServer 18.04-LTS`.

Fine: `new set with 0001-com-ubuntu-server-jammy`.

Note: Tell the owner early: no in-place path.

## What is unknown

Quiet on unknown. A parameter with allowedValues but no value/default: finding only if every allowed value fails. A defaultValue counts as the value when no parameter file overrides it (finding carries assumedDefault=true).

## Sources

- Microsoft Learn: Azure Virtual Machine Scale Set automatic OS image upgrades (the example in the text contradicts its own last sentence)
- Microsoft Learn: Azure Virtual Machine Scale Set automatic OS image upgrades)md",
    .check_scale_set = check_seed_upgrade_path_impossible,
};

}  // namespace fleetlint::rules
