#pragma once
// When an upgrade stops. Rules S-1 to S-4: integer comparisons, strictly more than the limit.
#include <cstdint>

#include "fleetlint/rollout/report.h"

namespace fleetlint::rollout {

/// S-1, S-2: `unhealthy` of `existing` instances against maxUnhealthyInstancePercent. An empty set never stops (S-4).
constexpr bool too_many_unhealthy(std::int64_t unhealthy, std::int64_t existing, int percent) {
  return 100 * unhealthy > percent * existing;
}

/// S-3: `failed` of `upgraded` instances against maxUnhealthyUpgradedInstancePercent.
constexpr bool too_many_failed(std::int64_t failed, std::int64_t upgraded, int percent) { return 100 * failed > percent * upgraded; }

/// What S-3 compares: failures so far with instances upgraded so far, with all instances, or both of the last batch.
struct UpgradedShare {
  std::int64_t failed, of;
};
constexpr UpgradedShare upgraded_share(Switches::Denominator denominator, std::int64_t failed, std::int64_t attempted,
                                       std::int64_t batch_failed, std::int64_t batch_size, std::int64_t existing) {
  switch (denominator) {
    case Switches::Denominator::total: return {failed, existing};
    case Switches::Denominator::batch: return {batch_failed, batch_size};
    case Switches::Denominator::upgraded: break;
  }
  return {failed, attempted};
}

}  // namespace fleetlint::rollout
