#pragma once
// How long it takes until good health is seen. Rules H-2, H-3.
#include <optional>

#include "fleetlint/rollout/time.h"

namespace fleetlint::rollout {

/// H-3: health that is good `raw` after provisioning is seen at the next probe, and after `probes` successes in a row.
constexpr Millis observed_health(Millis raw, int interval_seconds, int probes) {
  const Millis interval = interval_seconds * one_second;
  return (raw + interval - 1) / interval * interval + (probes - 1) * interval;
}

}  // namespace fleetlint::rollout
