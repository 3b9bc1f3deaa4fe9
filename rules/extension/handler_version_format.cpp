#include "fleetlint/rules/rule.h"
#include "checks.h"

namespace fleetlint::rules {

static void check_handler_version_format(const FleetModel& model, RuleContext& context) {
  for (const auto& use : extension_uses(model, Hosts::scale_sets)) {
    const Property& version = use.extension->handler_version;
    const Tri malformed = version.test([](const eval::Value& value) {
      // A number keeps its form if it has one: 2.1 does, 2.0 has lost its zero.
      const auto own = scalar_text(value);
      if (!own) return Tri::yes;
      const std::string_view text = *own;
      const auto dot = text.find('.');
      const auto digits = [](std::string_view part) { return !part.empty() && part.find_first_not_of("0123456789") == std::string_view::npos; };
      return tri(dot == std::string_view::npos || !digits(text.substr(0, dot)) || !digits(text.substr(dot + 1)));
    });
    if (malformed != Tri::yes) continue;
    auto finding = report(context, use, version, "handler version " + shown(version) + " is not of the form major.minor");
    if (const auto parsed = parse_major_minor(version.text_or(""))) {
      const auto right = std::to_string(parsed->first) + "." + std::to_string(parsed->second);
      finding.help("write `'" + right + "'`").fix_value(version, right);
    }
  }
}

FLEETLINT_RULE(handler_version_format) = {
    .id = "FL-EXT-006",
    .name = "handler-version-format",
    .title = "Handler version is not major.minor",
    .severity = Severity::error,
    .outcome = Outcome::refused,
    .tier = 1,
    .confidence = Confidence::high,
    .fix = FixClass::yes,
    .tags = "extension schema",
    .page = R"md(Handler version is not major.minor.

Azure refuses the deployment or the upgrade.

## When

typeHandlerVersion known and not ^\d+\.\d+$ (number type: "2" lost its zero).

## Example

Flagged: `"2.1.3" or 2`.

Fine: `"2.1"`.

## Fix

Cut to major.minor.

Azure says: `typeHandlerVersion is invalid`

Doubt: Some Arc extensions take full versions; not applied to Arc.

## What is unknown

Quiet on unknown. A parameter with allowedValues but no value/default: finding only if every allowed value fails. A defaultValue counts as the value when no parameter file overrides it (finding carries assumedDefault=true).

## Sources

- issue azure-linux-extensions#122
- issue terraform azurerm#10555)md",
    .check_model = check_handler_version_format,
};

}  // namespace fleetlint::rules
