#include "fleetlint/rules/rule.h"
#include "checks.h"
#include "fleetlint/rules/images.h"

namespace fleetlint::rules {
namespace {

struct Choice {
  const arm::Node* allowed = nullptr;
  std::string parameter;
};

/// allowedValues of the root parameter a value comes from.
Choice choice_of(const Property& property, const FleetModel& model) {
  const auto& deployments = model.evaluated->deployments;
  if (deployments.empty() || deployments[0]->template_node == nullptr) return {};
  const auto* parameters = deployments[0]->template_node->find("parameters");
  if (parameters == nullptr) return {};
  for (const auto* value : property.alternatives()) {
    if (value == nullptr) continue;
    for (const auto* origin = value->origin(); origin != nullptr; origin = origin->via) {
      if (origin->label.empty()) continue;
      const auto* declared = parameters->find(origin->label);
      const auto* allowed = declared != nullptr ? declared->find("allowedValues") : nullptr;
      if (allowed != nullptr && allowed->is_array()) return {allowed, std::string(origin->label)};
    }
  }
  return {};
}

}  // namespace

static void check_image_parameter_allows_bad_value(const ScaleSet& set, RuleContext& context) {
  if (set.os_upgrade_on() == Tri::no || set.image_kind != ImageKind::platform) return;
  const Property version = set.image()["version"], sku = set.image()["sku"];
  const auto pinned = [](std::string_view text) { return !equal_ignoring_case(trim(text), "latest"); };
  if (const Choice choice = choice_of(version, context.model()); choice.allowed != nullptr && !(version.text() && pinned(*version.text()))) {
    std::vector<std::string> bad;
    for (const auto& item : choice.allowed->items)
      if (item.is_string() && pinned(item.text)) bad.emplace_back(item.text);
    if (!bad.empty()) {
      context.report(set, version, "parameter `" + choice.parameter + "` also allows " + listing(bad) + ", which OS image upgrade refuses").note(choice.allowed->location, "the allowed values").help("allow `latest` only");
      return;
    }
  }
  const auto publisher = set.image()["publisher"].text(), offer = set.image()["offer"].text();
  if (!publisher || !offer || !has_supported_offer(*publisher, *offer)) return;
  const auto unsupported = [&](std::string_view text) { return find_supported_image(*publisher, *offer, text) == nullptr; };
  if (const Choice choice = choice_of(sku, context.model()); choice.allowed != nullptr && !(sku.text() && unsupported(*sku.text()))) {
    std::vector<std::string> bad;
    for (const auto& item : choice.allowed->items)
      if (item.is_string() && unsupported(item.text)) bad.emplace_back(item.text);
    if (!bad.empty() && bad.size() < choice.allowed->items.size())
      context.report(set, sku, "parameter `" + choice.parameter + "` also allows " + listing(bad) + ", which OS image upgrade does not take").note(choice.allowed->location, "the allowed values");
  }
}

FLEETLINT_RULE(image_parameter_allows_bad_value) = {
    .id = "FL-IMG-024",
    .name = "image-parameter-allows-bad-value",
    .title = "A parameter for the image lets callers choose an unsupported or pinned value",
    .severity = Severity::info,
    .outcome = Outcome::advice,
    .tier = 3,
    .confidence = Confidence::high,
    .fix = FixClass::suggest,
    .tags = "image",
    .page = R"md(A parameter for the image lets callers choose an unsupported or pinned value.

Advice: it works, but is easy to get wrong or harder to operate.

## When

automatic OS image upgrade is on (or the flag is a parameter that can be true) and properties.virtualMachineProfile.storageProfile.imageReference.version / properties.virtualMachineProfile.storageProfile.imageReference.sku comes from parameters(p) with allowedValues of which at least one would fail FL-IMG-001 or FL-IMG-005 while the current value passes.

## Example

Flagged: `allowedValues:["latest","1.0"]`.

Fine: `allowedValues:["latest"]`.

## Fix

Drop the failing entries. A proposal: its owner decides.

## What is unknown

Quiet: if any operand evaluates to unknown (parameter without value or default, reference(), list*(), unresolved conditional) emit nothing; count the rule as not evaluated for that resource. This rule exists so that unknown parameters need not raise errors elsewhere.

## Sources

- Microsoft Learn: Azure Virtual Machine Scale Set automatic OS image upgrades
- own inference)md",
    .check_scale_set = check_image_parameter_allows_bad_value,
};

}  // namespace fleetlint::rules
