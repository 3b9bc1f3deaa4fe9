#include "fleetlint/rules/rule.h"
#include "changes.h"

namespace fleetlint::rules {

static void check_extension_removed(const FleetModel&, RuleContext& context) {
  for (const auto& [now, before] : set_pairs(context)) {
    if (now->extensions_open) continue;
    for (const auto& earlier : before->extensions) {
      if (earlier.exists != Tri::yes || !earlier.name.is_complete() || earlier.name.is_empty()) continue;
      bool kept = false;
      for (const auto& extension : now->extensions) kept = kept || !extension.name.is_complete() || equal_ignoring_case(extension.name.text(), earlier.name.text());
      if (!kept) context.report(*now, now->profile("extensionProfile"), "extension `" + earlier.display_name() + "` is gone from the model").element(earlier.display_name()).note(earlier.name_property, "the earlier version");
    }
  }
}

FLEETLINT_RULE(extension_removed) = {
    .id = "FL-DIF-017",
    .name = "extension-removed",
    .title = "Extension dropped from the model",
    .severity = Severity::info,
    .outcome = Outcome::no_upgrade,
    .tier = 2,
    .confidence = Confidence::high,
    .fix = FixClass::no,
    .tags = "extension security",
    .page = R"md(Extension dropped from the model.

Nothing is refused, but machines silently stay as they are.

## When

effective extension of the baseline is missing.

## Example

Flagged: `MDE removed`.

Fine: the extension stays.

## What is unknown

Needs a baseline template (previous version). Either side unknown: no finding unless both sides are the identical expression (then: unchanged).

## Sources

- own inference)md",
    .check_model = check_extension_removed,
};

}  // namespace fleetlint::rules
