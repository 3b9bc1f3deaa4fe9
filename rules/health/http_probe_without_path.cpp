#include "fleetlint/rules/rule.h"
#include "checks.h"

namespace fleetlint::rules {
namespace {

void check_probe(const Resource& balancer, const Property& probe, RuleContext& context) {
  const Property protocol = probe["properties.protocol"], path = probe["properties.requestPath"];
  if ((protocol.is_one_of({"Http", "Https"}) && path.is_empty()) == Tri::yes)
    context.report(balancer, protocol, "an " + shown(protocol) + " probe needs a `requestPath`").note(path, "none is stated here").help("`requestPath: '/'` at least");
  if ((protocol.equals("Tcp") && !path.is_empty()) == Tri::yes) context.report(balancer, path, "a TCP probe has no `requestPath`").help("remove it");
}

}  // namespace

static void check_http_probe_without_path(const FleetModel& model, RuleContext& context) {
  for (const auto* balancer : model.of_type("microsoft.network/loadbalancers"))
    if (!balancer->is_existing())
      for (const auto& probe : (*balancer)["properties.probes"].items().certain) check_probe(*balancer, probe, context);
  for (const auto* probe : model.of_type("microsoft.network/loadbalancers/probes"))
    if (!probe->is_existing()) check_probe(*probe, probe->body(), context);
}

FLEETLINT_RULE(http_probe_without_path) = {
    .id = "FL-HLT-012",
    .name = "http-probe-without-path",
    .title = "HTTP probe without a request path, or TCP probe with one",
    .severity = Severity::error,
    .outcome = Outcome::refused,
    .tier = 2,
    .confidence = Confidence::high,
    .fix = FixClass::suggest,
    .tags = "health network",
    .page = R"md(HTTP probe without a request path, or TCP probe with one.

Azure refuses the deployment or the upgrade.

## When

LB probe protocol in {Http, Https} and requestPath absent/empty; or protocol Tcp and requestPath non-empty.

## Example

Flagged: `protocol:"Http"`.

Fine: `requestPath:"/health"`.

## Fix

RequestPath "/". A proposal: its owner decides.

## What is unknown

An absent property is a known value (the platform default stated in the condition); an unresolvable property is unknown and gives no finding. A parent object that is itself an unresolved expression (parameters/variables/union) makes every child unknown, not absent.

## Sources

- schema (LB probe))md",
    .check_model = check_http_probe_without_path,
};

}  // namespace fleetlint::rules
