#include "fleetlint/rules/rule.h"
#include "checks.h"
#include "script_sources.h"

namespace fleetlint::rules {

static void check_dsc_archive_from_branch(const FleetModel& model, RuleContext& context) {
  for (const auto& use : extension_uses(model, sets_and_arc)) {
    if (is_desired_state(*use.extension) != Tri::yes) continue;
    for (const char* path : {"configuration.url", "ModulesUrl"}) {
      const Property url = use.extension->settings[path];
      if (url.present() == Tri::yes && moves(symbolic(url))) report(context, use, url, "the archive comes from a place that can change").help("pin it to a tag or commit");
    }
  }
}

FLEETLINT_RULE(dsc_archive_from_branch) = {
    .id = "FL-EXT-026",
    .name = "dsc-archive-from-branch",
    .title = "DSC or other archive comes from a moving location",
    .severity = Severity::warning,
    .outcome = Outcome::upgrade_fails,
    .tier = 2,
    .confidence = Confidence::high,
    .fix = FixClass::suggest,
    .tags = "extension",
    .page = R"md(DSC or other archive comes from a moving location.

The upgrade starts and then fails or stops half way.

## When

settings.configuration.url / ModulesUrl (DSC) is http(s) on a branch path as in FL-CSE-006.

## Example

Flagged: `…/raw/master/x.zip`.

Fine: `tag or commit`.

## Fix

Pin to commit. A proposal: its owner decides.

## What is unknown

Works on the known parts: literal fragments inside concat/format/interpolation are still scanned; a missing part never creates a finding by itself.

## Sources

- Microsoft Learn training: update applications of a scale set with the custom script extension (same pattern))md",
    .check_model = check_dsc_archive_from_branch,
};

}  // namespace fleetlint::rules
