#include "fleetlint/rules/rule.h"
#include "checks.h"

namespace fleetlint::rules {

static void check_apphealth_number_out_of_range(const FleetModel& model, RuleContext& context) {
  struct Bound {
    const char* name;
    std::int64_t least, most;
  };
  constexpr Bound bounds[] = {{"intervalInSeconds", 5, 60}, {"numberOfProbes", 1, 24}, {"gracePeriod", 5, 14400}};
  for (const auto& use : extension_uses(model, Hosts::scale_sets)) {
    if (is_application_health(*use.extension) != Tri::yes) continue;
    for (const auto& [name, least, most] : bounds) {
      const Property value = use.extension->settings[name];
      const auto outside = [&](std::int64_t low, std::int64_t high) {
        return value.less_than(static_cast<double>(low)) || value.greater_than(static_cast<double>(high));
      };
      if (outside(least, most) == Tri::yes)
        report(context, use, value, "`" + std::string(name) + "` is " + shown(value) + "; " + std::to_string(least) + " to " + std::to_string(most) + " is accepted");
      else if (most == 14400 && outside(least, 7200) == Tri::yes)
        report(context, use, value, "`gracePeriod` is " + shown(value) + "; one page of the platform names 7200 seconds as the most").severity(Severity::warning);
    }
  }
}

FLEETLINT_RULE(apphealth_number_out_of_range) = {
    .id = "FL-HLT-020",
    .name = "apphealth-number-out-of-range",
    .title = "Application Health timing outside its limits",
    .severity = Severity::error,
    .outcome = Outcome::refused,
    .tier = 2,
    .confidence = Confidence::high,
    .fix = FixClass::suggest,
    .tags = "health extension",
    .page = R"md(Application Health timing outside its limits.

Azure refuses the deployment or the upgrade.

## When

settings.intervalInSeconds not in 5..60, or numberOfProbes not in 1..24, or gracePeriod not in 5..14400.

## Example

Flagged: `intervalInSeconds:120`.

Fine: `intervalInSeconds: 15`.

## Fix

Clamp. A proposal: its owner decides.

Doubt: One doc page gives 14400 s as the grace maximum, another 7200 s; warn between the two.

## What is unknown

Quiet on unknown. A parameter with allowedValues but no value/default: finding only if every allowed value fails. A defaultValue counts as the value when no parameter file overrides it (finding carries assumedDefault=true).

## Sources

- doc: vendor pages on Application Health extension, load-balancer probes, scale set networking errors)md",
    .check_model = check_apphealth_number_out_of_range,
};

}  // namespace fleetlint::rules
