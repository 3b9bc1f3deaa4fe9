#pragma once
// A scenario: what exists, what is published, what goes wrong, what is asked. Plain data, checked and resolved by the reader;
// the engine never sees the file.
#include <algorithm>
#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "fleetlint/base/source.h"
#include "fleetlint/rollout/random.h"
#include "fleetlint/rollout/rules.h"
#include "fleetlint/rollout/time.h"

namespace fleetlint::rollout {

/// Readings of what public documents leave open (model, section 27). The defaults are the model's.
struct Switches {
  enum class Denominator : std::uint8_t { upgraded, total, batch } upgraded_denominator = Denominator::upgraded;
  bool ud_boundary = true;
  bool shrink_on_unhealthy = false;
  bool zone_token = true;
  bool policy_always = false;
  bool stopped_counts_unhealthy = true;
  bool lenient_eligibility = false;
  bool arc_plus_hour = false;
  bool ext_upgrade_service_fabric = false;
  bool credential_fatal = true;
};

enum class DurationName : std::uint8_t {
  drain, disk_swap, boot, custom_data, extension, app_warmup, restore_swap, create, remove, ext_upgrade, ext_rollback,
  patch_install, reboot, first_rollout, sf_prepare, sf_restore, health_window, os_provision_timeout, extensions_time_budget,
  host_freeze, count
};
/// One value, or a compiled distribution (then `value` is what a run without random numbers takes).
struct Duration {
  Millis value = 0;
  std::int32_t table = -1;  ///< index into Scenario::tables; -1: constant
};

struct Region {
  std::string name;
  std::vector<std::uint32_t> pairs;  ///< symmetric
  std::vector<std::uint8_t> zones;   ///< 1 … 3
  Millis utc_offset = 0;
};

/// A version as the service compares it: component by component, as numbers. Ids are dense; `rank` orders them.
using VersionId = std::uint32_t;
inline constexpr VersionId no_version = 0;
struct VersionInfo {
  std::string text;
  std::vector<std::uint64_t> parts;
  std::uint32_t rank = 0;
};

enum class Health : std::uint8_t { healthy, unhealthy, unknown, initializing };
enum class Power : std::uint8_t { running, stopped, deallocated };
enum class SetKind : std::uint8_t { scale_set, vm_group, availability_set };
enum class ImageKind : std::uint8_t { platform, gallery, managed_image };
enum class UpgradeMode : std::uint8_t { automatic, rolling, manual };
enum class HealthSource : std::uint8_t { none, lb_probe, app_health_extension, both };
enum class Durability : std::uint8_t { none, bronze, silver, gold };
enum class PatchMode : std::uint8_t { unset, manual, automatic_by_os, automatic_by_platform, image_default };

struct Extension {
  std::string name, stream;
  VersionId version = no_version;
  bool automatic_upgrade = false;
  std::optional<Millis> credentials_expire;
  std::optional<Millis> duration;
  std::vector<std::string> after;  ///< provisionAfterExtensions
};

/// `rollingUpgradePolicy`: what is written there; the platform's default replaces what is not.
struct RollingPolicy {
  bool present = false;
  std::optional<int> max_batch, max_unhealthy, max_unhealthy_upgraded;
  std::optional<Millis> pause;
  bool cross_zone = false, prioritize_unhealthy = false, max_surge = false, rollback_on_breach = false;
};

struct InstanceOverride {
  std::uint32_t id = 0;
  Health health = Health::healthy;
  std::optional<Millis> health_until;
  Power power = Power::running;
  VersionId os = no_version;  ///< none: the set's current
  bool protect = false, skip_upgrade = false, latest_model = true;
  std::optional<std::uint32_t> phase;
  std::optional<std::uint8_t> zone;
  std::optional<std::uint16_t> ud;
};

/// What the template of a set leaves open until it is deployed, and neither parameters nor the scenario give. Rules TPL-1, TPL-2.
struct OpenSetting {
  std::uint32_t set = 0;
  std::string key, why, taken;  ///< see UnknownSetting; `taken` empty: the number of instances, which is not guessed
  Location where;
};
inline Rule rule_of(const OpenSetting& open) { return open.taken.empty() ? Rule::TPL_1 : Rule::TPL_2; }

/// Everything about a set but its name, region and size; generated sets share one.
struct SetSpec {
  SetKind kind = SetKind::scale_set;
  std::string api_version;  ///< empty: the newest
  std::string origin;         ///< for people: the template and what the scenario adds; empty: all of it stands in the scenario
  bool size_unknown = false;  ///< nobody tells how many instances it has: it takes no part (rule TPL-1)
  bool flexible = false, windows = false, custom_data = false;
  bool zones_of_region = false;
  std::vector<std::uint8_t> zones;
  std::optional<int> update_domains;
  std::optional<bool> enable_automatic_updates;
  PatchMode patch_mode = PatchMode::unset;
  struct {
    ImageKind kind = ImageKind::platform;
    std::string stream;
    VersionId current = no_version;
    std::string version = "latest";
    VersionId pinned = no_version;  ///< `version` if it is a version
    bool supported_sku = true;
  } image;
  UpgradeMode mode = UpgradeMode::manual;
  RollingPolicy policy;
  bool automatic_os_upgrade = false, use_rolling_policy = false, disable_rollback = false, os_deferral = false;
  struct {
    HealthSource source = HealthSource::lb_probe;
    int interval = 5, probes = 1;  ///< seconds; successes in a row
  } health;
  std::vector<Extension> extensions;  ///< in the order in which they are installed (rule C-0)
  struct {
    Durability durability = Durability::none, cluster = Durability::none;
    bool stateless = false;
    VersionId handler = no_version;
    bool present() const { return durability != Durability::none; }
    bool gated() const { return durability == Durability::silver || durability == Durability::gold; }
  } service_fabric;
  struct Notice {
    bool enable = false;
    std::optional<Millis> approve_after;
    Millis not_before = 5 * one_minute;
  } os_notice, terminate_notice;
  std::int32_t maintenance = -1;  ///< index into Scenario::maintenance
  std::optional<Millis> auto_os_configured_at;
  std::vector<InstanceOverride> overrides;  ///< by id
};

struct ScaleSet {
  std::string id;
  std::uint32_t region = 0, spec = 0, capacity = 0;
  bool generated = false;
};

struct ImagePublication {
  std::string stream;
  VersionId version = no_version;
  Millis published = 0;
  bool gallery = false, excluded = false;
  std::vector<std::pair<std::uint32_t, Millis>> replicas;  ///< region, instant
};
struct ExtensionPublication {
  std::string stream;
  VersionId version = no_version;
  Millis published = 0;
};

inline constexpr std::uint32_t all_sets = UINT32_MAX;
struct Fault {
  enum class Type : std::uint8_t {
    unhealthy_after_upgrade, provisioning_fails, extension_fails, rollback_fails, credential_expires, unhealthy, region_outage,
    quota_exhausted, sf_approval_blocked
  } type = Type::unhealthy;
  std::uint32_t set = all_sets, region = 0;
  std::vector<std::uint32_t> instances;  ///< sorted; empty: all
  bool every_instance = true;
  std::optional<Millis> after;  ///< absent: never
  Probability probability;
  std::string probability_text = "1";
  std::optional<std::uint32_t> attempt;
  VersionId update = no_version;
  std::string update_label;  ///< the same as written: model changes have labels, not versions
  std::string extension;
  Millis at = 0, from = 0, to = never, until = 0;
  std::uint32_t ud = 0;
  bool any_ud = true;
  bool survives_reimage = false;
};

struct Action {
  enum class Type : std::uint8_t { start_os_upgrade, cancel, model_change, manual_upgrade, scale, update_extension } type = Type::cancel;
  std::uint32_t set = 0;
  Millis at = 0;
  VersionId version = no_version;
  std::string label;
  enum class Change : std::uint8_t { image, extension, custom_data, size, zones, other } change = Change::other;
  std::vector<std::string> extensions;
  bool extensions_given = false;
  bool disruptive = false;
  std::optional<bool> reimage;
  std::vector<std::uint32_t> instances;
  bool every_instance = false;
  std::uint32_t capacity = 0;
  std::string extension;
  std::optional<Millis> credentials_expire;
};

struct MaintenanceWindow {
  std::string id;
  enum class Scope : std::uint8_t { osimage, host, guest } scope = Scope::osimage;
  Millis start = 0, duration = 0, period = one_day;
};

/// Order and spacing of a platform rollout over regions (rules F-1 to F-7).
struct PhasePlan {
  bool listed = false;
  std::vector<std::vector<std::uint32_t>> list;
  std::vector<Millis> opens_at;
  bool timetable = false;
  Millis bake = 2 * one_day;
  bool gate = true;
  int max_failed_percent = 20;
};

struct ArcMachine {
  std::string name, region, subscription;
  bool automatic_upgrade = true;
  std::uint32_t fail_attempts = 0;
  std::optional<std::uint32_t> rollback_fails_at, disable_after;
};
struct ArcRollout {
  Millis published = 0;
  std::string from, version;
  bool critical_security = false;
  std::optional<Millis> window;
  std::vector<ArcMachine> machines;
};

struct PatchedMachine {
  std::string name;
  std::optional<Millis> utc_offset;
  std::uint8_t zone = 0;
  std::uint32_t ud = 0;
  PatchMode mode = PatchMode::automatic_by_platform;
  enum class Reboot : std::uint8_t { if_required, never, always } reboot = Reboot::if_required;
  bool hotpatch = false, arc = false;
  std::vector<std::pair<Millis, Millis>> powered_off;
};
struct GuestPatching {
  Millis released = 0;
  std::optional<Millis> phase_opens;
  bool all_hours = false, availability_set = false, patch_requires_reboot = true, unplanned_baseline = false;
  Millis off_peak_from = 22 * one_hour, off_peak_to = 6 * one_hour;
  Millis assess_every = 3 * one_day;
  std::vector<PatchedMachine> machines;
};
struct ScheduledMachine {
  std::string name;
  std::optional<Millis> patch_time, running_since;
  bool reboot = true, arc = false, bypass = true;
  PatchMode mode = PatchMode::automatic_by_platform;
  std::optional<std::uint32_t> ud;  ///< of an availability set
};
struct Schedule {
  Millis start = 0;
  std::optional<Millis> duration, recur_every, created_at;
  bool on_demand = false;
  std::vector<ScheduledMachine> machines;
};
struct HostMaintenance {
  struct Update {
    std::string id;
    Millis available = 0;
    std::optional<Millis> user_apply_at;
  };
  bool has_window = false;
  Millis start = 0, duration = 0, every = one_week;
  std::vector<Update> updates;
};
struct ScheduledEvent {
  std::string type;
  Millis raised = 0;
  std::optional<Millis> approved, not_before_timeout;
  bool hardware_failure = false;
};
struct RepairQuestion {
  struct Patient {
    std::uint32_t id = 0;
    Millis since = 0;
    std::optional<Millis> state_change_end;
    bool is_protected = false;
  };
  std::uint32_t capacity = 0;
  Millis grace = 10 * one_minute;
  std::optional<Millis> repair_time;
  std::vector<Patient> patients;
};
struct HotpatchQuestion {
  Millis released = 0;
  bool unplanned = false;
};
struct OrchestrationQuestion {
  bool azure_orchestrated = false, bypass = false, schedule = false;
};
struct HistoryQuery {
  Millis at = 0;
  std::vector<Millis> starts;
};
struct DrawQuestion {
  std::uint64_t seed = 0, trial = 0, k = 0;
  std::uint32_t purpose = 0;
  std::string path;
};

struct Assertion {
  enum class Type : std::uint8_t {
    min_serving, min_serving_percent, completed_within, completion_percentile, old_image_at_end, max_failed_instances,
    probability, never_concurrent, max_out_of_service, no_operation_faulted
  } type = Type::min_serving;
  std::string id;
  Location location;
  enum class Scope : std::uint8_t { set, region, fleet } scope = Scope::fleet;
  bool each = false;  ///< `scope: set|region` without a name: each of them
  std::uint32_t set = all_sets;
  std::optional<std::int64_t> at_least, at_most, at_most_percent;
  std::optional<Millis> duration, at_most_time;
  std::string at_least_text, at_most_text;  ///< probabilities as written
  std::uint32_t min_capacity = 0;
  std::string kind;  ///< os, model, ext or empty
  std::string of;    ///< completed, stoppedEarly, anyRollback
  int percentile = 0;
  std::string percentile_text;
  bool region_pairs = false, zones_of_region = false;
  std::vector<std::vector<std::uint32_t>> groups;
  std::optional<std::string> with_probability;
  bool warning = false;
  std::vector<std::string> variants;  ///< empty: all
};

struct Scenario {
  std::string name;
  Millis start = 0, horizon = 60 * one_day;
  Switches switches;
  std::array<Duration, static_cast<std::size_t>(DurationName::count)> durations;
  bool first_rollout_given = false;
  std::vector<QuantileTable> tables;
  std::vector<VersionInfo> versions;  ///< [0] is "none"
  std::vector<Region> regions;
  PhasePlan phases;
  std::vector<SetSpec> specs;
  std::vector<ScaleSet> sets;
  std::vector<OpenSetting> open_settings;  ///< by set
  std::vector<std::string> assumed;        ///< what stands for a scenario that nobody gave (rule TPL-3)
  std::vector<ImagePublication> images;
  std::vector<ExtensionPublication> extension_versions;
  std::vector<Fault> faults;
  std::vector<Action> actions;
  std::vector<MaintenanceWindow> maintenance;
  std::vector<ArcRollout> arc;
  std::vector<GuestPatching> guest;
  std::vector<Schedule> schedules;
  std::vector<HostMaintenance> hosts;
  std::vector<ScheduledEvent> events;
  std::vector<RepairQuestion> repairs;
  std::vector<HotpatchQuestion> hotpatches;
  std::vector<OrchestrationQuestion> orchestration;
  std::vector<HistoryQuery> history_queries;
  std::vector<DrawQuestion> draws;
  struct MonteCarlo {
    bool present = false, aggregate = false;
    std::uint64_t seed = 0, trials = 1;
  } monte_carlo;
  std::optional<std::uint64_t> trial;
  std::vector<std::string> variant_names;
  std::vector<Assertion> assertions;
  std::string input_hash;  ///< of the scenario's text and everything it names

  const Duration& duration(DurationName name) const { return durations[static_cast<std::size_t>(name)]; }
  const SetSpec& spec_of(const ScaleSet& set) const { return specs[set.spec]; }
  /// Whether nobody tells how many instances a set has: then nothing is known about its upgrade but what no size would change.
  bool size_unknown(const ScaleSet& set) const { return spec_of(set).size_unknown; }
  bool any_size_unknown() const { return std::any_of(specs.begin(), specs.end(), [](const SetSpec& spec) { return spec.size_unknown; }); }
  /// False without any set: then nothing is hidden.
  bool all_sizes_unknown() const { return !specs.empty() && std::all_of(specs.begin(), specs.end(), [](const SetSpec& spec) { return spec.size_unknown; }); }
  Millis end() const { return start + horizon; }
  std::uint32_t rank(VersionId version) const { return versions[version].rank; }
  const std::string& version_text(VersionId version) const { return versions[version].text; }
  /// The zones that a set really has: its own, or those of its region for `all`.
  const std::vector<std::uint8_t>& zones_of(const ScaleSet& set) const {
    const auto& spec = specs[set.spec];
    return spec.zones_of_region ? regions[set.region].zones : spec.zones;
  }
};

}  // namespace fleetlint::rollout
