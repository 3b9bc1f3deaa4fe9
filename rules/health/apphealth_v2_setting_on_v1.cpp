#include "fleetlint/rules/rule.h"
#include "checks.h"

namespace fleetlint::rules {

static void check_apphealth_v2_setting_on_v1(const FleetModel& model, RuleContext& context) {
  for (const auto& use : extension_uses(model, Hosts::scale_sets)) {
    const auto& extension = *use.extension;
    const Property grace = extension.settings["gracePeriod"];
    const Tri first = extension.handler_version.test([](const eval::Value& value) {
      const auto text = scalar_text(value);
      return tri(text && (text->starts_with("1.") || *text == "1"));
    });
    if ((is_application_health(extension) && first && grace.present()) == Tri::yes)
      report(context, use, grace, "`gracePeriod` needs version 2 of the extension").note(extension.handler_version, "the version").help("use `2.0`; the application must then answer with rich health states");
  }
}

FLEETLINT_RULE(apphealth_v2_setting_on_v1) = {
    .id = "FL-HLT-022",
    .name = "apphealth-v2-setting-on-v1",
    .title = "Grace period or metrics need version 2 of the extension",
    .severity = Severity::warning,
    .outcome = Outcome::upgrade_fails,
    .tier = 2,
    .confidence = Confidence::high,
    .fix = FixClass::suggest,
    .tags = "health extension",
    .page = R"md(Grace period or metrics need version 2 of the extension.

The upgrade starts and then fails or stops half way.

## When

typeHandlerVersion starts 1. and settings.gracePeriod present.

## Example

Flagged: `typeHandlerVersion:"1.0", gracePeriod:600`.

Fine: `typeHandlerVersion:"2.0"`.

## Fix

2.0 (the app must then answer with rich health states). A proposal: its owner decides.

## What is unknown

Quiet on unknown. A parameter with allowedValues but no value/default: finding only if every allowed value fails. A defaultValue counts as the value when no parameter file overrides it (finding carries assumedDefault=true).

## Sources

- doc: vendor pages on Application Health extension, load-balancer probes, scale set networking errors)md",
    .check_model = check_apphealth_v2_setting_on_v1,
};

}  // namespace fleetlint::rules
