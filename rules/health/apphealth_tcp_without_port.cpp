#include "fleetlint/rules/rule.h"
#include "checks.h"

namespace fleetlint::rules {

static void check_apphealth_tcp_without_port(const FleetModel& model, RuleContext& context) {
  for (const auto& use : extension_uses(model, Hosts::scale_sets)) {
    const Property protocol = use.extension->settings["protocol"], port = use.extension->settings["port"];
    if ((is_application_health(*use.extension) && protocol.equals("tcp") && !port.present()) == Tri::yes)
      report(context, use, protocol, "Application Health over TCP needs a `port`");
  }
}

FLEETLINT_RULE(apphealth_tcp_without_port) = {
    .id = "FL-HLT-016",
    .name = "apphealth-tcp-without-port",
    .title = "Application Health over TCP needs a port",
    .severity = Severity::error,
    .outcome = Outcome::refused,
    .tier = 2,
    .confidence = Confidence::high,
    .fix = FixClass::no,
    .tags = "health extension",
    .page = R"md(Application Health over TCP needs a port.

Azure refuses the deployment or the upgrade.

## When

settings.protocol == tcp and settings.port absent.

## Example

Flagged: `{protocol:"tcp"}`.

Fine: `{protocol:"tcp",port:8080}`.

## What is unknown

An absent property is a known value (the platform default stated in the condition); an unresolvable property is unknown and gives no finding. A parent object that is itself an unresolved expression (parameters/variables/union) makes every child unknown, not absent.

## Sources

- doc: vendor pages on Application Health extension, load-balancer probes, scale set networking errors)md",
    .check_model = check_apphealth_tcp_without_port,
};

}  // namespace fleetlint::rules
