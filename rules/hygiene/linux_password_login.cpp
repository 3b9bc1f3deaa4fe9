#include "fleetlint/rules/rule.h"

namespace fleetlint::rules {

static void check_linux_password_login(const ScaleSet& set, RuleContext& context) {
  const Property disabled = set.profile("osProfile.linuxConfiguration.disablePasswordAuthentication");
  if ((set.is_linux() && !disabled.is_true() && set.profile("osProfile").present()) == Tri::yes) context.report(set, disabled, "people can log in with a password").help("`disablePasswordAuthentication: true` and a public key");
}

FLEETLINT_RULE(linux_password_login) = {
    .id = "FL-GOV-002",
    .name = "linux-password-login",
    .title = "Linux password login allowed",
    .severity = Severity::info,
    .outcome = Outcome::advice,
    .tier = 3,
    .on_by_default = false,
    .confidence = Confidence::high,
    .fix = FixClass::yes,
    .tags = "security",
    .page = R"md(Linux password login allowed.

Advice: it works, but is easy to get wrong or harder to operate.

## When

the system is Linux and properties.virtualMachineProfile.osProfile.linuxConfiguration.disablePasswordAuthentication is not true.

## Example

Flagged: linuxConfiguration without disablePasswordAuthentication.

Fine: `disablePasswordAuthentication: true`.

## Fix

True if publicKeys exist.

## What is unknown

An absent property is a known value (the platform default stated in the condition); an unresolvable property is unknown and gives no finding. A parent object that is itself an unresolved expression (parameters/variables/union) makes every child unknown, not absent.

## Sources

- peer)md",
    .check_scale_set = check_linux_password_login,
};

}  // namespace fleetlint::rules
