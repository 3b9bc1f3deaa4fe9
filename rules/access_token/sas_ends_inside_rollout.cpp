#include "fleetlint/rules/rule.h"
#include "access_tokens.h"

namespace fleetlint::rules {

static void check_sas_ends_inside_rollout(const FleetModel&, RuleContext& context) {
  const auto* rollout = context.input().rollout;
  if (rollout == nullptr) return;
  for (const auto& token : scanned_tokens(context).tokens) {
    const auto end = token.expiry();
    if (token.set == nullptr || !token.has_signature || !end || *end < context.now()) continue;
    for (const auto& set : rollout->sets) {
      if (!equal_ignoring_case(set.name, token.set->display_name())) continue;
      for (const auto& batch : set.batches) {
        if (batch.start <= *end) continue;
        auto finding = report_token(context, token, "the access token for `" + token.where + "` runs out on " + format_instant(*end) + ", before batch " + std::to_string(batch.number) + " of the rollout starts on " + format_instant(batch.start));
        if (set.assumption) finding.help("capacity or durations of the rollout were assumed");
        break;
      }
    }
  }
}

FLEETLINT_RULE(sas_ends_inside_rollout) = {
    .id = "FL-SAS-003",
    .name = "sas-ends-inside-rollout",
    .title = "Access token runs out before the simulated rollout is over",
    .severity = Severity::error,
    .outcome = Outcome::upgrade_fails,
    .tier = 1,
    .confidence = Confidence::high,
    .fix = FixClass::no,
    .tags = "secret extension upgrade",
    .suppressed_by = "FL-SAS-001",
    .page = R"md(Access token runs out before the simulated rollout is over.

The upgrade starts and then fails or stops half way.

## When

now <= effectiveExpiry < simulated time at which the last batch runs its extensions (rolloutStart from cfg or the next maintenance window; finding names the first batch that fails).

## Example

Flagged: `se = start+6 h, rollout 9 h`.

Fine: `se after the end`.

## What is unknown

Needs the simulator run; unknown capacity or durations use the configured fleet assumption and the finding is marked assumption=true; with no assumption configured, no finding.

## Sources

- Microsoft Learn: Azure Virtual Machine Scale Set automatic OS image upgrades)md",
    .check_model = check_sas_ends_inside_rollout,
};

}  // namespace fleetlint::rules
