#include "fleetlint/rules/rule.h"
#include "checks.h"
#include "script_sources.h"

namespace fleetlint::rules {

static void check_script_from_moving_branch(const FleetModel& model, RuleContext& context) {
  for (const auto& use : extension_uses(model, sets_and_arc))
    for (const auto& url : script_urls(*use.extension))
      if (moves(symbolic(url))) report(context, use, url, "the script " + safe_url(symbolic(url)) + " comes from a branch that can change between two instances").help("pin it to a commit or tag: scripts are run again at each OS upgrade");
}

FLEETLINT_RULE(script_from_moving_branch) = {
    .id = "FL-CSE-006",
    .name = "script-from-moving-branch",
    .title = "Script is fetched from a branch that can change",
    .severity = Severity::warning,
    .outcome = Outcome::upgrade_fails,
    .tier = 1,
    .confidence = Confidence::high,
    .fix = FixClass::suggest,
    .tags = "extension upgrade",
    .page = R"md(Script is fetched from a branch that can change.

The upgrade starts and then fails or stops half way.

## When

Known URL of fileUris: raw.githubusercontent.com/<o>/<r>/<ref>/ (or refs/heads/<branch>/), github.com/<o>/<r>/raw/<ref>/ or …/blob/<ref>/…?raw=true, where <ref> is neither a 40-digit commit nor a v?N.N tag (further numbers and suffixes allowed); refs/tags/… counts as pinned; dev.azure.com items without version; on other hosts a folder segment of the path (not the file name) that equals latest, current, main or master. For GitHub addresses only <ref> counts, not the folders below it.

## Example

Flagged: `https://raw.githubusercontent.com/o/r/master/x.sh`.

Fine: `…/o/r/<commit>/x.sh`.

## Fix

Pin to the current commit (network look-up only with --online). A proposal: its owner decides.

Note: 13 hits in the sampled public templates.

## What is unknown

Works on the known parts: literal fragments inside concat/format/interpolation are still scanned; a missing part never creates a finding by itself.

## Sources

- Microsoft Learn training: update applications of a scale set with the custom script extension
- Microsoft Learn: Azure Virtual Machine Scale Set automatic OS image upgrades (scripts are run again on each OS upgrade))md",
    .check_model = check_script_from_moving_branch,
};

}  // namespace fleetlint::rules
