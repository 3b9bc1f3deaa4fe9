#include "fleetlint/rules/rule.h"
#include "checks.h"

namespace fleetlint::rules {

static void check_apphealth_tcp_with_path(const FleetModel& model, RuleContext& context) {
  for (const auto& use : extension_uses(model, Hosts::scale_sets)) {
    const Property protocol = use.extension->settings["protocol"], path = use.extension->settings["requestPath"];
    if ((is_application_health(*use.extension) && protocol.equals("tcp") && !path.is_empty()) == Tri::yes)
      report(context, use, path, "Application Health over TCP takes no `requestPath`").help("remove it");
  }
}

FLEETLINT_RULE(apphealth_tcp_with_path) = {
    .id = "FL-HLT-018",
    .name = "apphealth-tcp-with-path",
    .title = "Application Health over TCP must not have a request path",
    .severity = Severity::error,
    .outcome = Outcome::refused,
    .tier = 2,
    .confidence = Confidence::high,
    .fix = FixClass::yes,
    .tags = "health extension",
    .page = R"md(Application Health over TCP must not have a request path.

Azure refuses the deployment or the upgrade.

## When

settings.protocol == tcp and settings.requestPath non-empty.

## Example

Flagged: `{protocol:"tcp",port:80,requestPath:"/"}`.

Fine: `no requestPath`.

## Fix

Remove requestPath.

## What is unknown

Quiet on unknown. A parameter with allowedValues but no value/default: finding only if every allowed value fails. A defaultValue counts as the value when no parameter file overrides it (finding carries assumedDefault=true).

## Sources

- doc: vendor pages on Application Health extension, load-balancer probes, scale set networking errors)md",
    .check_model = check_apphealth_tcp_with_path,
};

}  // namespace fleetlint::rules
