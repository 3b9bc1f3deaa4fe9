#include "policies/rolling_policy.h"

namespace fleetlint::rollout {

PolicyReport policy_in_force(const SetSpec& spec, OperationKind kind, bool by_user, const Switches& switches, RuleSet& rules) {
  const auto apply = [&](Rule rule) { rules.set(static_cast<std::size_t>(rule)); };
  PolicyReport policy;
  if (spec.kind != SetKind::scale_set && kind == OperationKind::ext) {
    apply(Rule::AE_10);  // 20 % that nobody can change
    policy.origin = PolicyReport::Origin::fixed;
    return policy;
  }
  if (!spec.policy.present) return policy;
  if (kind == OperationKind::os && !by_user) {
    apply(Rule::P_1);
    apply(Rule::A_5);
    if (!spec.use_rolling_policy && !switches.policy_always) {
      policy.origin = PolicyReport::Origin::flag_off;
      return policy;
    }
  } else {
    apply(kind == OperationKind::os ? Rule::P_2 : Rule::P_3);
    if (kind == OperationKind::os) apply(Rule::A_21);
  }
  const RollingPolicy& own = spec.policy;
  policy.origin = PolicyReport::Origin::set_policy;
  policy.max_batch = own.max_batch.value_or(policy.max_batch);
  policy.max_unhealthy = own.max_unhealthy.value_or(policy.max_unhealthy);
  policy.max_unhealthy_upgraded = own.max_unhealthy_upgraded.value_or(policy.max_unhealthy_upgraded);
  policy.pause = own.pause.value_or(policy.pause);
  policy.cross_zone = own.cross_zone;
  policy.prioritize_unhealthy = own.prioritize_unhealthy;
  policy.max_surge = own.max_surge;
  policy.rollback_on_breach = own.rollback_on_breach;
  return policy;
}

}  // namespace fleetlint::rollout
