#include "fleetlint/rules/rule.h"
#include "checks.h"

namespace fleetlint::rules {
namespace {

bool is_heavy(std::string_view command) {
  for (const std::string_view words : {"dist-upgrade", "docker pull", "choco install", "apt-get upgrade", "yum update", "dnf update"})
    if (contains_ignoring_case(command, words)) return true;
  return false;
}

}  // namespace

static void check_health_behind_first_boot_work(const ScaleSet& set, RuleContext& context) {
  if (set.os_upgrade_on() != Tri::yes) return;
  const Extension* health = nullptr;
  for (const auto& extension : set.extensions)
    if (is_application_health(extension) == Tri::yes) health = &extension;
  for (const auto& extension : set.extensions) {
    if ((is_custom_script(extension) || is_desired_state(extension)) != Tri::yes) continue;
    bool waits = false;
    if (health != nullptr)
      for (const auto& name : health->properties["provisionAfterExtensions"].items().certain) waits = waits || equal(symbolic(name), extension.name) == Tri::yes;
    if (waits) continue;
    for (const auto& command : commands(extension))
      if (is_heavy(symbolic(command).text(" ")))
        context.report(set, extension, command, "long work at first boot, and the health extension does not wait for it").help("bake it into the image, or let the health extension come after this one");
  }
}

FLEETLINT_RULE(health_behind_first_boot_work) = {
    .id = "FL-HLT-032",
    .name = "health-behind-first-boot-work",
    .title = "Long first-boot work before the app answers",
    .severity = Severity::info,
    .outcome = Outcome::advice,
    .tier = 3,
    .on_by_default = false,
    .confidence = Confidence::low,
    .fix = FixClass::no,
    .tags = "health extension",
    .page = R"md(Long first-boot work before the app answers.

Advice: it works, but is easy to get wrong or harder to operate.

## When

automatic OS image upgrade is on and effective extensions include a custom script or DSC that AppHealth does not depend on, and disk-heavy words (apt-get dist-upgrade, docker pull, choco install) appear in the command.

## Example

Flagged: `apt-get dist-upgrade in CSE`.

Fine: `bake into the image`.

## What is unknown

Works on the known parts: literal fragments inside concat/format/interpolation are still scanned; a missing part never creates a finding by itself.

## Sources

- Microsoft Learn: Azure Virtual Machine Scale Set automatic OS image upgrades)md",
    .check_scale_set = check_health_behind_first_boot_work,
};

}  // namespace fleetlint::rules
