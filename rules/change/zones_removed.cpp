#include "fleetlint/rules/rule.h"
#include "checks.h"
#include "changes.h"

namespace fleetlint::rules {

static void check_zones_removed(const FleetModel&, RuleContext& context) {
  for (const auto& [now, before] : set_pairs(context)) {
    const Items a = (*now)["zones"].items(), b = (*before)["zones"].items();
    if (!a.is_complete() || !b.is_complete()) continue;
    for (const auto& zone : b.certain) {
      const auto text = zone.text_or("");
      if (text.empty()) continue;
      bool kept = false, known = true;
      for (const auto& other : a.certain) {
        kept = kept || other.text_or("") == text;
        known = known && other.value() != nullptr;
      }
      if (kept || !known) continue;
      context.report(*now, (*now)["zones"], "zone `" + text + "` is gone: zones of an existing set cannot be removed").note((*before)["zones"], "the earlier version");
      break;
    }
    if (!is_before_api(*now->resource, "2023-03-01")) continue;
    for (const auto& zone : a.certain) {
      const auto text = zone.text_or("");
      bool was_there = text.empty();
      for (const auto& other : b.certain) was_there = was_there || other.value() == nullptr || other.text_or("") == text;
      if (was_there) continue;
      context.report(*now, (*now)["zones"], "zone `" + text + "` is new: a set that exists takes zones from API version 2023-03-01 on").note(now->resource->api_version_property(), "the API version").note((*before)["zones"], "the earlier version");
      break;
    }
  }
}

FLEETLINT_RULE(zones_removed) = {
    .id = "FL-DIF-004",
    .name = "zones-removed",
    .title = "Zones removed or changed",
    .severity = Severity::error,
    .outcome = Outcome::refused,
    .tier = 2,
    .confidence = Confidence::high,
    .fix = FixClass::no,
    .tags = "zones",
    .page = R"md(Zones removed or changed.

Azure refuses the deployment or the upgrade.

## When

a zone of the baseline is missing; adding zones is allowed from API 2023-03-01.

## Example

Flagged: `[1,2] -> [1]`.

Fine: `superset`.

Azure says: `Changing property 'zones' is not allowed.`

## What is unknown

Needs a baseline template (previous version). Either side unknown: no finding unless both sides are the identical expression (then: unchanged).

## Sources

- doc: vendor page on modifying a scale set (properties with restrictions)
- issue azure-powershell#4704)md",
    .check_model = check_zones_removed,
};

}  // namespace fleetlint::rules
