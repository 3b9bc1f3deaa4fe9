#pragma once
// The same as upgrade_in_place for many members of a batch at once, as long as nothing singles one out: durations are summed
// array by array, and only who fails, is late or is named by a fault is looked at alone. Rules K-1, H-2, H-3, C-0, AE-2, RNG-1 to
// RNG-3. Nothing here decides differently from instance_upgrade.cpp; a test compares the two on random settings.
#include <span>
#include <vector>

#include "policies/instance_upgrade.h"

namespace fleetlint::rollout {

/// The course that members of one operation have in common, compiled once an operation.
class CrowdCourse {
 public:
  CrowdCourse() = default;
  /// `attempt` is what the members have in common; faults may be meant for one attempt only.
  CrowdCourse(const UpgradeSettings& settings, std::uint32_t attempt);

  /// False: members have to be looked at one by one.
  bool usable() const { return usable_; }
  std::uint32_t attempt() const { return attempt_; }
  /// Every member that is not singled out takes equally long.
  bool constant() const { return steps_.empty() && warmup_.table == nullptr; }
  /// Nothing can single a member out.
  bool certain() const { return provisioning_ == 0 && extension_ == 0 && unhealthy_ == 0 && named_.empty() && constant(); }
  /// How long after the start of the batch members leave service.
  Millis notice() const { return notice_; }
  /// How long a member takes that nothing singles out, if that is constant.
  Millis length() const { return fixed_ + seen(warmup_.value); }
  /// Whether a member may be named by a fault.
  bool names(std::uint32_t id) const;
  bool names_anyone() const { return !named_.empty(); }

  struct Result {
    Millis longest = 0;  ///< of the members that are not singled out; 0 if there are none
    std::uint32_t plain = 0;
  };
  /// `ids` in the order of the batch; `skip` (may be empty) marks who is left to the caller. `lengths` (may be empty) takes how long
  /// each member takes; `singled` gets the positions of those that need a look of their own, ascending, the skipped ones too.
  Result run(const InstanceList& ids, std::span<const std::uint8_t> skip, std::span<Millis> lengths, std::vector<std::uint32_t>& singled) const;

  /// Tells the rules that decide about every member.
  void apply_rules(RuleSet& rules) const;

 private:
  struct Step {
    const QuantileTable* table = nullptr;
    Millis value = 0;
    std::uint64_t counter = 0;  ///< purpose and k of the draw
    bool extension = false;
  };
  Millis seen(Millis raw) const;
  void add(DurationName name, Purpose purpose, std::uint64_t k, bool extension);
  std::uint64_t threshold(const std::vector<const Fault*>& faults, std::string_view extension);

  const UpgradeSettings* s_ = nullptr;
  bool usable_ = false, watched_ = false, gated_ = false, drawn_ = false;
  std::uint32_t attempt_ = 1;
  Millis notice_ = 0, fixed_ = 0, fixed_extensions_ = 0, budget_ = never, window_ = never;
  Millis interval_ = one_second, probes_wait_ = 0;
  Step warmup_;
  std::vector<Step> steps_;  ///< those with random lengths
  std::uint64_t provisioning_ = 0, extension_ = 0, unhealthy_ = 0;  ///< thresholds of rule RNG-3
  std::vector<std::uint32_t> named_;  ///< sorted
};

}  // namespace fleetlint::rollout
