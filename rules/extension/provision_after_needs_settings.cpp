#include "fleetlint/rules/rule.h"
#include "checks.h"

namespace fleetlint::rules {

static void check_provision_after_needs_settings(const ScaleSet& set, RuleContext& context) {
  for (const auto& extension : set.extensions)
    for (const auto& after : extension.properties["provisionAfterExtensions"].items().certain)
      for (const auto& other : set.extensions)
        if (equal(symbolic(after), other.name) == Tri::yes && other.settings.present() == Tri::no)
          context.report(set, other, other.settings, "`" + extension.display_name() + "` waits for `" + other.display_name() + "`, which has no `settings` object").note(after, "it waits here").help("add `settings: {}`");
}

FLEETLINT_RULE(provision_after_needs_settings) = {
    .id = "FL-EXT-003",
    .name = "provision-after-needs-settings",
    .title = "Extension that others wait for lacks a settings object",
    .severity = Severity::warning,
    .outcome = Outcome::upgrade_fails,
    .tier = 2,
    .confidence = Confidence::low,
    .fix = FixClass::yes,
    .tags = "extension",
    .page = R"md(Extension that others wait for lacks a settings object.

The upgrade starts and then fails or stops half way.

## When

Extension named in another's provisionAfterExtensions has no settings property.

## Example

Flagged: `properties:{publisher,type,…}`.

Fine: `settings:{}`.

## Fix

Add settings:{}.

## What is unknown

An absent property is a known value (the platform default stated in the condition); an unresolvable property is unknown and gives no finding. A parent object that is itself an unresolved expression (parameters/variables/union) makes every child unknown, not absent.

## Sources

- doc: sequencing)md",
    .check_scale_set = check_provision_after_needs_settings,
};

}  // namespace fleetlint::rules
