#include "fleetlint/rules/rule.h"
#include "access_tokens.h"
#include "changes.h"
#include "checks.h"

#include <algorithm>

namespace fleetlint::rules {
namespace {

/// Whether two texts are the same apart from their token.
bool only_token_differs(const Property& now, const Property& before) {
  const auto a = now.text(), b = before.text();
  if (!a || !b) return false;
  const auto tokens_now = tokens_of_text(SymbolicText(*a), true), tokens_before = tokens_of_text(SymbolicText(*b), true);
  if (tokens_now.empty() || tokens_before.empty()) return false;
  return a->substr(0, a->find('?')) == b->substr(0, b->find('?'));
}

bool is_secret_leaf(const Property& leaf) {
  for (const std::string_view name : {"key", "password", "secret", "token"})
    if (contains_ignoring_case(leaf.name(), name)) return true;
  return leaf.is_secret();
}

}  // namespace

static void check_token_renewed_only_in_template(const FleetModel&, RuleContext& context) {
  for (const auto& [now, before] : set_pairs(context)) {
    const Tri manual = now->mode_is(UpgradeMode::manual) || (!now->upgrade.policy["mode"].present() && !now->is_flexible());
    if (manual != Tri::yes) continue;
    for (const auto& extension : now->extensions)
      for (const auto& earlier : before->extensions) {
        if (extension.exists != Tri::yes) continue;
        if (!extension.name.is_complete() || !equal_ignoring_case(extension.name.text(), earlier.name.text())) continue;
        std::optional<Property> renewed;
        bool other_change = false;
        for (const auto& [a, b] : {std::pair<const Property*, const Property*>{&extension.settings, &earlier.settings}, {&extension.protected_settings, &earlier.protected_settings}})
          walk_strings(*a, [&](const Property& leaf) {
            const auto below = leaf.path().substr(a->path().size());
            Property same = *b;
            // The same place below the earlier settings; lists by index.
            for (std::size_t at = 0; at < below.size();) {
              if (below[at] == '[') {
                const auto index = static_cast<std::size_t>(std::stoul(below.substr(at + 1)));
                const auto items = same.items().certain;
                same = index < items.size() ? items[index] : Property();
                at = below.find(']', at) + 1;
              } else {
                const auto end = std::min(below.find_first_of(".[", at + 1), below.size());
                same = same.at(below.substr(at + 1, end - at - 1));
                at = end;
              }
            }
            if (differs(leaf, same) == Tri::no && leaf.text() == same.text()) return;
            // A value that is unknown on one side may have changed in any way.
            if (only_token_differs(leaf, same) || (is_secret_leaf(leaf) && leaf.text() && same.text())) renewed = leaf;
            else other_change = true;
          });
        const bool same_type = differs(extension.handler_version, earlier.handler_version) != Tri::yes;
        if (renewed && !other_change && same_type) context.report(*now, extension, *renewed, "the renewed secret of `" + extension.display_name() + "` reaches no running instance by itself").help("update the instances, or use `Rolling`");
      }
  }
}

FLEETLINT_RULE(token_renewed_only_in_template) = {
    .id = "FL-DIF-012",
    .name = "token-renewed-only-in-template",
    .title = "Renewed token will not reach failed or running instances by itself",
    .severity = Severity::info,
    .outcome = Outcome::upgrade_fails,
    .tier = 2,
    .confidence = Confidence::high,
    .fix = FixClass::no,
    .tags = "secret upgrade",
    .page = R"md(Renewed token will not reach failed or running instances by itself.

The upgrade starts and then fails or stops half way.

## When

mode of the new version is Manual (or absent on a Uniform set) and the only difference of an effective extension from the baseline is in the SAS part of a URL, or in storageAccountKey or another secret, of its settings or protectedSettings.

## Example

Flagged: `sig changed`.

Fine: `Rolling/Automatic or manual update step`.

## What is unknown

Needs a baseline template (previous version). Either side unknown: no finding unless both sides are the identical expression (then: unchanged).

## Sources

- Microsoft Learn: Azure Virtual Machine Scale Set automatic OS image upgrades)md",
    .check_model = check_token_renewed_only_in_template,
};

}  // namespace fleetlint::rules
