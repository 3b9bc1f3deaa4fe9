#include "fleetlint/rules/rule.h"
#include "checks.h"

namespace fleetlint::rules {

static void check_computer_name_prefix_length(const ScaleSet& set, RuleContext& context) {
  const Property prefix = set.profile("osProfile.computerNamePrefix");
  const auto text = prefix.text();
  if (!text) return;
  if (text->size() > 15) context.report(set, prefix, "the computer name prefix " + shown(prefix) + " is longer than 15 characters");
  else if (set.is_windows() == Tri::yes && text->size() > 9) context.report(set, prefix, "on Windows six characters are appended to the prefix " + shown(prefix) + ", and 15 is the limit").severity(Severity::warning);
}

FLEETLINT_RULE(computer_name_prefix_length) = {
    .id = "FL-GOV-003",
    .name = "computer-name-prefix-length",
    .title = "Computer name prefix too long",
    .severity = Severity::error,
    .outcome = Outcome::refused,
    .tier = 3,
    .on_by_default = false,
    .confidence = Confidence::medium,
    .fix = FixClass::no,
    .tags = "schema",
    .page = R"md(Computer name prefix too long.

Azure refuses the deployment or the upgrade.

## When

properties.virtualMachineProfile.osProfile.computerNamePrefix longer than 15 characters (Windows: more than 9 is a warning, digits are appended).

## Example

Flagged: `16 characters`.

Fine: `<= 9`.

## What is unknown

Quiet on unknown. A parameter with allowedValues but no value/default: finding only if every allowed value fails. A defaultValue counts as the value when no parameter file overrides it (finding carries assumedDefault=true).

## Sources

- schema text
- peer PSRule)md",
    .check_scale_set = check_computer_name_prefix_length,
};

}  // namespace fleetlint::rules
