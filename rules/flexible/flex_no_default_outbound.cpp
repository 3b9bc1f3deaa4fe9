#include "fleetlint/rules/rule.h"
#include "network.h"

namespace fleetlint::rules {

static void check_flex_no_default_outbound(const ScaleSet& set, RuleContext& context) {
  if (set.is_flexible() != Tri::yes) return;
  const auto way = way_out(set);
  const auto configuration = set.primary_ip_configuration();
  if (way.exists != Tri::no || !configuration) return;
  context.report(set, *configuration, "instances of a Flexible set have no default way to the internet, and none is made here").help("put a NAT gateway on the subnet");
}

FLEETLINT_RULE(flex_no_default_outbound) = {
    .id = "FL-FLX-007",
    .name = "flex-no-default-outbound",
    .title = "Flexible instances have no default way out",
    .severity = Severity::warning,
    .outcome = Outcome::upgrade_fails,
    .tier = 2,
    .confidence = Confidence::high,
    .fix = FixClass::suggest,
    .tags = "network extension",
    .suppressed_by = "FL-NET-006",
    .page = R"md(Flexible instances have no default way out.

The upgrade starts and then fails or stops half way.

## When

the set is Flexible and no NAT gateway, outbound rule, public IP or route visible with all network parts in the deployment.

## Example

Flagged: `internal only`.

Fine: `NAT gateway`.

## Fix

NAT gateway. A proposal: its owner decides.

Note: Merged with FL-NET-006 when both apply.

## What is unknown

Cross-resource: compare by evaluated value when both sides are known; otherwise by normalised expression text (whitespace, case, concat/format/interpolation folded); if neither decides, unknown and no finding.

## Sources

- doc: vendor page on orchestration modes)md",
    .check_scale_set = check_flex_no_default_outbound,
};

}  // namespace fleetlint::rules
