#pragma once
// Trials of fleets whose sets meet only at zone tokens and phase gates, without a queue: every set runs through at once, relative
// to the instant at which it may begin; a pass over zones and phases then fixes the instants. In exact mode the outcome is the
// engine's to the millisecond; in aggregate mode a batch costs one draw for its failures and one for its slowest member.
// Rules as in operations.cpp and batches.cpp; scale.md of the model calls this the profile of a set.
#include <array>
#include <deque>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <tuple>
#include <unordered_map>
#include <vector>

#include "engine/engine.h"

namespace fleetlint::rollout {

class PlainFleet {
 public:
  using TrialSet = Engine::TrialSet;

  /// Null if every region needs the event engine: for windows, outages, users, max surge, instances with settings of their own,
  /// extension upgrades that may fail, several updates of one stream.
  /// `regions`: whose sets take part; empty: all.
  static std::unique_ptr<PlainFleet> of(std::shared_ptr<const Scenario> scenario, bool aggregate, const std::vector<std::uint8_t>& regions = {});
  /// When zones and phases open in a trial, or in the run without trials; nothing if the event engine has to find out.
  std::optional<Openings> openings(std::uint64_t trial);
  /// Whether sets are drawn batch by batch; those that cannot be are computed exactly.
  bool aggregate() const { return aggregate_; }

  /// One trial. `expected`: so many trials from `trial` on will be asked for one after the other, and may be drawn together.
  /// `left` says of each region that the event engine has to run it: what makes it necessary is there, or something was still
  /// going on at the horizon or when the next update came. False: all of them.
  bool run(std::uint64_t trial, std::uint64_t expected, std::vector<TrialSet>& out, std::vector<std::uint8_t>& left);

 private:
  /// A quantile table of half the size: what batches look up has to stay near.
  struct SlimTable {
    Millis first = 0;
    std::array<std::uint32_t, 1025> above{};  ///< over the first quantile
    Millis sample(std::uint64_t drawn) const {  // rule K-4
      const std::uint64_t d = drawn >> 11, i = d >> 43, fraction = (d >> 11) & 0xFFFFFFFFull, low = above[i];
      return first + static_cast<Millis>(low + ((above[i + 1] - low) * fraction >> 32));
    }
  };
  /// A random step of a member on its way into a sum: its table, and whether its value is seen by probes only and has to come in time.
  struct Part {
    const QuantileTable* table = nullptr;
    bool observed = false;
    auto operator<=>(const Part&) const = default;
  };
  /// What a sum of steps depends on; kinds that have it in common share its tables.
  struct SumOf {
    std::vector<Part> steps;
    Millis constant = 0, interval = 0, in_time = 0;
    int probes = 0;
    bool watched = false, gated = false;
    auto operator<=>(const SumOf&) const = default;
  };
  /// Sums of the random steps of a member, and the slowest of many: quantile tables compiled on demand.
  struct Slowest {
    Millis origin = 0, bin = 1;
    bool fits = false;               ///< a table can hold it
    std::vector<double> cumulative;  ///< of one member, at the upper end of each bin
    std::vector<std::unique_ptr<SlimTable>> by_count;
    const SlimTable& of(std::uint32_t count);
  };
  /// Thresholds of P(at most x of a batch fail).
  struct Failures {
    std::vector<std::uint64_t> thresholds;
    std::uint64_t scale = 0;  ///< 2^106 / threshold of none: makes what is left of a draw that meant "nobody" a draw of its own
  };
  /// What sets of one kind have in common.
  struct Kind {
    UpgradeSettings settings;
    SetFaults faults;
    CrowdCourse course;               ///< of the first attempt
    std::deque<CrowdCourse> later;    ///< of further ones
    std::vector<std::optional<Millis>> credentials;
    Millis expires = never;           ///< the first of them
    PolicyReport policy;
    bool eligible = false;
    bool drawn = false;               ///< in aggregate mode
    double fails = 0;
    std::uint64_t late = 0;  ///< threshold: a restored instance is not healthy in time
    Slowest *healthy = nullptr, *failed = nullptr, *failed_late = nullptr;
    std::unordered_map<std::uint32_t, Failures> failures;  ///< by batch size
  };
  struct Plan {
    std::vector<PlannedBatch> batches;
    struct Drawn {
      const SlimTable* slowest = nullptr;  ///< if nobody fails
      std::uint64_t none = 0;              ///< threshold of nobody
      std::uint64_t scale = 0;
      std::uint64_t zone = 0;              ///< whose token is waited for; 0: none
    };
    std::vector<Drawn> drawn;
    std::vector<const Failures*> failures;  ///< by batch
    std::uint32_t largest = 0, members = 0;
    std::uint8_t last_zone = 0;
    Millis pauses = 0;
  };
  struct Member {
    std::uint32_t set = 0, kind = 0, plan = 0, capacity = 0;
    std::uint64_t path = 0;  ///< FNV state of region/set/
    std::uint64_t set_path = 0;  ///< FNV of region/set
    bool starts = false;  ///< gets an operation
    bool token = false;   ///< takes part in the zone token
    bool behind = false;  ///< runs an older image than what is published
    bool smooth = false;  ///< if nobody fails, the lengths of its batches need only be added
  };
  /// The sets of one region that take one update together.
  struct Group {
    std::vector<Member> members;
    std::vector<std::uint32_t> rough;  ///< members that start and are never smooth
    std::size_t first = 0;             ///< place of the first member among those of all groups
    std::uint32_t region = 0;
    std::uint32_t rollout = 0;  ///< images, then extension publications
    bool os = true;
    Millis published = 0;  ///< what completion times count from
  };
  struct Wave {  ///< one rollout
    OperationKind kind = OperationKind::os;
    std::uint32_t image = 0;  ///< or extension publication
    VersionId version = no_version;
    Millis published = 0;
    bool gallery = false;
    std::vector<std::vector<std::uint32_t>> phases;  ///< groups by phase
    std::vector<Millis> opens;                       ///< of a timetable or of replicas; else one after the other
    bool timetable = false, gated = false;
  };
  /// A group with an instant that is known beforehand.
  struct Timed {
    Millis open = 0;
    std::uint32_t group = 0;
  };
  /// What operations have left behind of a set.
  struct Past {
    Millis free = INT64_MIN;
    std::uint32_t attempts = 0, left_failed = 0;
    bool mixed = false;  ///< instances differ in their number of attempts
  };
  /// Where a set is in its course.
  struct Cursor {
    std::uint32_t member = 0;  ///< of the group
    Millis ready = 0;    ///< the pause is over
    Millis release = 0;  ///< the end of the last batch, or of the operation: the zone is given up
    std::uint32_t next = 0, failed = 0, attempted = 0, left_failed = 0, old = 0, floor = 0;
    std::uint64_t path = 0;  ///< of the set in this trial
    std::uint32_t attempt = 1, tasks = 0;
    int domain = -2;  ///< of the open repair task
    bool over = false, stopped = false, rolled_back = false, credential_failed = false;
  };

  explicit PlainFleet(std::shared_ptr<const Scenario> scenario) : scenario_(std::move(scenario)) {}
  bool build(bool aggregate, const std::vector<std::uint8_t>& regions);
  bool sort_out();
  void hand_over(std::uint32_t region);
  bool add_waves();
  bool add_group(std::uint32_t region, Wave& wave);
  void add_member(std::uint32_t set, int extension, const Wave& wave, Group& group);
  std::uint32_t kind_of(std::uint32_t set, int extension, const Wave& wave);
  const CrowdCourse& course_of(Kind& kind, std::uint32_t attempt);
  void prepare_draws(Kind& kind, Plan& plan);
  bool compile_aggregate(Kind& kind);
  Slowest* sum(const SumOf& what);
  bool may_start(const Member& member, const Group& group, Millis start) const;
  void draw_ahead(std::uint64_t trial, std::uint64_t count);
  void draw_smooth(const Group& group, std::uint32_t index, std::span<const std::uint64_t> keys);
  bool run_group(std::uint32_t index, Millis start, std::vector<TrialSet>& out, Millis& close, std::int64_t& eligible, std::int64_t& succeeded);
  /// Runs batches of `member` from `at` on, only those of `zone` if it is not 0; false if the horizon comes first.
  bool advance(const Member& member, Cursor& cursor, Millis at, std::uint8_t zone);
  template <bool drawn>
  bool advance_as(const Member& member, Kind& kind, Cursor& cursor, Millis at, std::uint8_t zone);
  void exact_batch(const Member& member, Kind& kind, const PlannedBatch& batch, Millis at, Cursor& cursor, Millis& end, std::uint32_t& failures);
  void drawn_batch(Kind& kind, const Plan& plan, Cursor& cursor, Millis at, Millis& end, std::uint32_t& failures);

  std::shared_ptr<const Scenario> scenario_;
  bool aggregate_ = false;
  std::deque<Kind> kinds_;
  std::deque<Plan> plans_;
  std::map<SumOf, Slowest> sums_;
  std::vector<Group> groups_;
  std::vector<Wave> waves_;
  std::vector<TrialSet> resting_;  ///< of sets that no operation concerns
  bool independent_ = false;       ///< regions do not wait for one another
  std::vector<std::uint8_t> hard_;  ///< by region: the event engine has to run it
  std::vector<std::vector<std::uint32_t>> by_region_;
  std::vector<std::array<Millis, 4>> zones_;  ///< by rollout and region, if asked for: when each zone's turn comes
  std::vector<std::vector<Timed>> timed_;  ///< by region, if they are independent
  std::vector<Past> past_;                 ///< by set, if extensions are upgraded, too
  bool impossible_ = false;                ///< something turned up that only the event engine can do, and regions depend on one another
  std::map<std::tuple<std::uint32_t, std::uint32_t, std::uint32_t>, std::uint32_t> kind_ids_;
  std::unordered_map<std::string, std::uint32_t> plan_ids_;
  RuleSet rules_;
  Intervals no_outages_;
  std::uint64_t trial_key_ = 0;
  std::vector<std::uint32_t> singled_;
  /// What is drawn ahead of a trial: sets in which nobody fails.
  struct Ahead {
    std::vector<Millis> last;  ///< by member of all groups: how long it is in its last zone; `rough`: it is not smooth in this trial
    std::vector<std::array<Millis, 4>> longest;  ///< by group and zone
    std::vector<std::uint32_t> rough;            ///< members, group by group
    std::vector<std::size_t> rough_until;        ///< by group
  };
  static constexpr Millis rough = -1;
  static constexpr std::size_t most_ahead = 16;
  std::vector<Ahead> ahead_;
  std::uint64_t ahead_from_ = 0, ahead_count_ = 0;
  const Ahead* drawn_ = nullptr;  ///< of the running trial
  std::vector<Cursor> cursors_;
};

}  // namespace fleetlint::rollout
