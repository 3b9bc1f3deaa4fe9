#include "fleetlint/rules/rule.h"
#include <algorithm>
#include <cmath>
#include "checks.h"
#include "network.h"

namespace fleetlint::rules {
namespace {

/// Addresses that instances can use in the IPv4 prefixes of a subnet; nothing when one is unknown.
std::optional<std::int64_t> usable_addresses(const Subnet& subnet) {
  std::vector<Property> prefixes;
  if (!subnet["addressPrefix"].is_absent()) prefixes.push_back(subnet["addressPrefix"]);
  const Items more = subnet["addressPrefixes"].items();
  if (!more.is_complete()) return std::nullopt;
  if (prefixes.empty()) prefixes = more.certain;
  std::int64_t usable = 0;
  bool any = false;
  for (const auto& prefix : prefixes) {
    const auto text = prefix.text();
    if (!text) return std::nullopt;
    if (text->find(':') != std::string_view::npos) continue;  // IPv6
    const auto slash = text->find('/');
    if (slash == std::string_view::npos) return std::nullopt;
    int bits = 0;
    for (const char c : text->substr(slash + 1)) {
      if (c < '0' || c > '9' || bits > 32) return std::nullopt;
      bits = bits * 10 + (c - '0');
    }
    if (bits > 32) return std::nullopt;
    usable += std::max<std::int64_t>(0, (std::int64_t{1} << (32 - bits)) - 5);  // the platform keeps five
    any = true;
  }
  return any ? std::optional(usable) : std::nullopt;
}

struct Need {
  std::int64_t now = 0, peak = 0;
  bool known = true, peak_known = true;
};

void add_need(const ScaleSet& set, std::int64_t per_instance, Need& need) {
  const auto capacity = set["sku.capacity"].integer();
  if (!capacity) {
    need.known = need.peak_known = false;
    return;
  }
  std::int64_t peak = *capacity;
  const Property overprovision = set["properties.overprovision"];
  const Tri over = !set.is_flexible() && (overprovision.is_true() || !overprovision.present());
  if (over == Tri::yes) peak = std::max(peak, static_cast<std::int64_t>(std::ceil(static_cast<double>(*capacity) * 1.2 - 1e-9)));
  const auto percent = set.batch_percent();
  if (set.upgrade.rolling["maxSurge"].is_true() == Tri::yes && percent) peak = std::max(peak, *capacity + batch_size(*capacity, *percent));
  for (const auto& autoscale : set.autoscale)
    if (autoscale.acts() && autoscale.known_maximum) peak = std::max(peak, *autoscale.known_maximum);
  need.now += *capacity * per_instance;
  need.peak += peak * per_instance;
}

bool is_same(const Subnet& a, const Subnet& b) { return a.resource == b.resource && a.entry.path() == b.entry.path(); }

/// A subnet with the first set that has an address in it, and what all sets need of it.
struct UsedSubnet {
  Subnet subnet;
  const ScaleSet* first = nullptr;
  Need need;
};

/// Every subnet of the deployment in which a set has an IPv4 configuration, on any of its interfaces.
std::vector<UsedSubnet> used_subnets(const FleetModel& model) {
  std::vector<UsedSubnet> used;
  for (const auto& set : model.scale_sets) {
    std::vector<std::pair<Subnet, std::int64_t>> own;  // with the addresses that one instance takes
    for (const auto& configuration : set.ip_configurations()) {
      auto subnet = find_subnet(model, configuration["properties.subnet.id"]);
      if (!subnet || configuration["properties.privateIPAddressVersion"].equals("IPv6") == Tri::yes) continue;
      const auto known = std::find_if(own.begin(), own.end(), [&](const auto& each) { return is_same(each.first, *subnet); });
      if (known != own.end()) ++known->second;
      else own.emplace_back(std::move(*subnet), 1);
    }
    for (auto& [subnet, per_instance] : own) {
      auto at = std::find_if(used.begin(), used.end(), [&, &here = subnet](const UsedSubnet& each) { return is_same(each.subnet, here); });
      if (at == used.end()) at = used.insert(used.end(), {std::move(subnet), &set, {}});
      add_need(set, per_instance, at->need);
    }
  }
  return used;
}

}  // namespace

static void check_subnet_too_small(const FleetModel& model, RuleContext& context) {
  for (const auto& [subnet, first, need] : used_subnets(model)) {
    const auto usable = usable_addresses(subnet);
    if (!usable || !need.known) continue;
    const bool too_small = *usable < need.now;
    if (!too_small && *usable >= need.peak) continue;
    const Property prefix = subnet["addressPrefix"].is_absent() ? subnet["addressPrefixes"] : subnet["addressPrefix"];
    auto finding = context.report(*first, prefix, too_small ? "the subnet has " + std::to_string(*usable) + " usable addresses, and the instances need " + std::to_string(need.now)
                                                            : "the subnet has " + std::to_string(*usable) + " usable addresses, and at its peak the set needs " + std::to_string(need.peak));
    finding.note((*first)["sku.capacity"], "the number of instances");
    if (!too_small) finding.severity(Severity::warning);
    int bits = 29;
    while (bits > 8 && (std::int64_t{1} << (32 - bits)) - 5 < need.peak) --bits;
    finding.help("a /" + std::to_string(bits) + " is large enough");
  }
}

FLEETLINT_RULE(subnet_too_small) = {
    .id = "FL-NET-008",
    .name = "subnet-too-small",
    .title = "Subnet has too few addresses",
    .severity = Severity::error,
    .outcome = Outcome::refused,
    .tier = 1,
    .confidence = Confidence::high,
    .fix = FixClass::suggest,
    .tags = "network capacity",
    .page = R"md(Subnet has too few addresses.

Azure refuses the deployment or the upgrade.

## When

subnet in deployment: usable = sum over the IPv4 entries of addressPrefix/addressPrefixes of (2^(32-prefix) - 5); IPv6 prefixes and ipConfigurations with privateIPAddressVersion IPv6 do not count; addresses per instance = number of IPv4 ipConfigurations of all NICs in that subnet; need = instances * addresses per instance, added up over all sets of the deployment in that subnet; error when usable < need with sku.capacity; warning when usable < need at the peak: ceil(N*1.2) instances with overprovision (true or absent, Uniform), N + BATCH with maxSurge, autoscale maximum. A prefix or capacity that is unknown: no finding.

## Example

Flagged: `/28 (11 usable), capacity 15`.

Fine: `/24`.

## Fix

Next larger prefix that fits. A proposal: its owner decides.

## What is unknown

Cross-resource: compare by evaluated value when both sides are known; otherwise by normalised expression text (whitespace, case, concat/format/interpolation folded); if neither decides, unknown and no finding.

## Sources

- doc: vendor pages on scale set networking, error codes, outbound access
- arithmetic)md",
    .check_model = check_subnet_too_small,
};

}  // namespace fleetlint::rules
