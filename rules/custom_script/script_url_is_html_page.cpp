#include "fleetlint/rules/rule.h"
#include "checks.h"
#include "script_sources.h"

namespace fleetlint::rules {

static void check_script_url_is_html_page(const FleetModel& model, RuleContext& context) {
  for (const auto& use : extension_uses(model, sets_and_arc))
    for (const auto& url : script_urls(*use.extension))
      if (is_web_page(symbolic(url))) report(context, use, url, safe_url(symbolic(url)) + " is a web page, not the file").help("use the raw address");
}

FLEETLINT_RULE(script_url_is_html_page) = {
    .id = "FL-CSE-008",
    .name = "script-url-is-html-page",
    .title = "URL points to a web page, not to the file",
    .severity = Severity::error,
    .outcome = Outcome::upgrade_fails,
    .tier = 1,
    .confidence = Confidence::high,
    .fix = FixClass::yes,
    .tags = "extension",
    .page = R"md(URL points to a web page, not to the file.

The upgrade starts and then fails or stops half way.

## When

github.com/<o>/<r>/blob/… without raw=true (or raw=1) in the query, gitlab …/-/blob/, gist page (gist.github.com/<user>/<id>) without /raw, dev.azure.com/…/_git/… view.

## Example

Flagged: `https://github.com/o/r/blob/main/x.sh`.

Fine: `raw URL`.

## Fix

Github blob -> raw.githubusercontent.com.

## What is unknown

Works on the known parts: literal fragments inside concat/format/interpolation are still scanned; a missing part never creates a finding by itself.

## Sources

- own inference)md",
    .check_model = check_script_url_is_html_page,
};

}  // namespace fleetlint::rules
