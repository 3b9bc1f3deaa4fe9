#include "fleetlint/rules/rule.h"
#include "checks.h"
#include "script_sources.h"

namespace fleetlint::rules {
namespace {

bool depends_on_secret(const eval::Value& value) {
  if (value.is_secret()) return true;
  bool found = false;
  walk_values(value, [&](const eval::Value& part) {
    found = found || part.is_secret();
    if (!part.is_unknown()) return;
    const auto& unknown = part.as_unknown();
    found = found || unknown.reason == eval::UnknownReason::secret || (unknown.function.size() > 4 && equal_ignoring_case(unknown.function.substr(0, 4), "list")) || equal_ignoring_case(unknown.function, "getSecret");
  });
  return found;
}

}  // namespace

static void check_command_with_secret_in_settings(const FleetModel& model, RuleContext& context) {
  for (const auto& use : extension_uses(model, sets_and_arc))
    for (const char* key : {"commandToExecute", "script"}) {
      const Property command = use.extension->settings[key];
      bool leaks = false;
      for (const auto* value : command.alternatives()) leaks = leaks || (value != nullptr && (depends_on_secret(*value) || gives_secret_away(SymbolicText::of(*value).text("?"))));
      if (leaks) report(context, use, command, "the command in `settings` gives a secret away: anyone with read access can see it").help("move `" + std::string(key) + "` into `protectedSettings`");
    }
}

FLEETLINT_RULE(command_with_secret_in_settings) = {
    .id = "FL-SEC-002",
    .name = "command-with-secret-in-settings",
    .title = "Command line in public settings contains a secret",
    .severity = Severity::warning,
    .outcome = Outcome::secret_leak,
    .tier = 1,
    .confidence = Confidence::high,
    .fix = FixClass::yes,
    .tags = "secret security extension",
    .page = R"md(Command line in public settings contains a secret.

A secret can be read by people who should not see it.

## When

The evaluated settings.commandToExecute (or script) depends on a securestring/secureObject parameter, list*() call or Key Vault getSecret (a branch of if() that a known condition, also one from a default, drops does not count); or its literal text gives a secret away: an assignment name=value / name: value (also inside quotes, and after ; as in a connection string) whose name ends in password, passwd, pwd, secret, token or key, or an option (-x, --x or /x at the start of a word) whose name ends so, followed by space, = or : and a value. The value must be literal: not a variable or substitution ($…, %…%, also quoted), not a placeholder <…>, not a further option, not a path or URL.

## Example

Flagged: `settings:{commandToExecute:"[concat('./i.sh ', parameters('adminPassword'))]"}`.

Fine: `protectedSettings:{commandToExecute:…}`.

## Fix

Move commandToExecute to protectedSettings.

## What is unknown

Works on the known parts: literal fragments inside concat/format/interpolation are still scanned; a missing part never creates a finding by itself.

## Sources

- Microsoft Learn training: update applications of a scale set with the custom script extension
- doc: vendor pages on custom script, Key Vault extension and managed identity)md",
    .check_model = check_command_with_secret_in_settings,
};

}  // namespace fleetlint::rules
