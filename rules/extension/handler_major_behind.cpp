#include "fleetlint/rules/rule.h"
#include "checks.h"

namespace fleetlint::rules {
namespace {

struct CurrentMajor {
  std::string_view publisher, type;
  std::int64_t major;
};
constexpr CurrentMajor current_majors[] = {
    {"Microsoft.ManagedServices", "ApplicationHealthLinux", 2},
    {"Microsoft.ManagedServices", "ApplicationHealthWindows", 2},
    {"Microsoft.Azure.Extensions", "CustomScript", 2},
};

}  // namespace

static void check_handler_major_behind(const FleetModel& model, RuleContext& context) {
  for (const auto& use : extension_uses(model, sets_and_arc))
    for (const auto& [publisher, type, major] : current_majors)
      if (use.extension->is(publisher, type) == Tri::yes && version_below(use.extension->handler_version, major, 0) == Tri::yes)
        report(context, use, use.extension->handler_version, shown(use.extension->type) + " is at major version " + std::to_string(major) + " by now; automatic upgrades never cross it");
}

FLEETLINT_RULE(handler_major_behind) = {
    .id = "FL-EXT-020",
    .name = "handler-major-behind",
    .title = "Handler major version is behind the known current one",
    .severity = Severity::info,
    .outcome = Outcome::no_upgrade,
    .tier = 3,
    .confidence = Confidence::high,
    .fix = FixClass::suggest,
    .tags = "extension",
    .page = R"md(Handler major version is behind the known current one.

Nothing is refused, but machines silently stay as they are.

## When

The major version of typeHandlerVersion is lower than the current one of that extension.

## Example

Flagged: `ApplicationHealth 1.0, CustomScript 1.x (Linux)`.

Fine: `2.x`.

## Fix

New major after reading its notes. A proposal: its owner decides.

## What is unknown

Quiet on unknown. A parameter with allowedValues but no value/default: finding only if every allowed value fails. A defaultValue counts as the value when no parameter file overrides it (finding carries assumedDefault=true).

## Sources

- doc: automatic upgrade never crosses a major version)md",
    .check_model = check_handler_major_behind,
};

}  // namespace fleetlint::rules
