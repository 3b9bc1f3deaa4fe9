#include "fleetlint/rules/rule.h"
#include "checks.h"

namespace fleetlint::rules {

static void check_force_rerun_tag_in_automatic_mode(const ScaleSet& set, RuleContext& context) {
  if (set.mode_is(UpgradeMode::automatic) != Tri::yes) return;
  for (const auto& extension : set.extensions) {
    if (extension.exists != Tri::yes) continue;
    std::vector<Property> triggers = commands(extension);
    triggers.push_back(extension.properties["forceUpdateTag"]);
    triggers.push_back(extension.settings["timestamp"]);
    triggers.push_back(extension.protected_settings["timestamp"]);
    for (const auto& trigger : triggers) {
      bool changes = !trigger.is_absent();
      for (const auto* value : trigger.alternatives()) changes = changes && value != nullptr && changes_with_each_deployment(*value);
      if (!changes) continue;
      context.report(set, extension, trigger, "`" + std::string(trigger.name()) + "` differs at each deployment, and mode `Automatic` runs the extension again on all instances at once")
          .note(set.upgrade.policy["mode"], "the mode")
          .help("derive the value from what the extension runs, with uniqueString(), or use `Rolling`");
    }
  }
}

FLEETLINT_RULE(force_rerun_tag_in_automatic_mode) = {
    .id = "FL-UPG-033",
    .name = "force-rerun-tag-in-automatic-mode",
    .title = "Each deployment changes a force-rerun value and Automatic mode pushes it to all instances at once",
    .severity = Severity::warning,
    .outcome = Outcome::outage,
    .tier = 1,
    .confidence = Confidence::high,
    .fix = FixClass::suggest,
    .tags = "upgrade extension",
    .page = R"md(Each deployment changes a force-rerun value and Automatic mode pushes it to all instances at once.

More machines than expected can be out of service at the same time.

## When

properties.upgradePolicy.mode == Automatic and (forceUpdateTag, settings.timestamp, or command text of an effective extension that is certainly present depends, also through functions, variables and module or nested-template parameters, on utcNow(), newGuid(), deployment().name or a parameter whose value is its default utcNow()/newGuid()). A default that a parameter file, the command line or a caller overrides is not a value; an extension under an unknown condition gives no finding.

## Example

Flagged: `forceUpdateTag:"[parameters('now')]" with now default utcNow()`.

Fine: `forceUpdateTag bound to a content hash (uniqueString of script version)`.

## Fix

Replace by uniqueString() of the script inputs; or mode Rolling. A proposal: its owner decides.

## What is unknown

Works on the known parts: literal fragments inside concat/format/interpolation are still scanned; a missing part never creates a finding by itself.

## Sources

- Microsoft Learn training: update applications of a scale set with the custom script extension
- bicep function docs (utcNow is new on every deployment))md",
    .check_scale_set = check_force_rerun_tag_in_automatic_mode,
};

}  // namespace fleetlint::rules
