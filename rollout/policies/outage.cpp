#include "policies/outage.h"

#include <algorithm>

namespace fleetlint::rollout {

Intervals merge_intervals(Intervals intervals) {
  std::sort(intervals.begin(), intervals.end());
  Intervals merged;
  for (const auto& [from, to] : intervals) {
    if (from >= to) continue;
    if (!merged.empty() && from <= merged.back().second) {
      merged.back().second = std::max(merged.back().second, to);
    } else {
      merged.emplace_back(from, to);
    }
  }
  return merged;
}

Millis outage_end(const Intervals& outages, Millis at) {
  for (const auto& [from, to] : outages) {
    if (from <= at && at < to) return to;
  }
  return at;
}

Millis work_end(const Intervals& outages, Millis start, Millis length) {
  Millis end = start + length;
  for (const auto& [from, to] : outages) {
    if (to <= start) continue;
    if (from >= end) break;
    end += to - std::max(from, start);
    if (end >= never) return never;
  }
  return end;
}

Millis work_between(const Intervals& outages, Millis from, Millis to) {
  Millis length = to - from;
  for (const auto& [begin, end] : outages) length -= std::max<Millis>(0, std::min(end, to) - std::max(begin, from));
  return length;
}

}  // namespace fleetlint::rollout
