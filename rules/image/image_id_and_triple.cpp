#include "fleetlint/rules/rule.h"
#include "checks.h"

namespace fleetlint::rules {

static void check_image_id_and_triple(const ScaleSet& set, RuleContext& context) {
  const Property image = set.image();
  std::vector<std::string> ids, members;
  const Property* first_id = nullptr;
  std::vector<Property> id_properties;
  for (const char* name : {"id", "sharedGalleryImageId", "communityGalleryImageId"})
    if (image[name].is_present()) {
      ids.emplace_back(name);
      id_properties.push_back(image[name]);
    }
  if (ids.empty()) return;
  first_id = &id_properties.front();
  std::optional<Property> other;
  for (const char* name : {"publisher", "offer", "sku", "version"})
    if (image[name].is_present()) {
      members.emplace_back(name);
      if (!other) other = image[name];
    }
  if (members.empty() && ids.size() < 2) return;
  if (!other) other = id_properties[1];
  for (std::size_t i = 1; i < ids.size(); ++i) members.push_back(ids[i]);
  context.report(set, *other, "`" + ids[0] + "` cannot be used together with " + listing(members)).note(*first_id, "the image id").help("keep one way to name the image");
}

FLEETLINT_RULE(image_id_and_triple) = {
    .id = "FL-IMG-010",
    .name = "image-id-and-triple",
    .title = "Image id mixed with publisher/offer/sku/version",
    .severity = Severity::error,
    .outcome = Outcome::refused,
    .tier = 1,
    .confidence = Confidence::high,
    .fix = FixClass::suggest,
    .tags = "image schema",
    .page = R"md(Image id mixed with publisher/offer/sku/version.

Azure refuses the deployment or the upgrade.

## When

properties.virtualMachineProfile.storageProfile.imageReference.id (or sharedGalleryImageId / communityGalleryImageId) present together with any of publisher, offer, sku, version, or with another id kind.

## Example

Flagged: `{id:"…",version:"latest"}`.

Fine: `{id:"…"}`.

## Fix

Remove the members that do not apply; for id+version=latest remove version (yes). A proposal: its owner decides.

Azure says: `The property 'imageReference.id' cannot be used together with property 'imageReference.version'`

## What is unknown

Quiet: if any operand evaluates to unknown (parameter without value or default, reference(), list*(), unresolved conditional) emit nothing; count the rule as not evaluated for that resource.

## Sources

- issue azure-docs#68214)md",
    .check_scale_set = check_image_id_and_triple,
};

}  // namespace fleetlint::rules
