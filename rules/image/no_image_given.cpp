#include "fleetlint/rules/rule.h"

namespace fleetlint::rules {

static void check_no_image_given(const ScaleSet& set, RuleContext& context) {
  const Property disk = set.profile("storageProfile.osDisk"), option = disk["createOption"];
  if (!set.profile().is_present() || !set.image().is_absent() || !disk["image"].is_absent()) return;
  if ((option.equals("FromImage") || !option.present()) != Tri::yes) return;
  context.report(set, set.image(), "neither an image reference nor an image disk is given").help("state `storageProfile.imageReference`");
}

FLEETLINT_RULE(no_image_given) = {
    .id = "FL-IMG-026",
    .name = "no-image-given",
    .title = "Neither image reference nor image disk is given",
    .severity = Severity::error,
    .outcome = Outcome::refused,
    .tier = 2,
    .confidence = Confidence::medium,
    .fix = FixClass::no,
    .tags = "image schema",
    .suppressed_by = "FL-IMG-012",
    .page = R"md(Neither image reference nor image disk is given.

Azure refuses the deployment or the upgrade.

## When

properties.virtualMachineProfile present and properties.virtualMachineProfile.storageProfile.imageReference absent and properties.virtualMachineProfile.storageProfile.osDisk.image absent and properties.virtualMachineProfile.storageProfile.osDisk.createOption is FromImage or absent.

## Example

Flagged: `storageProfile:{osDisk:{createOption:"FromImage"}}`.

Fine: `imageReference set`.

## What is unknown

An absent property is a known value (the platform default stated in the condition); an unresolvable property is unknown and gives no finding. A parent object that is itself an unresolved expression (parameters/variables/union) makes every child unknown, not absent.

## Sources

- schema: published resource type index)md",
    .check_scale_set = check_no_image_given,
};

}  // namespace fleetlint::rules
