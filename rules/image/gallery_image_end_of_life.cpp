#include "fleetlint/rules/rule.h"

namespace fleetlint::rules {

static void check_gallery_image_end_of_life(const FleetModel& model, RuleContext& context) {
  for (const auto& resource : model.resources) {
    if (resource.is_existing()) continue;
    Property date;
    if (resource.is("microsoft.compute/galleries/images")) date = resource["properties.endOfLifeDate"];
    else if (resource.is("microsoft.compute/galleries/images/versions")) date = resource["properties.publishingProfile.endOfLifeDate"];
    else continue;
    const auto text = date.text();
    const auto end = text ? parse_instant(*text) : std::nullopt;
    if (!end || *end >= context.now()) continue;
    context.report(resource, date, "the image reached its end of life on " + format_instant(*end)).help("publish a new version");
  }
}

FLEETLINT_RULE(gallery_image_end_of_life) = {
    .id = "FL-IMG-017",
    .name = "gallery-image-end-of-life",
    .title = "Gallery image or version is past its end-of-life date",
    .severity = Severity::warning,
    .outcome = Outcome::no_upgrade,
    .tier = 3,
    .confidence = Confidence::high,
    .fix = FixClass::suggest,
    .tags = "image",
    .page = R"md(Gallery image or version is past its end-of-life date.

Nothing is refused, but machines silently stay as they are.

## When

Microsoft.Compute/galleries/images properties.endOfLifeDate or …/versions properties.publishingProfile.endOfLifeDate < now.

## Example

Flagged: `endOfLifeDate:"2025-01-01"`.

Fine: `endOfLifeDate: '2030-01-01'`.

## Fix

Publish a new version. A proposal: its owner decides.

## What is unknown

Uses the injected clock. Unknown expiry or start: no finding. Text parts that cannot be resolved are ignored.

## Sources

- doc: gallery image properties
- own inference)md",
    .check_model = check_gallery_image_end_of_life,
};

}  // namespace fleetlint::rules
