#include "fleetlint/rules/rule.h"
#include "checks.h"

namespace fleetlint::rules {

static void check_apphealth_wrong_os(const ScaleSet& set, RuleContext& context) {
  for (const auto& extension : set.extensions) {
    if (is_application_health(extension) != Tri::yes) continue;
    const bool linux_type = extension.type.equals("ApplicationHealthLinux") == Tri::yes, windows_type = extension.type.equals("ApplicationHealthWindows") == Tri::yes;
    const bool wrong = (linux_type && set.os_before_extensions == OperatingSystem::windows) || (windows_type && set.os_before_extensions == OperatingSystem::linux);
    if (!wrong) continue;
    context.report(set, extension, extension.type, shown(extension.type) + " on a " + (linux_type ? "Windows" : "Linux") + " set")
        .help(std::string("use `") + (linux_type ? "ApplicationHealthWindows" : "ApplicationHealthLinux") + "`")
        .fix_value(extension.type, linux_type ? "ApplicationHealthWindows" : "ApplicationHealthLinux");
  }
}

FLEETLINT_RULE(apphealth_wrong_os) = {
    .id = "FL-HLT-019",
    .name = "apphealth-wrong-os",
    .title = "Application Health extension of the other OS",
    .severity = Severity::error,
    .outcome = Outcome::refused,
    .tier = 2,
    .confidence = Confidence::high,
    .fix = FixClass::yes,
    .tags = "health extension",
    .page = R"md(Application Health extension of the other OS.

Azure refuses the deployment or the upgrade.

## When

type ApplicationHealthLinux on a Windows set, or ApplicationHealthWindows on a Linux set.

## Example

Flagged: `Linux image + ApplicationHealthWindows`.

Fine: `ApplicationHealthLinux`.

## Fix

Swap the type.

## What is unknown

Quiet on unknown. A parameter with allowedValues but no value/default: finding only if every allowed value fails. A defaultValue counts as the value when no parameter file overrides it (finding carries assumedDefault=true).

## Sources

- doc: vendor pages on Application Health extension, load-balancer probes, scale set networking errors)md",
    .check_scale_set = check_apphealth_wrong_os,
};

}  // namespace fleetlint::rules
