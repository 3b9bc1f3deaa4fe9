#pragma once
// Order and batches. Rules B-2 to B-5, B-9, U-1 to U-3, Z-1, Z-2, Z-5, SF-1.
#include <cstdint>
#include <span>
#include <vector>

#include "fleetlint/rollout/report.h"

namespace fleetlint::rollout {

/// An instance that may be selected, with everything the order looks at.
struct Candidate {
  std::uint32_t id = 0;
  std::uint32_t phase = 0;  ///< custom phase; UINT32_MAX: none, which is last
  std::uint8_t pass = 0;    ///< 0: unhealthy and to go first
  std::uint8_t zone = 0;    ///< 0: none
  std::uint16_t ud = 0;
};

struct PlanRules {
  std::uint32_t batch_max = 1;
  bool ud_boundary = true;
  bool ignore_zones = false;   ///< enableCrossZoneUpgrade
  bool domains_only = false;   ///< Service Fabric Silver, Gold: (zone, update domain, id) and nothing else
};

/// A batch of a plan: a part of BatchPlan::order, or without an order the ids `first + stride * i` for i from begin to end.
struct PlannedBatch {
  std::uint32_t begin = 0, end = 0;
  std::uint8_t zone = 0;
  int ud = -1;
  std::uint32_t first = 0, stride = 1;
  std::uint32_t size() const { return end - begin; }
};
struct BatchPlan {
  std::vector<std::uint32_t> order;
  std::vector<PlannedBatch> batches;
  const std::vector<PlannedBatch>* shared = nullptr;  ///< a plan that other operations have too, instead of `batches`

  std::size_t size() const { return shared != nullptr ? shared->size() : batches.size(); }
  bool empty() const { return size() == 0; }
  const PlannedBatch& operator[](std::size_t i) const { return shared != nullptr ? (*shared)[i] : batches[i]; }
  std::uint32_t id(const PlannedBatch& batch, std::uint32_t i) const { return order.empty() ? batch.first + batch.stride * i : order[i]; }
  InstanceList members(const PlannedBatch& batch) const {
    if (order.empty()) return InstanceList(batch.first + batch.stride * batch.begin, batch.stride, batch.size());
    return InstanceList(std::vector<std::uint32_t>(order.begin() + batch.begin, order.begin() + batch.end));
  }
  /// Own batches, so that they can be changed.
  void detach() {
    if (shared == nullptr) return;
    batches = *shared;
    shared = nullptr;
  }
  /// Own batches that name their members one by one, so that single ones can be taken out.
  void own_order() {
    detach();
    if (!order.empty()) return;
    for (auto& batch : batches) {
      const auto begin = static_cast<std::uint32_t>(order.size());
      for (std::uint32_t i = batch.begin; i < batch.end; ++i) order.push_back(batch.first + batch.stride * i);
      batch.begin = begin;
      batch.end = static_cast<std::uint32_t>(order.size());
    }
  }
};
/// Sorts the candidates and cuts them into batches.
BatchPlan plan_batches(std::vector<Candidate>& candidates, const PlanRules& rules);

/// The same for a set without overrides of which every instance is eligible: `count` instances, ids from 0, spread over the
/// zones by id and over the domains by their place in the zone. Batches are arithmetic progressions; nothing is sorted.
/// Not for plans that ignore zones but keep domains: their batches are no progressions.
std::vector<PlannedBatch> plan_regular(std::uint32_t count, std::span<const std::uint8_t> zones, std::uint32_t domains, const PlanRules& rules);

}  // namespace fleetlint::rollout
