#include "fleetlint/rules/rule.h"
#include "checks.h"
#include "changes.h"

namespace fleetlint::rules {

static void check_publisher_or_offer_changed(const FleetModel&, RuleContext& context) {
  for (const auto& [now, before] : set_pairs(context))
    for (const char* name : {"publisher", "offer"}) {
      const Property a = now->image()[name], b = before->image()[name];
      if ((a.present() && b.present()) != Tri::yes || differs(a, b) != Tri::yes) continue;
      context.report(*now, a, "an existing set keeps the image " + std::string(name) + " it was made with: " + shown(b) + " cannot become " + shown(a)).note(b, "the earlier version").help("make a second set");
      break;
    }
}

FLEETLINT_RULE(publisher_or_offer_changed) = {
    .id = "FL-DIF-001",
    .name = "publisher-or-offer-changed",
    .title = "Image publisher or offer changed on an existing set",
    .severity = Severity::error,
    .outcome = Outcome::refused,
    .tier = 1,
    .confidence = Confidence::high,
    .fix = FixClass::no,
    .tags = "image upgrade",
    .suppressed_by = "FL-DIF-020",
    .page = R"md(Image publisher or offer changed on an existing set.

Azure refuses the deployment or the upgrade.

## When

properties.virtualMachineProfile.storageProfile.imageReference.publisher or properties.virtualMachineProfile.storageProfile.imageReference.offer differs from baseline (case-insensitive); includes UbuntuServer -> 0001-com-ubuntu-server-*.

## Example

Flagged: `offer UbuntuServer -> 0001-com-ubuntu-server-jammy`.

Fine: `same offer`.

Azure says: `PropertyChangeNotAllowed`

## What is unknown

Needs a baseline template (previous version). Either side unknown: no finding unless both sides are the identical expression (then: unchanged).

## Sources

- Microsoft Learn: Azure Virtual Machine Scale Set automatic OS image upgrades)md",
    .check_model = check_publisher_or_offer_changed,
};

}  // namespace fleetlint::rules
