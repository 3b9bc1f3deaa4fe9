#include "fleetlint/rules/rule.h"
#include "checks.h"

namespace fleetlint::rules {

static void check_admin_password_literal(const ScaleSet& set, RuleContext& context) {
  const Property password = set.profile("osProfile.adminPassword");
  const auto* value = password.value();
  if (value == nullptr || !value->is_string() || value->as_string().empty() || value->is_secret()) return;
  context.report(set, password, "the administrator's password stands in clear text").help("pass it as a secure parameter");
}

FLEETLINT_RULE(admin_password_literal) = {
    .id = "FL-SEC-005",
    .name = "admin-password-literal",
    .title = "Administrator password in clear text",
    .severity = Severity::warning,
    .outcome = Outcome::secret_leak,
    .tier = 2,
    .confidence = Confidence::high,
    .fix = FixClass::suggest,
    .tags = "secret security",
    .page = R"md(Administrator password in clear text.

A secret can be read by people who should not see it.

## When

properties.virtualMachineProfile.osProfile.adminPassword is a literal string, or comes from a non-secure parameter or variable with literal value.

## Example

Flagged: `adminPassword:"x"`.

Fine: `secure parameter`.

## Fix

Secure parameter. A proposal: its owner decides.

## What is unknown

Works on the known parts: literal fragments inside concat/format/interpolation are still scanned; a missing part never creates a finding by itself.

## Sources

- peer)md",
    .check_scale_set = check_admin_password_literal,
};

}  // namespace fleetlint::rules
