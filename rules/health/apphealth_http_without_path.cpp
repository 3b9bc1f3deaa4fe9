#include "fleetlint/rules/rule.h"
#include "checks.h"

namespace fleetlint::rules {

static void check_apphealth_http_without_path(const FleetModel& model, RuleContext& context) {
  for (const auto& use : extension_uses(model, Hosts::scale_sets)) {
    const Property protocol = use.extension->settings["protocol"], path = use.extension->settings["requestPath"];
    if ((is_application_health(*use.extension) && protocol.is_one_of({"http", "https"}) && path.is_empty()) == Tri::yes)
      report(context, use, path.is_absent() ? protocol : path, "Application Health over " + shown(protocol) + " needs a `requestPath`").help("`requestPath: '/'` at least");
  }
}

FLEETLINT_RULE(apphealth_http_without_path) = {
    .id = "FL-HLT-017",
    .name = "apphealth-http-without-path",
    .title = "Application Health over HTTP(S) needs a request path",
    .severity = Severity::error,
    .outcome = Outcome::refused,
    .tier = 2,
    .confidence = Confidence::high,
    .fix = FixClass::suggest,
    .tags = "health extension",
    .page = R"md(Application Health over HTTP(S) needs a request path.

Azure refuses the deployment or the upgrade.

## When

settings.protocol in {http, https} and settings.requestPath absent or empty.

## Example

Flagged: `{protocol:"http",port:80}`.

Fine: `requestPath:"/health"`.

## Fix

RequestPath "/". A proposal: its owner decides.

## What is unknown

An absent property is a known value (the platform default stated in the condition); an unresolvable property is unknown and gives no finding. A parent object that is itself an unresolved expression (parameters/variables/union) makes every child unknown, not absent.

## Sources

- doc: vendor pages on Application Health extension, load-balancer probes, scale set networking errors
- corpus (a public VMSS module builds http with an empty path by default))md",
    .check_model = check_apphealth_http_without_path,
};

}  // namespace fleetlint::rules
