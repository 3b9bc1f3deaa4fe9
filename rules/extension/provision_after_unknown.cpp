#include "fleetlint/rules/rule.h"
#include "checks.h"

namespace fleetlint::rules {

static void check_provision_after_unknown(const ScaleSet& set, RuleContext& context) {
  if (set.extensions_open) return;
  for (const auto& extension : set.extensions)
    if (extension.name.is_empty() || !extension.name.is_complete()) return;
  for (const auto& extension : set.extensions)
    for (const auto& after : extension.properties["provisionAfterExtensions"].items().certain) {
      const auto wanted = after.text();
      if (!wanted) continue;
      std::vector<std::string> names;
      bool found = false;
      for (const auto& other : set.extensions) {
        names.push_back(other.name.text());
        found = found || equal_ignoring_case(*wanted, names.back());
      }
      if (found) continue;
      auto finding = context.report(set, extension, after, "extension `" + extension.display_name() + "` waits for " + shown(after) + ", which the set does not have");
      if (const auto close = nearest(*wanted, names)) finding.help("did you mean `" + *close + "`?").fix_value(after, *close);
    }
}

FLEETLINT_RULE(provision_after_unknown) = {
    .id = "FL-EXT-002",
    .name = "provision-after-unknown",
    .title = "Extension waits for one that is not in the model",
    .severity = Severity::error,
    .outcome = Outcome::refused,
    .tier = 1,
    .confidence = Confidence::high,
    .fix = FixClass::suggest,
    .tags = "extension",
    .page = R"md(Extension waits for one that is not in the model.

Azure refuses the deployment or the upgrade.

## When

Entry of provisionAfterExtensions[] (known) equals, ignoring case, no effective extension name of the same scale set (maybe-present extensions count as present), and the extension list is fully known.

## Example

Flagged: `provisionAfterExtensions:["Foo"]`.

Fine: `defined name`.

## Fix

Nearest name. A proposal: its owner decides.

## What is unknown

Quiet: if any operand evaluates to unknown (parameter without value or default, reference(), list*(), unresolved conditional) emit nothing; count the rule as not evaluated for that resource.

## Sources

- doc: sequencing)md",
    .check_scale_set = check_provision_after_unknown,
};

}  // namespace fleetlint::rules
