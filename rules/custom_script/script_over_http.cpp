#include "fleetlint/rules/rule.h"
#include "checks.h"
#include "script_sources.h"

namespace fleetlint::rules {

static void check_script_over_http(const FleetModel& model, RuleContext& context) {
  for (const auto& use : extension_uses(model, sets_and_arc))
    for (const auto& url : script_urls(*use.extension))
      if (to_lower(symbolic(url).text()).starts_with("http://")) report(context, use, url, "the script " + safe_url(symbolic(url)) + " is fetched without TLS").help("use https");
}

FLEETLINT_RULE(script_over_http) = {
    .id = "FL-CSE-007",
    .name = "script-over-http",
    .title = "Script is fetched without TLS",
    .severity = Severity::warning,
    .outcome = Outcome::secret_leak,
    .tier = 2,
    .confidence = Confidence::high,
    .fix = FixClass::yes,
    .tags = "extension security",
    .page = R"md(Script is fetched without TLS.

A secret can be read by people who should not see it.

## When

fileUris[] begins http://.

## Example

Flagged: `http://…`.

Fine: `https://…`.

## Fix

Https.

## What is unknown

Works on the known parts: literal fragments inside concat/format/interpolation are still scanned; a missing part never creates a finding by itself.

## Sources

- own requirement)md",
    .check_model = check_script_over_http,
};

}  // namespace fleetlint::rules
