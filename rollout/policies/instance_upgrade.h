#pragma once
// What happens to one instance: the pipeline of an upgrade in place, of a newcomer, of an extension; how it fails and is restored.
// Rules K-1, K-2, H-2, H-5, H-7 to H-9, C-0 to C-6, R-1 to R-5, N-3, N-5, X-2, AE-2, AE-5, AE-6.
#include <span>
#include <string>
#include <vector>

#include "fleetlint/rollout/report.h"
#include "policies/outage.h"

namespace fleetlint::rollout {

/// The faults of one set, by kind, in file order.
struct SetFaults {
  std::vector<const Fault*> unhealthy_after, provisioning, extension, rollback, ambient, quota, approval;
  bool instance_level() const { return !unhealthy_after.empty() || !provisioning.empty() || !extension.empty() || !rollback.empty(); }
};

/// How a change reaches the instances of one operation; common to all of them.
struct UpgradeSettings {
  const Scenario* scenario = nullptr;
  const SetSpec* spec = nullptr;
  const SetFaults* faults = nullptr;
  const Intervals* outages = nullptr;
  std::span<const std::optional<Millis>> credentials;  ///< by extension of the spec
  RuleSet* rules = nullptr;

  OperationKind kind = OperationKind::os;
  VersionId version = no_version;
  const std::string* label = nullptr;
  int extension = -1;                ///< of kind ext
  bool reimage = true;               ///< the disk is replaced; else only `run_extensions`
  std::vector<int> run_extensions;   ///< of a model change without reimage
  std::vector<Millis> foreign_extensions;  ///< durations of extensions that the set does not list
  bool disruptive = true;            ///< takes the instance out of service
  bool rollback = false;             ///< R-1 applies
  bool random = false;
  std::uint64_t trial = 0;           ///< trial_key
  std::uint64_t path_prefix = 0;     ///< FNV state after "region/set/"
  bool gated = false;                ///< Service Fabric Silver or Gold
};

struct Illness {
  Millis from = 0, to = never;
  bool survives_reimage = false;
};

enum class Outcome : std::uint8_t { ok, failed, rolled_back, rollback_failed };

struct MemberResult {
  std::uint32_t id = 0;
  Outcome outcome = Outcome::ok;
  FailureCause cause = FailureCause::none;
  std::int16_t extension = -1;  ///< that failed
  Millis out_from = 0;          ///< leaves service (disruptive changes)
  Millis swapped = -never;      ///< the last disk was in place: cures illnesses that began before
  Millis end = 0;
  // Max surge:
  std::uint32_t newcomer = UINT32_MAX;
  Millis serves_from = 0;       ///< of the newcomer
};

/// One instance in place, from `start`. `attempt` counts from 1; `illnesses` are ambient, uncured at the start.
MemberResult upgrade_in_place(const UpgradeSettings& settings, std::uint32_t id, std::uint32_t attempt, std::span<const Illness> illnesses, Millis start);

/// A new instance: create, custom data, extensions, health. Faults and their luck belong to `old_id`.
MemberResult create_instance(const UpgradeSettings& settings, std::uint32_t new_id, std::uint32_t old_id, std::uint32_t attempt,
                             std::span<const Illness> illnesses, Millis start);

/// The duration of a step for one instance.
Millis step_length(const UpgradeSettings& settings, DurationName name, Purpose purpose, std::uint64_t path, std::uint64_t k);

/// when an instance that failed is back on its previous disk.
struct RestoreResult {
  Millis swapped = 0, end = 0;
  bool ok = true;
};
RestoreResult restore(const UpgradeSettings& settings, std::uint32_t id, std::uint32_t attempt, std::span<const Illness> illnesses, Millis start);

/// Rule H-8: whether an illness goes on after the disk has been replaced at `cured` (-never: not yet). One that begins at that
/// very instant comes first (rule T-3) and is cured too.
inline bool outlasts(const Illness& illness, Millis cured) { return illness.survives_reimage || cured == -never || illness.from > cured; }

/// The end of the illness that an instance with a disk in place since `cured` has at `at`; `at` if it is well.
Millis illness_end(std::span<const Illness> illnesses, Millis cured, Millis at);

}  // namespace fleetlint::rollout
