#include "fleetlint/rules/rule.h"
#include "checks.h"

namespace fleetlint::rules {

static void check_apphealth_v2_over_tcp(const FleetModel& model, RuleContext& context) {
  for (const auto& use : extension_uses(model, Hosts::scale_sets)) {
    const auto& extension = *use.extension;
    const Property grace = extension.settings["gracePeriod"];
    const Tri second = extension.handler_version.test([](const eval::Value& value) {
      const auto text = scalar_text(value);
      return tri(text && (text->starts_with("2.") || *text == "2"));
    });
    if ((is_application_health(extension) && second && extension.settings["protocol"].equals("tcp") && grace.present()) == Tri::yes)
      report(context, use, grace, "over TCP there are no rich health states, only healthy and unhealthy").note(extension.settings["protocol"], "the protocol");
  }
}

FLEETLINT_RULE(apphealth_v2_over_tcp) = {
    .id = "FL-HLT-023",
    .name = "apphealth-v2-over-tcp",
    .title = "Rich health states over TCP do not exist; TCP yields binary health only",
    .severity = Severity::info,
    .outcome = Outcome::advice,
    .tier = 3,
    .confidence = Confidence::medium,
    .fix = FixClass::no,
    .tags = "health extension",
    .page = R"md(Rich health states over TCP do not exist; TCP yields binary health only.

Advice: it works, but is easy to get wrong or harder to operate.

## When

typeHandlerVersion starts 2. and settings.protocol == tcp and settings.gracePeriod present.

## Example

Flagged: `2.0 + tcp + gracePeriod`.

Fine: `2.0 + http`.

## What is unknown

Quiet on unknown. A parameter with allowedValues but no value/default: finding only if every allowed value fails. A defaultValue counts as the value when no parameter file overrides it (finding carries assumedDefault=true).

## Sources

- doc: vendor pages on Application Health extension, load-balancer probes, scale set networking errors)md",
    .check_model = check_apphealth_v2_over_tcp,
};

}  // namespace fleetlint::rules
