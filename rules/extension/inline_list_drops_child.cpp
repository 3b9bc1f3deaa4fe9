#include "fleetlint/rules/rule.h"

namespace fleetlint::rules {

static void check_inline_list_drops_child(const ScaleSet& set, RuleContext& context) {
  const Property list = set.profile("extensionProfile.extensions");
  const Items items = list.items();
  if (!list.is_present() || !items.is_complete()) return;
  for (const auto& extension : set.extensions) {
    if (extension.is_inline || extension.exists != Tri::yes) continue;
    Tri inline_too = Tri::no;
    for (const auto& other : set.extensions)
      if (other.is_inline) inline_too = inline_too || equal(other.name, extension.name);
    if (inline_too == Tri::no) context.report(set, extension, extension.resource->body(), "each deployment of the set drops extension `" + extension.display_name() + "` and adds it again").note(list, "the inline list does not name it");
  }
}

FLEETLINT_RULE(inline_list_drops_child) = {
    .id = "FL-EXT-019",
    .name = "inline-list-drops-child",
    .title = "Every deployment of the set removes the child extension and adds it again",
    .severity = Severity::warning,
    .outcome = Outcome::outage,
    .tier = 2,
    .confidence = Confidence::low,
    .fix = FixClass::suggest,
    .tags = "extension upgrade",
    .page = R"md(Every deployment of the set removes the child extension and adds it again.

More machines than expected can be out of service at the same time.

## When

The set has an inline extension list that lacks a child extension deployed as its own resource in the same deployment.

## Example

Flagged: `inline [A], child B`.

Fine: `inline [A,B]`.

## Fix

Move B inline. A proposal: its owner decides.

Doubt: Reports differ on what a PUT does to members it omits (vm-scale-sets#66 saw the network profile survive). Test live before raising above warning.

## What is unknown

Cross-resource: compare by evaluated value when both sides are known; otherwise by normalised expression text (whitespace, case, concat/format/interpolation folded); if neither decides, unknown and no finding.

## Sources

- inference from PUT semantics)md",
    .check_scale_set = check_inline_list_drops_child,
};

}  // namespace fleetlint::rules
