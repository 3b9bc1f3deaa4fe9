#include "fleetlint/rules/rule.h"
#include "checks.h"

namespace fleetlint::rules {

static void check_extension_name_twice(const ScaleSet& set, RuleContext& context) {
  for (std::size_t i = 0; i < set.extensions.size(); ++i)
    for (std::size_t k = 0; k < i; ++k) {
      const auto& later = set.extensions[i];
      const auto& earlier = set.extensions[k];
      if ((later.exists && earlier.exists) != Tri::yes || equal(later.name, earlier.name) != Tri::yes || later.name.is_empty()) continue;
      const bool both_inline = later.is_inline && earlier.is_inline;
      if (!both_inline) {
        if (!later.is_inline && !earlier.is_inline) continue;
        const auto* a = later.properties.value();
        const auto* b = earlier.properties.value();
        if (a == nullptr || b == nullptr || eval::deep_equal(*a, *b) != Tri::no) continue;
      }
      auto finding = context.report(set, later, later.name_property, both_inline ? "two extensions are named `" + later.display_name() + "`" : "extension `" + later.display_name() + "` is written inline and as a resource, with different properties");
      finding.note(earlier.name_property, "the other one");
      if (!both_inline) finding.severity(Severity::warning);
      break;
    }
}

FLEETLINT_RULE(extension_name_twice) = {
    .id = "FL-EXT-005",
    .name = "extension-name-twice",
    .title = "Two extensions of one scale set share a name",
    .severity = Severity::error,
    .outcome = Outcome::refused,
    .tier = 2,
    .confidence = Confidence::high,
    .fix = FixClass::suggest,
    .tags = "extension",
    .page = R"md(Two extensions of one scale set share a name.

Azure refuses the deployment or the upgrade.

## When

Two inline extensions with equal name (case-insensitive): error. One inline and one virtualMachineScaleSets/extensions child with the same name and different properties: warning (last writer wins).

## Example

Flagged: `"cse" in both`.

Fine: `one place`.

## Fix

Keep one. A proposal: its owner decides.

Azure says: `On VM Scale Set '<name>', extension name '<ext>' cannot be used for more than one extension.`

## What is unknown

Cross-resource: compare by evaluated value when both sides are known; otherwise by normalised expression text (whitespace, case, concat/format/interpolation folded); if neither decides, unknown and no finding.

## Sources

- ARM semantics
- issue azure-docs#15359)md",
    .check_scale_set = check_extension_name_twice,
};

}  // namespace fleetlint::rules
