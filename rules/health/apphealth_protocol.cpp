#include "fleetlint/rules/rule.h"
#include "checks.h"

namespace fleetlint::rules {

static void check_apphealth_protocol(const FleetModel& model, RuleContext& context) {
  for (const auto& use : extension_uses(model, Hosts::scale_sets)) {
    if ((is_application_health(*use.extension) && use.extension->exists) != Tri::yes) continue;
    const Property protocol = use.extension->settings["protocol"];
    const Tri valid = protocol.is_one_of({"http", "https", "tcp"});
    if (valid == Tri::no) report(context, use, protocol, "Application Health needs a protocol of `http`, `https` or `tcp`, and has " + shown(protocol, "none"));
  }
}

FLEETLINT_RULE(apphealth_protocol) = {
    .id = "FL-HLT-015",
    .name = "apphealth-protocol",
    .title = "Application Health extension without a valid protocol",
    .severity = Severity::error,
    .outcome = Outcome::refused,
    .tier = 2,
    .confidence = Confidence::high,
    .fix = FixClass::suggest,
    .tags = "health extension",
    .page = R"md(Application Health extension without a valid protocol.

Azure refuses the deployment or the upgrade.

## When

an Application Health extension is there and settings.protocol not in {http, https, tcp} (case-insensitive) or absent.

## Example

Flagged: `settings:{port:80}`.

Fine: `settings:{protocol:"http",port:80,requestPath:"/health"}`.

## Fix

Protocol http. A proposal: its owner decides.

## What is unknown

An absent property is a known value (the platform default stated in the condition); an unresolvable property is unknown and gives no finding. A parent object that is itself an unresolved expression (parameters/variables/union) makes every child unknown, not absent.

## Sources

- doc: health extension)md",
    .check_model = check_apphealth_protocol,
};

}  // namespace fleetlint::rules
