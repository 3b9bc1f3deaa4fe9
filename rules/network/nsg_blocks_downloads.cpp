#include "fleetlint/rules/rule.h"
#include "network.h"

namespace fleetlint::rules {
namespace {

constexpr bool is_everywhere(std::string_view text) { return text == "*" || text == "0.0.0.0/0" || equal_ignoring_case(text, "Internet"); }

bool lets_downloads_out(std::string_view text) {
  return is_everywhere(text) || equal_ignoring_case(text.substr(0, 10), "AzureCloud") || equal_ignoring_case(text, "Storage") || equal_ignoring_case(text.substr(0, 8), "Storage.");
}

Tri concerns(const SecurityRule& rule, std::string_view access, bool (*fits)(std::string_view)) {
  return rule["direction"].equals("Outbound") && rule["access"].equals(access) && rule["protocol"].is_one_of({"*", "Tcp"}) &&
         any_value(rule, "destinationAddressPrefix", "destinationAddressPrefixes", [&](std::string_view text) { return fits(text); }) &&
         any_value(rule, "destinationPortRange", "destinationPortRanges", [](std::string_view range) { return port_covers(range, 443); });
}

}  // namespace

static void check_nsg_blocks_downloads(const ScaleSet& set, RuleContext& context) {
  const Extension* extension = downloading_extension(set);
  if (extension == nullptr) return;
  bool decided = false;
  for (const auto& group : security_groups(set, &decided)) {
    if (!group.complete) continue;
    for (const auto& rule : group.rules) {
      const auto priority = rule["priority"].integer();
      if (!priority || concerns(rule, "Deny", [](std::string_view text) { return is_everywhere(text); }) != Tri::yes) continue;
      Tri allowed = Tri::no;
      for (const auto& other : group.rules) {
        const auto before = other["priority"].integer();
        if (!before || *before < *priority) allowed = allowed || (concerns(other, "Allow", lets_downloads_out) && (before ? Tri::yes : Tri::unknown));
      }
      if (allowed != Tri::no) continue;
      context.report(set, rule["access"], "an outbound rule blocks what extension `" + extension->display_name() + "` must fetch").note(extension->type, "the extension").help("allow `Storage` or `AzureCloud` on port 443 with a priority below " + std::to_string(*priority));
      return;
    }
  }
}

FLEETLINT_RULE(nsg_blocks_downloads) = {
    .id = "FL-NET-007",
    .name = "nsg-blocks-downloads",
    .title = "Outbound rule blocks what extensions must fetch",
    .severity = Severity::warning,
    .outcome = Outcome::upgrade_fails,
    .tier = 2,
    .confidence = Confidence::high,
    .fix = FixClass::suggest,
    .tags = "network extension",
    .page = R"md(Outbound rule blocks what extensions must fetch.

The upgrade starts and then fails or stops half way.

## When

An effective extension downloads (fileUris, agents) and the NSG of the set's NIC or subnet (in deployment) has an outbound Deny rule covering destination Internet or * (protocol * or Tcp, port 443) without a lower-numbered outbound Allow (protocol * or Tcp, port 443) to *, Internet, AzureCloud, Storage (also regional forms such as AzureCloud.westeurope or Storage.WestEurope) or the script host range.

## Example

Flagged: `Deny * outbound`.

Fine: `allow Storage/AzureCloud 443`.

## Fix

Allow rule. A proposal: its owner decides.

## What is unknown

Cross-resource: compare by evaluated value when both sides are known; otherwise by normalised expression text (whitespace, case, concat/format/interpolation folded); if neither decides, unknown and no finding.

## Sources

- Microsoft Learn: Azure Virtual Machine Scale Set automatic OS image upgrades
- doc: vendor pages on scale set networking, error codes, outbound access)md",
    .check_scale_set = check_nsg_blocks_downloads,
};

}  // namespace fleetlint::rules
