#include "fleetlint/rules/rule.h"
#include "checks.h"

namespace fleetlint::rules {
namespace {

/// Conditions that exclude each other are seen as unknown existence, so only certain pairs count.
bool are_twins(const Extension& a, const Extension& b) {
  if ((a.exists && b.exists) != Tri::yes || equal(a.name, b.name) != Tri::no) return false;
  return equal(symbolic(a.publisher), symbolic(b.publisher)) == Tri::yes && equal(symbolic(a.type), symbolic(b.type)) == Tri::yes && a.type.is_present() && a.publisher.is_present();
}

}  // namespace

static void check_extension_type_twice(const FleetModel& model, RuleContext& context) {
  for (const auto& set : model.scale_sets)
    for (std::size_t i = 0; i < set.extensions.size(); ++i)
      for (std::size_t k = 0; k < i; ++k)
        if (are_twins(set.extensions[i], set.extensions[k])) {
          context.report(set, set.extensions[i], set.extensions[i].type, "extension type " + shown(set.extensions[i].type) + " is there twice, as `" + set.extensions[k].display_name() + "` and `" + set.extensions[i].display_name() + "`")
              .note(set.extensions[k].type, "the other one")
              .help("a machine takes one of a type: merge them");
          break;
        }
  const auto& machines = model.machine_extensions;
  for (std::size_t i = 0; i < machines.size(); ++i)
    for (std::size_t k = 0; k < i; ++k) {
      const auto& names = machines[i].resource->names();
      const auto& others = machines[k].resource->names();
      if (!machines[i].resource->is("microsoft.hybridcompute/machines/extensions") || machines[k].resource->type() != machines[i].resource->type()) continue;
      if (names.size() != 2 || others.size() != 2 || equal(names[0], others[0]) != Tri::yes || !are_twins(machines[i], machines[k])) continue;
      report(context, {nullptr, &machines[i]}, machines[i].type, "extension type " + shown(machines[i].type) + " is there twice on this machine").note(machines[k].type, "the other one");
      break;
    }
}

FLEETLINT_RULE(extension_type_twice) = {
    .id = "FL-EXT-004",
    .name = "extension-type-twice",
    .title = "Same extension type twice on one machine",
    .severity = Severity::error,
    .outcome = Outcome::refused,
    .tier = 1,
    .confidence = Confidence::high,
    .fix = FixClass::suggest,
    .tags = "extension",
    .page = R"md(Same extension type twice on one machine.

Azure refuses the deployment or the upgrade.

## When

Two effective extensions of one scale set (or two extensions of one Arc machine) with different names (names compare without case) and equal publisher and type (without case), both certainly present; extensions under conditions that are negations of each other, or under an unknown condition, do not count.

## Example

Flagged: `two CustomScript entries`.

Fine: `one with combined commands`.

## Fix

Merge. A proposal: its owner decides.

Note: Conditions that are negations of each other do not count.

## What is unknown

Cross-resource: compare by evaluated value when both sides are known; otherwise by normalised expression text (whitespace, case, concat/format/interpolation folded); if neither decides, unknown and no finding.

## Sources

- doc: one instance of a type per VM)md",
    .check_model = check_extension_type_twice,
};

}  // namespace fleetlint::rules
