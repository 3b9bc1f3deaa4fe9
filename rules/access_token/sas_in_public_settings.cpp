#include "fleetlint/rules/rule.h"
#include "checks.h"
#include "access_tokens.h"

namespace fleetlint::rules {
namespace {

/// A secure parameter that is joined behind a question mark, or whose name says that it is a token.
bool carries_secret_token(const Property& property) {
  for (const auto* value : property.alternatives()) {
    if (value == nullptr || !value->is_unknown()) continue;
    const auto text = SymbolicText::of(*value);
    const auto& pieces = text.pieces();
    for (std::size_t i = 0; i < pieces.size(); ++i) {
      if (pieces[i].known || pieces[i].unknown == nullptr || !pieces[i].unknown->is_secret()) continue;
      if (i > 0 && pieces[i - 1].known && pieces[i - 1].text.ends_with('?')) return true;
      std::string_view name = pieces[i].unknown->as_unknown().expression;
      if (const auto quote = name.find('\''); quote != std::string_view::npos) name = name.substr(quote + 1, name.rfind('\'') - quote - 1);
      if (names_token(name)) return true;
    }
  }
  return false;
}

}  // namespace

static void check_sas_in_public_settings(const FleetModel& model, RuleContext& context) {
  const auto& scan = scanned_tokens(context);
  for (const auto& token : scan.tokens)
    if (token.place == TokenPlace::settings && token.has_signature)
      report_token(context, token, "an access token for `" + token.where + "` sits in `settings`, which anyone with read access can see")
          .element(to_lower(token.extension->display_name()))
          .help("move it into `protectedSettings`");
  for (const auto& token : scan.minted)
    if (token.place == TokenPlace::settings && token.extension != nullptr)
      report(context, {token.set, token.extension}, token.property, "an access token made by `" + std::string(token.call->as_unknown().function) + "` sits in `settings`, which anyone with read access can see").help("move it into `protectedSettings`");
  for (const auto& use : extension_uses(model, every_host))
    walk_strings(use.extension->settings, [&](const Property& property) {
      if (carries_secret_token(property)) report(context, use, property, "a secure parameter with an access token flows into `settings`, which anyone with read access can see").help("move it into `protectedSettings`");
    });
}

FLEETLINT_RULE(sas_in_public_settings) = {
    .id = "FL-SAS-011",
    .name = "sas-in-public-settings",
    .title = "Token sits in settings, which anyone with read access can see",
    .severity = Severity::warning,
    .outcome = Outcome::secret_leak,
    .tier = 1,
    .confidence = Confidence::high,
    .fix = FixClass::yes,
    .tags = "secret security extension",
    .page = R"md(Token sits in settings, which anyone with read access can see.

A secret can be read by people who should not see it.

## When

SAS (literal, or secure parameter, or list*Sas()) inside extension settings instead of protectedSettings.

## Example

Flagged: `settings:{fileUris:[…sig…]}`.

Fine: `protectedSettings:{fileUris:[…]}`.

## Fix

Move fileUris (or the key) from settings to protectedSettings when the extension type reads it there (table).

## What is unknown

Works on the known parts: literal fragments inside concat/format/interpolation are still scanned; a missing part never creates a finding by itself.

## Sources

- Microsoft Learn training: update applications of a scale set with the custom script extension
- Microsoft Learn: Azure Virtual Machine Scale Set automatic OS image upgrades
- doc: vendor pages on shared access signatures and storage account keys)md",
    .check_model = check_sas_in_public_settings,
};

}  // namespace fleetlint::rules
