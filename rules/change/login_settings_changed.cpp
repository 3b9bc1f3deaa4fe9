#include "fleetlint/rules/rule.h"
#include "changes.h"

namespace fleetlint::rules {

static void check_login_settings_changed(const FleetModel&, RuleContext& context) {
  for (const auto& [now, before] : set_pairs(context))
    for (const char* path : {"osProfile.adminPassword", "osProfile.customData", "osProfile.linuxConfiguration.ssh.publicKeys"})
      if (const auto change = first_difference(now->profile(path), before->profile(path))) context.report(*now, *change, "the change reaches only new or reimaged instances").note(before->profile(path), "the earlier version");
}

FLEETLINT_RULE(login_settings_changed) = {
    .id = "FL-DIF-016",
    .name = "login-settings-changed",
    .title = "Changed password or key reaches only new or reimaged instances",
    .severity = Severity::info,
    .outcome = Outcome::advice,
    .tier = 3,
    .confidence = Confidence::high,
    .fix = FixClass::no,
    .tags = "security",
    .page = R"md(Changed password or key reaches only new or reimaged instances.

Advice: it works, but is easy to get wrong or harder to operate.

## When

adminPassword, ssh.publicKeys or customData differs.

## Example

Flagged: `new key`.

Fine: `+ reimage`.

## What is unknown

Needs a baseline template (previous version). Either side unknown: no finding unless both sides are the identical expression (then: unchanged).

## Sources

- schema text)md",
    .check_model = check_login_settings_changed,
};

}  // namespace fleetlint::rules
