#include "fleetlint/rules/rule.h"

namespace fleetlint::rules {

static void check_platform_patching_custom_image(const ScaleSet& set, RuleContext& context) {
  const bool custom = set.image_kind == ImageKind::gallery || set.image_kind == ImageKind::gallery_pinned || set.image_kind == ImageKind::shared || set.image_kind == ImageKind::community ||
                      set.image_kind == ImageKind::managed || set.image_kind == ImageKind::vhd;
  if (custom && set.patch_mode().equals("AutomaticByPlatform") == Tri::yes) context.report(set, set.patch_mode(), "platform guest patching does not take custom images").note(set.image(), "the image");
}

FLEETLINT_RULE(platform_patching_custom_image) = {
    .id = "FL-GPT-008",
    .name = "platform-patching-custom-image",
    .title = "Platform guest patching does not take custom images",
    .severity = Severity::warning,
    .outcome = Outcome::no_upgrade,
    .tier = 2,
    .confidence = Confidence::high,
    .fix = FixClass::no,
    .tags = "guest-patching image",
    .page = R"md(Platform guest patching does not take custom images.

Nothing is refused, but machines silently stay as they are.

## When

patchMode AutomaticByPlatform and the kind of image is one of {gallery, gallery-pinned, shared, community, managed, vhd}.

## Example

Flagged: `gallery image`.

Fine: `marketplace image`.

## What is unknown

Quiet on unknown. A parameter with allowedValues but no value/default: finding only if every allowed value fails. A defaultValue counts as the value when no parameter file overrides it (finding carries assumedDefault=true).

## Sources

- doc: vendor pages on automatic VM guest patching, hotpatch, scheduled patching prerequisites)md",
    .check_scale_set = check_platform_patching_custom_image,
};

}  // namespace fleetlint::rules
