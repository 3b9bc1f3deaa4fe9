#include "fleetlint/rules/rule.h"
#include "checks.h"
#include "network.h"
#include "script_sources.h"

namespace fleetlint::rules {

static void check_storage_firewall_blocks_scripts(const FleetModel& model, RuleContext& context) {
  for (const auto& use : extension_uses(model, Hosts::scale_sets)) {
    if (use.set == nullptr) continue;
    for (const auto& url : script_urls(*use.extension)) {
      const auto* account = account_of_url(model, symbolic(url));
      if (account == nullptr || !account->can_violate(*use.set->resource)) continue;
      const Property action = (*account)["properties.networkAcls.defaultAction"], access = (*account)["properties.publicNetworkAccess"];
      const bool denied = action.equals("Deny") == Tri::yes, closed = access.equals("Disabled") == Tri::yes;
      if (!denied && !closed) continue;
      const auto configuration = use.set->primary_ip_configuration();
      if (!configuration) continue;
      const auto subnet = reference_of((*configuration)["properties.subnet.id"]);
      if (subnet.whole.is_empty()) continue;  // none, or one of several
      const Items rules = (*account)["properties.networkAcls.virtualNetworkRules"].items();
      Tri allowed = rules.is_complete() ? Tri::no : Tri::unknown;
      if (!closed)
        for (const auto& rule : rules.certain) {
          const auto other = reference_of(rule["id"]);
          Tri same = equal(other.whole, subnet.whole);
          if (same == Tri::unknown && !other.type.empty() && !subnet.type.empty()) {
            same = tri(other.type == subnet.type && other.names.size() == subnet.names.size());
            for (std::size_t i = 0; same == Tri::yes && i < other.names.size(); ++i) same = equal(other.names[i], subnet.names[i]) == Tri::no ? Tri::no : Tri::unknown;
          }
          allowed = allowed || same;
        }
      else allowed = Tri::no;
      for (const auto* endpoint : model.of_type("microsoft.network/privateendpoints"))
        for (const char* list : {"properties.privateLinkServiceConnections", "properties.manualPrivateLinkServiceConnections"})
          for (const auto& connection : (*endpoint)[list].items().certain) {
          const auto target = reference_of(connection["properties.privateLinkServiceId"]);
          allowed = allowed || (target.type == account->type() && !target.names.empty() ? equal(target.names[0], account->names()[0]) : target.type.empty() ? Tri::unknown : Tri::no);
        }
      if (allowed != Tri::no) continue;
      report(context, use, url, "the firewall of account `" + account->display_name() + "` shuts the instances out").note(denied ? action : access, "the account").help("add the subnet to `virtualNetworkRules`, with a service endpoint");
    }
  }
}

FLEETLINT_RULE(storage_firewall_blocks_scripts) = {
    .id = "FL-CSE-010",
    .name = "storage-firewall-blocks-scripts",
    .title = "Storage account firewall shuts out the instances",
    .severity = Severity::warning,
    .outcome = Outcome::upgrade_fails,
    .tier = 2,
    .confidence = Confidence::high,
    .fix = FixClass::suggest,
    .tags = "extension network",
    .page = R"md(Storage account firewall shuts out the instances.

The upgrade starts and then fails or stops half way.

## When

Account of the URL in the deployment: properties.networkAcls.defaultAction Deny (or publicNetworkAccess Disabled), subnet of the set not in virtualNetworkRules, no private endpoint for it in the deployment. Two resource ids whose known segments differ (type or a name) are different even when subscription and group are unknown.

## Example

Flagged: `defaultAction:"Deny"`.

Fine: `rule for the subnet + service endpoint`.

## Fix

Add virtualNetworkRules. A proposal: its owner decides.

## What is unknown

Cross-resource: compare by evaluated value when both sides are known; otherwise by normalised expression text (whitespace, case, concat/format/interpolation folded); if neither decides, unknown and no finding.

## Sources

- Microsoft Learn: Azure Virtual Machine Scale Set automatic OS image upgrades
- doc: vendor pages on custom script extension for Linux (version 2) and Windows)md",
    .check_model = check_storage_firewall_blocks_scripts,
};

}  // namespace fleetlint::rules
