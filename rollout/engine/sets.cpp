// The state of sets and their instances. Rules U-1 to U-3, Z-1, H-1, H-4, H-6, H-8.
#include <algorithm>

#include "engine/engine.h"

namespace fleetlint::rollout {
namespace {

const InstanceOverride* override_of(const SetSpec& spec, std::uint32_t id) {
  const auto found = std::lower_bound(spec.overrides.begin(), spec.overrides.end(), id,
                                      [](const InstanceOverride& o, std::uint32_t wanted) { return o.id < wanted; });
  return found != spec.overrides.end() && found->id == id ? &*found : nullptr;
}

bool meant_for(const Fault& fault, std::uint32_t id) {
  return fault.every_instance || std::binary_search(fault.instances.begin(), fault.instances.end(), id);
}

}  // namespace

void Engine::reset_set(SetState& set) {
  const SetSpec& spec = *set.spec;
  const auto& zones = *set.zones;
  const std::uint32_t capacity = scenario_->sets[set.set].capacity;
  set.untouched = false;
  set.existing = set.at_start = capacity;
  set.abnormal = 0;
  set.ambient = set.ambient || (options_.zones && !zones.empty());  // so that each instance is followed by itself
  set.alike = set.regular && !set.ambient && options_.crowds;
  set.common = {};
  set.common.os = spec.image.current;
  set.common_extensions.clear();
  set.instances.clear();
  if (!set.alike) set.instances.resize(capacity);
  std::uint32_t in_zone[4] = {};
  auto next = spec.overrides.begin();
  for (std::uint32_t id = 0; id < set.instances.size(); ++id) {
    Instance& instance = set.instances[id];
    instance.os = spec.image.current;
    instance.zone = zones.empty() ? std::uint8_t{0} : zones[id % zones.size()];
    const InstanceOverride* own = nullptr;
    if (next != spec.overrides.end() && next->id == id) own = &*next++;
    if (own != nullptr && own->zone) instance.zone = *own->zone;
    instance.ud = static_cast<std::uint16_t>(in_zone[instance.zone]++ % set.domains);
    if (own == nullptr) continue;
    if (own->ud) instance.ud = *own->ud;
    if (own->os != no_version) instance.os = own->os;
    instance.set(Instance::is_protected, own->protect);
    instance.set(Instance::skips, own->skip_upgrade);
    if (own->power != Power::running) set_abnormal(set, id, Instance::not_running, true);
    if (!own->latest_model) instance.model = none;
  }
  if (!spec.flexible) apply(Rule::U_1);
  if (!zones.empty()) apply(Rule::Z_1);
  set.credentials.assign(spec.extensions.size(), std::nullopt);
  set.model_extensions.assign(spec.extensions.size(), no_version);
  for (std::size_t e = 0; e < spec.extensions.size(); ++e) {
    set.credentials[e] = spec.extensions[e].credentials_expire;
    set.model_extensions[e] = spec.extensions[e].version;
  }
  for (const Fault& fault : scenario_->faults) {
    if (fault.type != Fault::Type::credential_expires || (fault.set != all_sets && fault.set != set.set)) continue;
    for (std::size_t e = 0; e < spec.extensions.size(); ++e) {
      if (spec.extensions[e].name == fault.extension) set.credentials[e] = fault.at;
    }
  }
  set.extensions.clear();
  set.model_revision = set.model_label = 0;
  set.last_change = {};
  set.model_log.clear();
  set.first_automatic_done = false;
  set.first_rollout_at = INT64_MIN;
  set.queue.clear();
  set.current = none;
  set.start_scheduled = false;
  set.repair_tasks = 0;
  set.changes.clear();
  set.cures.clear();
  set.last_end = scenario_->start;
  set.any_operation = set.any_running = false;
  set.newest_target = no_version;
}

std::vector<Illness> Engine::illnesses(const SetState& set, std::uint32_t id) const {
  std::vector<Illness> found;
  const Millis cured = id < set.instances.size() ? set.instances[id].cured : -never;
  const auto add = [&](Illness illness) {
    if (outlasts(illness, cured)) found.push_back(illness);
  };
  if (const InstanceOverride* own = override_of(*set.spec, id); own != nullptr && (own->health == Health::unhealthy || own->health == Health::unknown)) {
    add({-never, own->health_until.value_or(never), false});
  }
  for (const Fault* fault : set.faults.ambient) {
    if (meant_for(*fault, id)) add({fault->from, fault->to, fault->survives_reimage});
  }
  return found;
}

Health Engine::ambient_health(const SetState& set, std::uint32_t id, Millis at) const {
  if (!set.ambient) return Health::healthy;
  const Millis cured = id < set.instances.size() ? set.instances[id].cured : -never;
  if (const InstanceOverride* own = override_of(*set.spec, id); own != nullptr && own->health != Health::healthy) {
    if (at < own->health_until.value_or(never) && cured == -never) return own->health;
  }
  for (const Fault* fault : set.faults.ambient) {
    if (fault->from <= at && at < fault->to && outlasts({fault->from, fault->to, fault->survives_reimage}, cured) && meant_for(*fault, id)) return Health::unhealthy;
  }
  return Health::healthy;
}

bool Engine::unhealthy(const SetState& set, std::uint32_t id, Millis at) const {
  if (set.alike) return false;
  const Instance& instance = set.instances[id];
  if (!instance.exists() || instance.has(Instance::creating)) return false;
  if (instance.has(Instance::left_failed) || instance.has(Instance::provisioning_failed)) return true;
  if (instance.has(Instance::not_running) && scenario_->switches.stopped_counts_unhealthy) return true;
  const Health health = ambient_health(set, id, at);
  return health == Health::unhealthy || health == Health::unknown;
}

std::uint32_t Engine::count_unhealthy(const SetState& set, Millis at) const {
  if (!set.ambient) return set.abnormal;
  std::uint32_t count = 0;
  for (std::uint32_t id = 0; id < set.instances.size(); ++id) count += unhealthy(set, id, at);
  return count;
}

Millis Engine::initializing_until(const SetState& set, Millis at) const {
  Millis until = at;
  for (const InstanceOverride& own : set.spec->overrides) {
    if (own.health != Health::initializing) continue;
    const Instance& instance = set.instances[own.id];
    if (instance.exists() && instance.cured == -never) until = std::max(until, own.health_until.value_or(never));
  }
  return until;
}

VersionId Engine::extension_of(const SetState& set, std::uint32_t id, std::size_t extension) const {
  if (set.alike && !set.common_extensions.empty()) return set.common_extensions[extension];
  if (set.extensions.empty()) return set.spec->extensions[extension].version;
  return set.extensions[id * set.spec->extensions.size() + extension];
}

void Engine::set_extension(SetState& set, std::uint32_t id, std::size_t extension, VersionId version) {
  const std::size_t width = set.spec->extensions.size();
  const std::size_t before = set.extensions.size() / std::max<std::size_t>(width, 1);
  if (before < set.instances.size()) {
    set.extensions.resize(width * set.instances.size());
    for (std::size_t i = before; i < set.instances.size(); ++i) {
      for (std::size_t e = 0; e < width; ++e) set.extensions[i * width + e] = set.spec->extensions[e].version;
    }
  }
  set.extensions[id * width + extension] = version;
}

void Engine::set_abnormal(SetState& set, std::uint32_t id, Instance::Flag flag, bool on) {
  Instance& instance = set.instances[id];
  const auto counts = [&] {
    return instance.exists() && (instance.has(Instance::left_failed) || instance.has(Instance::provisioning_failed) ||
                                 (instance.has(Instance::not_running) && scenario_->switches.stopped_counts_unhealthy));
  };
  const bool before = counts();
  instance.set(flag, on);
  const bool after = counts();
  if (before && !after) --set.abnormal;
  if (!before && after) ++set.abnormal;
}

void Engine::add_instance(SetState& set, VersionId os, std::uint8_t zone, std::uint16_t ud) {
  Instance instance;
  instance.os = os;
  instance.zone = zone;
  instance.ud = ud;
  instance.model = set.model_revision;
  instance.app = set.model_label;
  instance.cured = now_;
  instance.set(Instance::creating, true);
  set.instances.push_back(instance);
  const auto id = static_cast<std::uint32_t>(set.instances.size() - 1);
  for (std::size_t e = 0; e < set.spec->extensions.size(); ++e) {
    VersionId version = set.model_extensions[e];
    if (set.spec->extensions[e].automatic_upgrade) {
      const VersionId newest = newest_extension(scenario_->sets[set.set].region, set, e);
      if (newest != no_version && scenario_->rank(newest) > scenario_->rank(version)) version = newest;
    }
    if (version != set.spec->extensions[e].version || !set.extensions.empty()) set_extension(set, id, e, version);
  }
}

}  // namespace fleetlint::rollout
