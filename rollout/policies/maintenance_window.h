#pragma once
// Maintenance windows `[start + n * period, + duration)`. Rules W-1, MC-1.
#include "fleetlint/rollout/time.h"

namespace fleetlint::rollout {

/// The first instant at or after `at` that lies in a window.
constexpr Millis next_in_window(Millis start, Millis duration, Millis period, Millis at) {
  if (at <= start) return start;
  const Millis n = (at - start) / period;
  const Millis opened = start + n * period;
  return at < opened + duration ? at : opened + period;
}

}  // namespace fleetlint::rollout
