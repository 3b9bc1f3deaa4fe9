#pragma once
// What a run found out: plain data, no text for people. Printers (rollout/output/) and other rooms read it.
#include <bitset>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "fleetlint/rollout/rules.h"
#include "fleetlint/rollout/scenario.h"
#include "fleetlint/rollout/time.h"

namespace fleetlint::rollout {

enum class OperationKind : std::uint8_t { os, model, ext };
enum class OperationCode : std::uint8_t { rolling_forward, rolling_back, completed, faulted, cancelled };
enum class BatchMethod : std::uint8_t { in_place, max_surge, all_at_once };

/// Error codes of an operation and of its instances, spelled as the service spells them.
enum class ErrorCode : std::uint8_t {
  none, unhealthy_before, unhealthy_during, unhealthy_upgraded, completed_with_failures, extension_provisioning, instance_unhealthy
};
/// Why a set gets no operation (model, section 5), in the order in which they are told.
enum class Reason : std::uint8_t {
  automatic_upgrade_disabled, version_not_latest, sku_not_supported, not_from_gallery, health_signal_missing, api_version_too_old,
  automatic_updates_on, fabric_bronze_not_stateless, fabric_minimum_instances, fabric_handler_too_old, fabric_durability_mismatch,
  two_health_sources, patch_mode, flexible_max_surge, operation_not_allowed
};
enum class SkipReason : std::uint8_t { protected_from_actions, skip_upgrade, power_state, latest_model_not_applied };
enum class WaitReason : std::uint8_t { set_busy, first_rollout, window, outage, initializing, pause, zone, repair_task, notice };
enum class FailureCause : std::uint8_t { none, health, provisioning, extension, credential, time_budget };

std::string_view to_string(OperationKind kind);
std::string_view to_string(OperationCode code);
std::string_view to_string(BatchMethod method);
std::string_view to_string(ErrorCode code);
std::string_view to_string(Reason reason);
std::string_view to_string(SkipReason reason);
std::string_view to_string(WaitReason reason);
std::string_view to_string(FailureCause cause);
std::string_view to_string(Health health);

/// Instance ids; an arithmetic progression where possible, so that sets without overrides store none.
class InstanceList {
 public:
  InstanceList() = default;
  InstanceList(std::uint32_t first, std::uint32_t stride, std::uint32_t count) : first_(first), stride_(stride), count_(count) {}
  explicit InstanceList(std::vector<std::uint32_t> ids);

  std::uint32_t size() const { return count_; }
  bool empty() const { return count_ == 0; }
  std::uint32_t operator[](std::uint32_t i) const { return ids_.empty() ? first_ + stride_ * i : ids_[i]; }
  std::vector<std::uint32_t> to_vector() const;
  std::uint32_t stride() const { return stride_; }
  bool listed() const { return !ids_.empty(); }  ///< no progression

 private:
  std::uint32_t first_ = 0, stride_ = 1, count_ = 0;
  std::vector<std::uint32_t> ids_;
};

/// A check that compared two numbers: it fires when left > right.
struct Check {
  Rule rule = Rule::S_1;
  Millis at = 0;
  std::int64_t count = 0, of = 0, percent = 0;  ///< "count of `of`, limit percent"
  bool fires = false;
};

struct Wait {
  WaitReason reason = WaitReason::pause;
  Millis from = 0, to = 0;
  int zone = 0;  ///< of WaitReason::zone: the zone that the token is in
};

struct InstanceFailure {
  std::uint32_t instance = 0;
  FailureCause cause = FailureCause::none;
  std::string_view extension;  ///< that failed; points into the scenario
};

struct BatchReport {
  std::uint32_t index = 1;
  int zone = 0;  ///< 0: none
  int ud = -1;   ///< -1: none or mixed
  BatchMethod method = BatchMethod::in_place;
  InstanceList instances;
  Millis start = 0;
  std::optional<Millis> end;
  std::vector<std::uint32_t> failed, rolled_back, rollback_failed, created, deleted;
  std::vector<std::uint32_t> unfinished;  ///< of a batch that still runs when the simulation ends: whose result has not come
  std::vector<InstanceFailure> causes;
  std::vector<Wait> waits;  ///< before this batch
  std::vector<Check> checks;
  std::vector<Millis> member_ends;  ///< only with SimulateOptions::details; in the order of `instances`
  /// Whose upgrade has come out well so far, in the order of `instances`.
  std::vector<std::uint32_t> succeeded() const;
};

struct PolicyReport {
  int max_batch = 20, max_unhealthy = 20, max_unhealthy_upgraded = 20;
  Millis pause = 0;
  bool cross_zone = false, prioritize_unhealthy = false, max_surge = false, rollback_on_breach = false;
  enum class Origin : std::uint8_t { platform_default, set_policy, flag_off, fixed } origin = Origin::platform_default;
};

struct OperationReport {
  OperationKind kind = OperationKind::os;
  std::string update;
  std::string extension;  ///< of kind ext
  bool by_user = false;
  bool disruptive = true;  ///< takes instances out of service (rule M-9)
  Millis queued = 0, start = 0;
  std::optional<Millis> end;
  OperationCode code = OperationCode::rolling_forward;
  ErrorCode error = ErrorCode::none;
  std::vector<std::pair<ErrorCode, std::uint32_t>> errors;
  std::uint32_t eligible = 0, existing = 0, batch_max = 0;
  std::vector<std::pair<std::uint32_t, SkipReason>> skipped;
  PolicyReport policy;
  std::vector<BatchReport> batches;
  std::uint32_t planned_batches = 0;
  std::uint32_t omitted_batches = 0;  ///< left out of `batches` because nothing went wrong, see SimulateOptions::batches
  std::uint32_t successful = 0, failed = 0, in_progress = 0, pending = 0;
  std::uint32_t rolled_back = 0, rollback_failed = 0;
  std::vector<Wait> waits;  ///< before the start
  std::vector<Check> checks;
};

struct RepairTaskReport {
  std::uint32_t member_of = 0;  ///< class
  int zone = 0, ud = 0;
  Millis created = 0;
  std::optional<Millis> approved, completed;
  Millis queued = 0;       ///< its operation
  std::uint64_t turn = 0;  ///< of the operation, among those queued at the same instant (rule T-3)
};

struct InstanceFinal {
  std::uint32_t id = 0;
  int zone = 0, ud = 0;
  VersionId os = no_version;
  Health health = Health::healthy;
  std::string_view provisioning = "Succeeded";
  std::optional<std::string> app;
  bool model = true;
  std::vector<VersionId> extensions;  ///< in the order of the set's extensions
};

/// The course of sets that behaved alike; usually one.
struct ClassReport {
  std::vector<std::uint32_t> members;  ///< indices into Scenario::sets, ascending
  std::vector<OperationReport> operations;
  std::uint32_t min_serving = 0;
  Millis min_serving_at = 0;
  std::uint32_t count = 0;                               ///< existing at the end
  std::vector<std::uint32_t> old_image;                  ///< ids that run an older image than what is available
  std::vector<std::pair<Millis, std::uint32_t>> capacity;  ///< serving instances from an instant on
  std::int64_t lost_instance_millis = 0;
  std::vector<InstanceFinal> finals;  ///< only with SimulateOptions::finals
};

struct PhaseReport {
  std::uint32_t index = 1, rollout = 0;
  OperationKind kind = OperationKind::os;
  std::string update;
  std::vector<std::uint32_t> regions;
  Millis open = 0;
  std::optional<Millis> close;
  bool passed = false, decided = false;
  std::int64_t eligible = 0, succeeded = 0;
};

struct NotEligible {
  std::uint32_t member_of = 0;  ///< class
  Millis at = 0;
  std::uint64_t turn = 0;  ///< among those of the same instant: which phase, replica or action asked (rule T-3)
  std::vector<Reason> reasons;
};

// Answers about machines; each computed by a policy in a file of its own.
struct ArcReport {
  struct Attempt {
    Millis start = 0, end = 0;
    std::string_view result;  ///< ok, rolledBack, rollbackFailed
  };
  struct Machine {
    std::string name;
    std::uint32_t batch = 0;  ///< 0: takes no part
    std::vector<Attempt> attempts;
    std::string_view status = "Succeeded";
    std::optional<std::string> version;
    bool queued = false;
  };
  std::uint32_t batch_size = 0, batches = 0;
  std::vector<Machine> machines;  ///< in file order
};
struct GuestReport {
  struct Machine {
    std::string name;
    std::string_view result;
    std::optional<Millis> start, end;
    std::optional<bool> reboot;
  };
  std::vector<std::vector<std::string>> batches;
  std::vector<Machine> machines;
};
struct ScheduleReport {
  std::vector<GuestReport::Machine> machines;
  std::vector<std::string_view> errors;
};
struct HostReport {
  struct Applied {
    std::string update;
    Millis at = 0;
    std::string_view how;  ///< window, user, forced
  };
  std::vector<Applied> applied;
  std::vector<std::vector<std::string>> packages;
  std::vector<std::string_view> errors;
};
struct EventReport {
  std::optional<Millis> not_before, started;
  std::string_view error;
};
struct RepairReport {
  struct Repair {
    std::uint32_t id = 0;
    Millis start = 0, end = 0;
  };
  std::uint32_t concurrent = 0;
  std::vector<Repair> repairs;
};

struct AssertionReport {
  std::string id;
  bool holds = false, undecided = false, warning = false;
  std::string value, bound;  ///< JSON values
  std::uint64_t share_of = 0;  ///< `value` is the share of so many trials in which it holds; 0: it is what the assertion measures
  std::string asked, found;  ///< the same for people: "at least 18 of web serve", "20 at worst"
  std::optional<Millis> at;
  std::string cause;
  Location location;
};

/// What many trials say about one set (or the fleet: set == all_sets).
struct TrialStatistics {
  std::uint32_t set = all_sets;
  std::uint64_t completed = 0, stopped = 0, running = 0, rolled_back = 0;
  std::vector<std::optional<Millis>> completion_percentiles;  ///< p50, p90, p95, p99, stopped runs as infinite; absent = infinite
  std::vector<std::optional<Millis>> completed_only;          ///< the same over completed runs
  std::uint32_t floor_min = 0, floor_median = 0;
  std::uint64_t worst_trial = 0;  ///< lowest floor, then latest end
  double interval_low = 0, interval_high = 1;  ///< Wilson, 95 %, for P(completed)
  Millis mean_completed = 0;                   ///< over completed runs
  std::uint32_t most_failed = 0, most_old = 0; ///< over all trials
  bool any_fault = false;
  std::vector<Millis> completions;     ///< sorted; `never` for a run that stopped; empty if there were too many trials to keep
  std::vector<std::uint32_t> floors;   ///< sorted
};
struct MonteCarloReport {
  std::uint64_t trials = 0, completed = 0, stopped = 0;
  bool aggregate = false;
  bool identical = false;  ///< nothing in the scenario depends on luck: all trials are the same run
  std::uint64_t without_events = 0;  ///< regions of trials (so many of each trial as there are regions) that were run without the event engine
  std::vector<TrialStatistics> sets;  ///< the fleet first, then every set
};

/// What another reading of something that documents leave open would change in this result.
struct Reading {
  Rule rule = Rule::A_1;
  std::string instead;    ///< the other reading, with the switch or key that chooses it
  std::string change;     ///< what it changes; "nothing here"
  bool matters = false;
};

/// How few instances of one zone of a set served at worst, and when that was first so. Rule CAP-1, for a part of the set.
struct ZoneServing {
  std::uint32_t set = 0;
  int zone = 0;
  std::uint32_t count = 0;  ///< instances at the start
  std::uint32_t lowest = 0;
  Millis at = 0;
};

struct RolloutReport {
  std::shared_ptr<const Scenario> scenario;
  std::string_view mode = "deterministic";
  std::vector<ClassReport> classes;
  std::vector<std::uint32_t> class_of;  ///< by set
  std::vector<PhaseReport> phases;
  std::vector<RepairTaskReport> repair_tasks;
  std::vector<NotEligible> not_eligible;
  std::vector<ArcReport> arc;
  std::vector<GuestReport> guest;
  std::vector<ScheduleReport> schedules;
  std::vector<HostReport> hosts;
  std::vector<EventReport> events;
  std::vector<RepairReport> repairs;
  std::vector<std::string_view> hotpatches, orchestration;
  std::vector<std::vector<std::uint32_t>> history_queries;
  std::vector<std::uint64_t> draws;
  std::optional<MonteCarloReport> monte_carlo;
  std::vector<AssertionReport> assertions;
  std::vector<Reading> readings;  ///< filled by weigh_assumptions
  std::vector<ZoneServing> zones;  ///< by set and zone; only with SimulateOptions::zones, or filled by serving_by_zone
  RuleSet rules;            ///< that decided something in this run
  bool interrupted = false;  ///< stopped before its end: everything up to `reached` is valid
  Millis reached = 0;

  const ClassReport& of_set(std::uint32_t set) const { return classes[class_of[set]]; }
};

/// An operation of one set, in the order of reports: by start, then by set.
struct OperationRef {
  std::uint32_t set = 0;
  const OperationReport* operation = nullptr;
};
std::vector<OperationRef> operations_in_order(const RolloutReport& report);

/// Puts together what may come from runs of single regions: repair tasks by (created, queued, turn, region in the order of the phases),
/// only where runs_by_region, since they are in the order of their events otherwise (rule T-3); refusals by (instant, turn, set).
void sort_by_time_and_region(RolloutReport& report);

/// Whether regions never wait for one another, so that a run may be put together from runs of single regions: no gate of a phase
/// lies between them.
bool runs_by_region(const Scenario& scenario);

/// The size of a set over time, as scaling changes it: steps of (instant, instances), the first at the scenario's start. Rule CAP-1
/// and the assertions on what is out of service count from it.
std::vector<std::pair<Millis, std::uint32_t>> sizes_over_time(const Scenario& scenario, std::uint32_t set);

/// Every set that was refused, with its number: by instant, by what asked, then in the order of the scenario's sets (rule T-3).
std::vector<std::pair<const NotEligible*, std::uint32_t>> refused_in_order(const RolloutReport& report);

/// When the update of an operation was published (or the user asked for it): what completion times count from.
Millis published_at(const Scenario& scenario, const ScaleSet& set, const OperationReport& operation);

}  // namespace fleetlint::rollout
