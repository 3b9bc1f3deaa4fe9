#include "fleetlint/rules/rule.h"
#include "fleetlint/rules/images.h"

namespace fleetlint::rules {

static void check_trusted_launch_off(const ScaleSet& set, RuleContext& context) {
  const Property type = set.profile("securityProfile.securityType");
  const auto publisher = set.image()["publisher"].text(), offer = set.image()["offer"].text(), sku = set.image()["sku"].text();
  if (!type.is_absent() || !publisher || !offer || !sku) return;
  const auto* row = find_supported_image(*publisher, *offer, *sku);
  if (row != nullptr && row->generation == "V2") context.report(set, type, "the image could run with trusted launch, and does not");
}

FLEETLINT_RULE(trusted_launch_off) = {
    .id = "FL-GOV-008",
    .name = "trusted-launch-off",
    .title = "Trusted launch not used on a capable image",
    .severity = Severity::info,
    .outcome = Outcome::advice,
    .tier = 3,
    .on_by_default = false,
    .confidence = Confidence::high,
    .fix = FixClass::no,
    .tags = "security",
    .page = R"md(Trusted launch not used on a capable image.

Advice: it works, but is easy to get wrong or harder to operate.

## When

gen2 image in table and securityType absent.

## Example

Flagged: a generation 2 image of the list without securityProfile.securityType.

Fine: `TrustedLaunch`.

## What is unknown

An absent property is a known value (the platform default stated in the condition); an unresolvable property is unknown and gives no finding. A parent object that is itself an unresolved expression (parameters/variables/union) makes every child unknown, not absent.

## Sources

- doc: vendor REST reference)md",
    .check_scale_set = check_trusted_launch_off,
};

}  // namespace fleetlint::rules
