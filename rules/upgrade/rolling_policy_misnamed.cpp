#include "fleetlint/rules/rule.h"
#include "checks.h"
#include "fleetlint/rules/api_table.h"

namespace fleetlint::rules {
namespace {

struct WrongName {
  std::string_view wrong, right;
};
constexpr WrongName wrong_names[] = {
    {"batchInstancePercent", "maxBatchInstancePercent"},
    {"maxUnhealthyUpgradedInstanceCount", "maxUnhealthyUpgradedInstancePercent"},
    {"pauseTime", "pauseTimeBetweenBatches"},
    {"enableAutomaticOsUpgrades", "enableAutomaticOSUpgrade"},
};

/// Names that rules of their own report: retired ones, and right ones in the wrong place.
bool has_own_rule(const Property& object, std::string_view name) {
  for (const std::string_view own : {"enableAutomaticOSUpgrade", "disableAutomaticRollback", "useRollingUpgradePolicy"})
    if (equal_ignoring_case(own, name)) return true;
  // The retired names were names of `upgradePolicy` only.
  if (!equal_ignoring_case(object.path(), "properties.upgradePolicy")) return false;
  return equal_ignoring_case(name, "automaticOSUpgrade") || equal_ignoring_case(name, "autoOSUpgradePolicy");
}

void check_names(const ScaleSet& set, const Property& object, RuleContext& context) {
  const KnownType& type = *find_known_type("Microsoft.Compute/virtualMachineScaleSets");
  for (const auto& member : object.members()) {
    if (member.is_absent() || find_known_property(type, member.path()) != nullptr || has_own_rule(object, member.name())) continue;
    std::string right;
    for (const auto& [wrong, name] : wrong_names)
      if (equal_ignoring_case(wrong, member.name())) right = name;
    const bool mapped = !right.empty();
    if (!mapped) {
      std::vector<std::string> candidates;
      for (const auto& known : type.properties)
        if (known.path.size() > object.path().size() + 1 && equal_ignoring_case(known.path.substr(0, object.path().size()), object.path()) &&
            known.path.find('.', object.path().size() + 1) == std::string_view::npos)
          candidates.emplace_back(known.path.substr(object.path().size() + 1));
      right = nearest(member.name(), candidates, 4).value_or("");
    }
    auto finding = context.report(set, name_of(member), "no API version knows `" + std::string(member.name()) + "` here");
    if (!right.empty()) finding.help("did you mean `" + right + "`?");
    if (mapped) finding.fix("rename to `" + right + "`", member.name_location(), right, true);
  }
}

}  // namespace

static void check_rolling_policy_misnamed(const ScaleSet& set, RuleContext& context) {
  check_names(set, set.upgrade.policy, context);
  check_names(set, set.upgrade.rolling, context);
  check_names(set, set.upgrade.automatic_os, context);
}

FLEETLINT_RULE(rolling_policy_misnamed) = {
    .id = "FL-UPG-009",
    .name = "rolling-policy-misnamed",
    .title = "A batch setting is spelled with a name the API does not have",
    .severity = Severity::error,
    .outcome = Outcome::refused,
    .tier = 1,
    .confidence = Confidence::high,
    .fix = FixClass::yes,
    .tags = "upgrade schema",
    .page = R"md(A batch setting is spelled with a name the API does not have.

Azure refuses the deployment or the upgrade.

## When

Any key of properties.upgradePolicy, properties.upgradePolicy.rollingUpgradePolicy or properties.upgradePolicy.automaticOSUpgradePolicy that is not a schema member of any API version and is not reported by FL-UPG-030 (retired names) or FL-UPG-031 (right name, wrong place), with the known wrong names mapped: BatchInstancePercent, batchInstancePercent -> maxBatchInstancePercent; maxUnhealthyUpgradedInstanceCount -> maxUnhealthyUpgradedInstancePercent; pauseTime -> pauseTimeBetweenBatches; enableAutomaticOsUpgrades -> enableAutomaticOSUpgrade (key comparison is case-insensitive).

## Example

Flagged: `rollingUpgradePolicy:{BatchInstancePercent:20}`.

Fine: `rollingUpgradePolicy:{maxBatchInstancePercent:20}`.

## Fix

Rename the key (value kept) when the mapping is in the table; otherwise suggest the nearest schema name.

Azure says: `Could not find member 'BatchInstancePercent' on object of type 'RollingUpgradePolicy'`

## What is unknown

Quiet: if any operand evaluates to unknown (parameter without value or default, reference(), list*(), unresolved conditional) emit nothing; count the rule as not evaluated for that resource. Objects built by union()/parameters: check only the keys that can be seen.

## Sources

- Microsoft Learn: Azure Virtual Machine Scale Set automatic OS image upgrades (the seed example itself uses the wrong name)
- schema: published resource type index
- platform error text (public reports))md",
    .check_scale_set = check_rolling_policy_misnamed,
};

}  // namespace fleetlint::rules
