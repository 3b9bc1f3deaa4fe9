#pragma once
// The event engine. It owns the clock, the queue and the state; what happens is decided by the pure functions in policies/.
//
//   engine.cpp       load, queue, dispatch, end of the run
//   sets.cpp         state of sets and instances: health, selection, membership
//   alike.cpp        sets whose instances are all alike keep one state for all of them
//   operations.cpp   one operation from its queue to its end (the model's section 28)
//   batches.cpp      running a batch and taking in its results
//   rollouts.cpp     publications, phases, versions, retries
//   actions.cpp      what users do
//   capacity.cpp     who serves when
//   apart.cpp        sets that only wait for zones and phases run one after the other, so that what they need stays in the caches
#include <array>
#include <deque>
#include <tuple>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "engine/event_queue.h"
#include "fleetlint/rollout/simulate.h"
#include "policies/batch_plan.h"
#include "policies/crowd.h"
#include "policies/instance_upgrade.h"
#include "policies/zone_token.h"

namespace fleetlint::rollout {

inline constexpr std::uint32_t none = UINT32_MAX;

struct Instance {
  enum Flag : std::uint8_t {
    left_failed = 1, provisioning_failed = 2, not_running = 4, is_protected = 8, skips = 16, gone = 32, creating = 64,
    surplus = 128  ///< newcomer of a max-surge batch that runs: not yet one of the set's instances
  };
  std::uint8_t zone = 0, flags = 0;
  std::uint16_t ud = 0;
  VersionId os = no_version;
  std::uint32_t attempt = 0;
  std::uint32_t model = 0;  ///< revision of the model it runs
  std::uint32_t app = 0;    ///< label of the model it runs: index into Engine::labels_
  Millis cured = -never;    ///< the disk in place since

  bool has(Flag flag) const { return (flags & flag) != 0; }
  void set(Flag flag, bool on) { flags = static_cast<std::uint8_t>(on ? flags | flag : flags & ~flag); }
  bool exists() const { return !has(gone); }
};

/// A change of the number of serving instances; of a certain instance where reasons can overlap.
struct CapacityEvent {
  Millis at = 0;
  std::int32_t delta = 0;
  std::uint32_t instance = none;
};

struct ModelChange {
  std::uint32_t revision = 0, label = 0;
  bool reimage = false, disruptive = false;
  std::vector<int> extensions;
  std::vector<Millis> foreign;
};

/// What the model of a set said from an instant on.
struct ModelState {
  Millis from = 0;
  std::uint32_t revision = 0, label = 0;
  std::vector<VersionId> extensions;
};

/// The state of a set, or of all sets that behave like it.
struct SetState {
  std::uint32_t set = 0;               ///< the representative: index into Scenario::sets
  std::vector<std::uint32_t> members;  ///< all of them; empty: only the representative
  const SetSpec* spec = nullptr;
  const std::vector<std::uint8_t>* zones = nullptr;
  const Intervals* outages = nullptr;
  SetFaults faults;
  bool ambient = false;        ///< someone may be ill without an upgrade's doing
  std::uint32_t domains = 5;
  std::uint64_t path_prefix = 0;
  bool regular = false;               ///< nothing in the scenario singles an instance out from the start
  bool alike = false;                 ///< every instance is in the state `common`; `instances` is empty
  bool untouched = false;             ///< still to be set to its state at the start
  Instance common;
  std::vector<VersionId> common_extensions;  ///< empty: as at the start
  std::vector<Instance> instances;
  std::uint32_t existing = 0;
  std::vector<std::optional<Millis>> credentials;
  std::vector<VersionId> model_extensions;
  std::vector<VersionId> extensions;  ///< by instance and extension; empty: all as at the start
  std::uint32_t model_revision = 0, model_label = 0;
  ModelChange last_change;
  std::vector<ModelState> model_log;  ///< every change since the start, in order
  bool first_automatic_done = false;
  Millis first_rollout_at = 0;
  std::vector<std::uint32_t> queue;
  std::uint32_t current = none;
  bool start_scheduled = false;
  std::uint32_t repair_tasks = 0;
  std::uint32_t abnormal = 0;         ///< instances that left_failed, do not run or failed provisioning
  std::vector<CapacityEvent> changes;
  std::vector<std::pair<std::uint32_t, Millis>> cures;  ///< of ambient sets
  std::uint32_t at_start = 0;         ///< instances at the start
  Millis last_end = 0;
  bool any_operation = false, any_running = false;
  VersionId newest_target = no_version;
  std::uint32_t count() const { return members.empty() ? 1 : static_cast<std::uint32_t>(members.size()); }
};

struct Operation {
  std::uint32_t set = 0;  ///< index of SetState
  UpgradeSettings settings;
  OperationReport report;
  VersionId target = no_version;
  std::uint32_t label = 0, revision = 0;
  bool automatic = false;  ///< started by the platform
  bool all_at_once = false, thresholds = true;
  bool retry = false;
  std::vector<std::uint32_t> named;  ///< of a manual upgrade
  bool every_instance = true;
  std::vector<std::pair<std::uint32_t, std::uint32_t>> attached;  ///< rollout, phase report
  BatchPlan plan;
  std::size_t next = 0;
  std::uint32_t attempted = 0;
  std::uint32_t taken = 0;        ///< batches that every member of an alike set came out of well
  std::uint32_t batch_count = 0;  ///< that have started
  std::uint32_t judged = 0;       ///< of these, for which S-3 was asked
  bool started = false, final = false, cancelled = false, credential_failed = false;
  std::uint32_t rollout = none;  ///< that it was queued for
  std::uint64_t turn = 0;        ///< among those queued at the same instant: which phase, replica or action asked (rule T-3)
  std::uint32_t token = none;
  std::uint8_t claimed = 0;  ///< zone; 0: none
  bool waiting_for_token = false;
  Millis pause_until = 0;
  Millis waiting_since = 0;
  // The running batch: everybody's result, or of a crowd only of those who were singled out.
  std::vector<MemberResult> results;
  bool crowd = false;
  bool running = false;
  // Service Fabric: the open repair task.
  std::uint32_t task = none;
  int task_zone = -1, task_ud = -1;
  std::uint32_t task_number = 0;
  bool task_approved = false;
  // what failed instances ran before.
  struct Before {
    std::uint32_t id;
    VersionId os;
    std::uint32_t model, app;
    std::uint8_t flags;
    std::uint32_t batch;
  };
  std::vector<Before> before;
  std::vector<std::pair<std::uint32_t, RestoreResult>> restores;
};

struct Rollout {
  OperationKind kind = OperationKind::os;
  const std::string* stream = nullptr;
  VersionId version = no_version;
  bool gallery = false;
  Millis published = 0;
  const std::vector<std::vector<std::uint32_t>>* phases = nullptr;
  struct Open {
    std::uint32_t report = none, pending = 0;
    Millis last = INT64_MIN;  ///< end of the last operation so far
    bool opening = false, closing = false;
  };
  std::vector<Open> open;
};

/// What sets wait for, known beforehand: every set of a region can then be run from its phase to its end before the next one.
struct Openings {
  std::vector<std::uint8_t> regions;                ///< whose sets meet only at zone tokens and phases, and are done before the horizon
  std::vector<std::array<Millis, 4>> zones;         ///< by rollout and region: when each zone's turn comes
};

class Engine {
 public:
  /// `regions`: whose sets take part; empty: all.
  Engine(std::shared_ptr<const Scenario> scenario, bool classes, const std::vector<std::uint8_t>& regions = {});

  /// One run; may be called again for another trial, everything is set back.
  void run(const SimulateOptions& options, const Openings* openings = nullptr);
  /// Computes the openings of a run; nothing if instances are to be looked at one by one or only totals are asked for, or if the
  /// queue has to find out when zones and phases open.
  static std::optional<Openings> openings(const std::shared_ptr<const Scenario>& scenario, const SimulateOptions& options);
  std::size_t states() const { return sets_.size(); }
  bool interrupted() const { return interrupted_; }
  Millis reached() const { return reached_; }

  // Results.
  RolloutReport take_report();
  /// One trial in short: per set, in the scenario's order.
  struct TrialSet {
    Millis completion = never;  ///< since the publication; never: stopped, running or nothing to do
    std::uint32_t floor = 0, failed = 0, old = 0;
    enum class Result : std::uint8_t { nothing, completed, stopped, running } result = Result::nothing;
    bool rolled_back = false, faulted = false;
  };
  void summarize(std::vector<TrialSet>& out);
  /// Whether anything in the scenario depends on the trial.
  static bool luck(const Scenario& scenario);
  std::deque<SetState>& sets() { return sets_; }
  const std::deque<Operation>& operations() const { return operations_; }

 private:
  // engine.cpp
  void load();
  void reset();
  void dispatch(const Event& event);
  void apply(Rule rule) { rules_.set(static_cast<std::size_t>(rule)); }
  void at(Millis when, EventOrder order, EventType type, std::uint32_t a = 0, std::uint32_t b = 0) {
    if (when < never) (apart_ ? own_queue_ : queue_).push(std::max(when, scenario_->start), order, type, a, b);
  }

  // apart.cpp
  void consider_all(std::uint32_t region, std::uint32_t rollout, std::uint32_t phase, std::uint32_t replica);
  void run_apart(std::uint32_t set, std::uint32_t rollout, std::uint32_t phase, std::uint32_t replica);

  // sets.cpp
  void reset_set(SetState& set);
  void add_instance(SetState& set, VersionId os, std::uint8_t zone, std::uint16_t ud);
  std::vector<Illness> illnesses(const SetState& set, std::uint32_t id) const;
  Health ambient_health(const SetState& set, std::uint32_t id, Millis at) const;
  bool unhealthy(const SetState& set, std::uint32_t id, Millis at) const;
  std::uint32_t count_unhealthy(const SetState& set, Millis at) const;
  Millis initializing_until(const SetState& set, Millis at) const;
  VersionId extension_of(const SetState& set, std::uint32_t id, std::size_t extension) const;
  void set_extension(SetState& set, std::uint32_t id, std::size_t extension, VersionId version);
  void set_abnormal(SetState& set, std::uint32_t id, Instance::Flag flag, bool on);

  // alike.cpp
  void materialise(SetState& set);
  void settle_alike(SetState& set, Operation& operation);
  static bool has_alike_plan(const Operation& operation, const SetState& set, const PlanRules& rules);
  const std::vector<PlannedBatch>* shared_plan(const SetState& set, const PlanRules& rules);
  bool run_crowd(std::uint32_t op, const InstanceList& members, Millis& end, std::vector<Millis>& member_ends);
  void take_in_crowd(Operation& operation, SetState& set, BatchReport& batch);
  void expand_crowd(Operation& operation);
  void upgraded(Instance& instance, const Operation& operation, const SetState& set) const;
  void apply_model_extensions(SetState& set, std::uint32_t id, std::span<const VersionId> model);

  // operations.cpp
  std::uint32_t enqueue(std::uint32_t set, Operation operation);
  void try_start(std::uint32_t set);
  void start_operation(std::uint32_t op);
  bool begin(std::uint32_t op);
  void select(Operation& operation, SetState& set);
  void apply_plan_rules(const Operation& operation, const SetState& set);
  bool settled(const Operation& operation, const SetState& set) const;
  void prepare_settings(Operation& operation, SetState& set);
  void next_batch(std::uint32_t op);
  static void drop_missing(Operation& operation, const SetState& set);
  void batch_start(std::uint32_t op);
  void finish(std::uint32_t op, OperationCode code, ErrorCode error);
  void note_wait(Operation& operation, WaitReason reason, int zone = 0);
  void claim(std::uint32_t op);
  void withdraw(std::uint32_t op);
  void token_move(std::uint32_t token);
  std::uint32_t token_of(const Operation& operation);
  bool fires(Operation& operation, SetState& set, Rule rule, Millis at);

  // batches.cpp
  void run_batch(std::uint32_t op);
  void batch_end(std::uint32_t op);
  bool close_repair_task(std::uint32_t op);
  void after_batch(std::uint32_t op);
  void take_in(Operation& operation, SetState& set, BatchReport& batch, const MemberResult& result);
  void account(Operation& operation, SetState& set, const MemberResult& result, bool serves);
  void restore_after_breach(std::uint32_t op);
  void restore_end(std::uint32_t op);
  static void decide(SetState& set, BatchReport& batch, const MemberResult& result);
  void take_back(Operation& operation, std::size_t i);

  // rollouts.cpp
  void publish_image(std::uint32_t image);
  void publish_extension(std::uint32_t publication);
  void replica(std::uint32_t image, std::uint32_t replica);
  void phase_open(std::uint32_t rollout, std::uint32_t phase);
  void phase_close(std::uint32_t rollout, std::uint32_t phase);
  void make_available(std::uint32_t region, OperationKind kind, bool gallery, const std::string& stream, VersionId version);
  VersionId newest_available(std::uint32_t region, const SetSpec& spec) const;
  VersionId newest_extension(std::uint32_t region, const SetState& set, std::size_t extension) const;
  void consider(std::uint32_t set, std::uint32_t rollout, std::uint32_t phase, std::uint32_t replica = 0);
  void operation_final(std::uint32_t op);
  void retry_extension(std::uint32_t set, std::uint32_t extension);

  // actions.cpp
  void action(std::uint32_t index);
  std::uint64_t turn_of(const Action& action) const;
  void start_os_upgrade(const Action& action, std::uint32_t set);
  void model_change(const Action& action, std::uint32_t set);
  void manual_upgrade(const Action& action, std::uint32_t set);
  void scale(const Action& action, std::uint32_t set);
  void note_model(SetState& set);
  void leave(SetState& set, std::uint32_t id);
  void instance_created(std::uint32_t set, std::uint32_t creation);
  std::uint32_t label(const std::string& text);

  // capacity.cpp
  void serve(SetState& set, std::uint32_t instance, Millis at, std::int32_t delta);
  std::uint32_t lowest_serving(SetState& set);
  VersionId newest_for(const SetState& set) const;
  Millis last_of(const SetState& set) const { return set.any_running ? reached_ : set.last_end; }  ///< what counts of its course ends here
  std::vector<std::pair<Millis, std::uint32_t>> serving_over_time(SetState& set);
  void describe_capacity(SetState& set, ClassReport& report);
  void describe(SetState& set, ClassReport& report);

  std::shared_ptr<const Scenario> scenario_;
  SimulateOptions options_;
  EventQueue queue_;
  const Openings* openings_ = nullptr;
  bool apart_ = false;     ///< a set is being run by itself
  EventQueue own_queue_;   ///< of that set
  std::uint32_t apart_count_ = 0;  ///< of sets that were run by themselves, over all regions: how often the run asks whether to go on
  std::deque<std::pair<std::uint32_t, OperationReport>> finished_;  ///< by sets that were run by themselves
  Millis now_ = 0;
  bool random_ = false;
  std::uint64_t trial_key_ = 0;
  RuleSet rules_;
  std::vector<Intervals> outages_;                   ///< by region
  std::vector<std::vector<std::uint32_t>> planned_;  ///< phases in force
  std::deque<SetState> sets_;
  std::vector<std::uint32_t> state_of_;              ///< set to SetState
  std::vector<std::vector<std::uint32_t>> by_region_;
  std::deque<Operation> operations_;
  std::vector<Rollout> rollouts_;
  std::vector<ZoneToken> tokens_;
  std::vector<std::vector<std::uint32_t>> waiting_;  ///< operations by token
  std::map<std::tuple<std::uint32_t, int, std::string, std::string, std::uint32_t>, std::uint32_t> token_ids_;
  std::map<std::tuple<std::uint32_t, int, bool, std::string>, std::vector<VersionId>> available_;
  std::vector<std::string> labels_;                  ///< [0]: none
  std::vector<PhaseReport> phases_;
  std::vector<RepairTaskReport> tasks_;
  std::vector<MemberResult> creations_;
  std::vector<NotEligible> not_eligible_;
  std::vector<ZoneServing> zones_;
  std::map<std::tuple<std::uint32_t, std::uint32_t, std::uint32_t, std::uint32_t, std::uint32_t>, std::vector<PlannedBatch>> shared_plans_;
  CrowdCourse course_;               ///< of operation `course_of_`
  std::uint32_t course_of_ = none;
  std::vector<std::uint8_t> skip_;   ///< scratch of run_crowd
  std::vector<std::uint32_t> singled_;
  std::vector<Millis> lengths_;
  bool interrupted_ = false;
  Millis end_ = 0;  ///< of this run: the horizon, or where it is told to stop
  Millis reached_ = 0;
};

}  // namespace fleetlint::rollout
