#include "policies/eligibility.h"

#include "policies/rolling_policy.h"

namespace fleetlint::rollout {
namespace {

/// TypeHandlerVersion 1.1 or newer.
bool handler_new_enough(const VersionInfo& version) { return version.parts >= std::vector<std::uint64_t>{1, 1}; }

}  // namespace

std::vector<Reason> eligibility(const Scenario& scenario, const SetSpec& spec, std::uint32_t existing, RuleSet& rules) {
  std::vector<Reason> reasons;
  const auto check = [&](Rule rule, bool fails, Reason reason) {
    rules.set(static_cast<std::size_t>(rule));
    if (fails) reasons.push_back(reason);
  };
  const auto& fabric = spec.service_fabric;
  check(Rule::E_1, !spec.automatic_os_upgrade, Reason::automatic_upgrade_disabled);
  check(Rule::E_2, spec.image.version != "latest", Reason::version_not_latest);
  check(Rule::E_3, spec.image.kind == ImageKind::platform && !spec.image.supported_sku, Reason::sku_not_supported);
  check(Rule::E_3, spec.image.kind == ImageKind::managed_image, Reason::not_from_gallery);
  check(Rule::E_4, !fabric.gated() && spec.health.source == HealthSource::none && !scenario.switches.lenient_eligibility, Reason::health_signal_missing);
  rules.set(static_cast<std::size_t>(Rule::A_6));
  check(Rule::E_5, !spec.api_version.empty() && spec.api_version.substr(0, 10) < "2018-10-01", Reason::api_version_too_old);
  const bool from_2019 = spec.api_version.empty() || spec.api_version.substr(0, 10) >= "2019-03-01";
  const bool updates_on = spec.windows && spec.enable_automatic_updates.value_or(true);
  check(Rule::E_6, updates_on && from_2019, Reason::automatic_updates_on);  // SF-5 asks for it too, without a code of its own: this one stands for both
  if (fabric.present()) {
    rules.set(static_cast<std::size_t>(Rule::E_7));
    check(Rule::SF_5, !fabric.gated() && !fabric.stateless, Reason::fabric_bronze_not_stateless);
    check(Rule::SF_5, fabric.gated() && existing < 5, Reason::fabric_minimum_instances);
    check(Rule::SF_5, fabric.handler != no_version && !handler_new_enough(scenario.versions[fabric.handler]), Reason::fabric_handler_too_old);
    check(Rule::SF_5, fabric.cluster != Durability::none && fabric.cluster != fabric.durability, Reason::fabric_durability_mismatch);
  }
  check(Rule::E_8, spec.health.source == HealthSource::both, Reason::two_health_sources);
  check(Rule::E_9, spec.patch_mode == PatchMode::automatic_by_platform, Reason::patch_mode);
  check(Rule::E_10, spec.flexible && policy_in_force(spec, OperationKind::os, false, scenario.switches, rules).max_surge, Reason::flexible_max_surge);
  rules.set(static_cast<std::size_t>(Rule::E_12));
  return reasons;
}

bool manual_start_allowed(const SetSpec& spec, bool any_unprotected) { return spec.image.version == "latest" && any_unprotected; }

}  // namespace fleetlint::rollout
