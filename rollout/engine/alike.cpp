// Sets without overrides and ambient illness: as long as all instances are alike there is one state for all of them, their batches
// are arithmetic progressions that sets of the same shape share, and a batch costs what its random numbers cost. The first
// instance that differs makes the set an ordinary one. Rules B-2 to B-5, U-1, Z-1, R-4, HIST-3.
#include <algorithm>

#include "engine/engine.h"

namespace fleetlint::rollout {

void Engine::upgraded(Instance& instance, const Operation& operation, const SetState& set) const {
  if (operation.report.kind != OperationKind::os) return;
  instance.os = operation.target;
  instance.model = set.model_revision;
  instance.app = set.model_label;
}

/// Seed 000, step 3: all extensions of the model are applied to an instance whose disk is replaced. Only what a user has changed
/// counts: a version that the platform has put there is newer than the model and stays.
void Engine::apply_model_extensions(SetState& set, std::uint32_t id, std::span<const VersionId> model) {
  for (std::size_t e = 0; e < model.size(); ++e) {
    if (model[e] == set.spec->extensions[e].version || scenario_->rank(model[e]) <= scenario_->rank(extension_of(set, id, e))) continue;
    set_extension(set, id, e, model[e]);
  }
}

/// Gives every instance a state of its own; what the running operation has done so far included.
void Engine::materialise(SetState& set) {
  if (!set.alike) return;
  set.alike = false;
  const auto& zones = *set.zones;
  set.instances.assign(set.existing, set.common);
  std::uint32_t in_zone[4] = {};
  for (std::uint32_t id = 0; id < set.existing; ++id) {
    Instance& instance = set.instances[id];
    instance.zone = zones.empty() ? std::uint8_t{0} : zones[id % zones.size()];
    instance.ud = static_cast<std::uint16_t>(in_zone[instance.zone]++ % set.domains);
  }
  const std::size_t width = set.spec->extensions.size();
  if (!set.common_extensions.empty()) {
    set.extensions.clear();
    for (std::uint32_t id = 0; id < set.existing; ++id) set.extensions.insert(set.extensions.end(), set.common_extensions.begin(), set.common_extensions.end());
    set.common_extensions.clear();
  }
  if (set.current == none) return;
  const Operation& operation = operations_[set.current];
  if (!operation.started || operation.final) return;
  for (std::size_t b = 0; b < operation.next; ++b) {
    const PlannedBatch& planned = operation.plan[b];
    for (std::uint32_t i = planned.begin; i < planned.end; ++i) {
      const std::uint32_t id = operation.plan.id(planned, i);
      ++set.instances[id].attempt;
      if (b >= operation.taken) continue;
      upgraded(set.instances[id], operation, set);
      if (operation.report.kind == OperationKind::ext && width > 0) set_extension(set, id, static_cast<std::size_t>(operation.settings.extension), operation.target);
    }
  }
}

/// At the end of an operation: all of them were upgraded, or nobody was touched, or they are no longer alike.
void Engine::settle_alike(SetState& set, Operation& operation) {
  if (!set.alike || operation.next == 0) return;
  if (operation.taken != operation.plan.size()) {
    materialise(set);
    return;
  }
  ++set.common.attempt;
  upgraded(set.common, operation, set);
  if (operation.report.kind != OperationKind::ext) return;
  if (set.common_extensions.empty()) {
    for (const auto& extension : set.spec->extensions) set.common_extensions.push_back(extension.version);
  }
  set.common_extensions[static_cast<std::size_t>(operation.settings.extension)] = operation.target;
}

/// Whether the batches of an alike set can be had by arithmetic.
bool Engine::has_alike_plan(const Operation& operation, const SetState& set, const PlanRules& rules) {
  if (operation.report.kind == OperationKind::model || operation.all_at_once || !operation.every_instance) return false;
  if (operation.report.kind == OperationKind::os && set.spec->mode == UpgradeMode::manual && set.common.model != set.model_revision) return false;
  const bool mixed = rules.ignore_zones && !rules.domains_only && set.zones->size() > 1;
  return !mixed || !rules.ud_boundary || set.domains == 1;
}

const std::vector<PlannedBatch>* Engine::shared_plan(const SetState& set, const PlanRules& rules) {
  std::uint32_t shape = 0;
  for (const std::uint8_t zone : *set.zones) shape = shape * 4 + zone;
  const std::uint32_t flags = (rules.ud_boundary ? 1u : 0u) | (rules.ignore_zones ? 2u : 0u) | (rules.domains_only ? 4u : 0u);
  const auto [found, fresh] = shared_plans_.try_emplace(std::tuple(set.existing, shape, set.domains, rules.batch_max, flags));
  if (fresh) found->second = plan_regular(set.existing, *set.zones, set.domains, rules);
  return &found->second;
}

/// Runs a batch as a crowd; false if its members have to be looked at one by one, then nothing has happened.
bool Engine::run_crowd(std::uint32_t op, const InstanceList& members, Millis& end, std::vector<Millis>& member_ends) {
  Operation& operation = operations_[op];
  SetState& set = sets_[operation.set];
  if (!options_.crowds || set.ambient || operation.all_at_once || operation.report.kind == OperationKind::model) return false;
  // Until when nothing intervenes: an outage, a credential that expires.
  Millis limit = never;
  for (const auto& [from, to] : *set.outages) {
    if (to <= now_) continue;
    limit = from;
    break;
  }
  for (const auto& expires : set.credentials) {
    if (expires) limit = std::min(limit, *expires);
  }
  if (limit <= now_) return false;
  const std::uint32_t attempt = (set.alike ? set.common.attempt : set.instances[members[0]].attempt) + 1;
  if (course_of_ != op || course_.attempt() != attempt) {
    course_ = CrowdCourse(operation.settings, attempt);
    course_of_ = op;
  }
  if (!course_.usable()) return false;
  skip_.clear();
  if (!set.alike) {
    skip_.resize(members.size());
    bool any = false;
    for (std::uint32_t i = 0; i < members.size(); ++i) {
      const Instance& instance = set.instances[members[i]];
      const bool apart = instance.attempt + 1 != attempt || instance.has(Instance::left_failed) || instance.has(Instance::provisioning_failed);
      skip_[i] = static_cast<std::uint8_t>(apart);
      any = any || apart;
    }
    if (!any) skip_.clear();
  }
  const bool each = !options_.summary && (options_.details || !course_.constant());
  lengths_.clear();
  if (each) lengths_.resize(members.size());
  singled_.clear();
  CrowdCourse::Result result;
  if (course_.certain() && skip_.empty()) {
    result.plain = members.size();
    result.longest = course_.length();
    std::fill(lengths_.begin(), lengths_.end(), result.longest);
  } else {
    result = course_.run(members, skip_, lengths_, singled_);
  }
  if (now_ + result.longest >= limit) return false;
  if (!set.alike) {
    for (std::uint32_t i = 0; i < members.size(); ++i) ++set.instances[members[i]].attempt;
  }
  if (result.plain > 0 && !options_.summary) course_.apply_rules(rules_);
  operation.crowd = true;
  end = std::max(end, now_ + result.longest);
  if (operation.settings.disruptive && result.plain > 0) {
    serve(set, none, now_ + course_.notice(), -static_cast<std::int32_t>(result.plain));
    if (!each || course_.constant()) {
      serve(set, none, now_ + result.longest, static_cast<std::int32_t>(result.plain));
    } else {
      std::size_t next = 0;
      for (std::uint32_t i = 0; i < members.size(); ++i) {
        if (next < singled_.size() && singled_[next] == i) {
          ++next;
        } else {
          serve(set, none, now_ + lengths_[i], +1);
        }
      }
    }
  }
  if (options_.details) {
    for (const Millis length : lengths_) member_ends.push_back(now_ + length);
  }
  for (const std::uint32_t position : singled_) {
    const std::uint32_t id = members[position];
    const std::uint32_t own_attempt = set.alike ? attempt : set.instances[id].attempt;
    const MemberResult& one = operation.results.emplace_back(upgrade_in_place(operation.settings, id, own_attempt, {}, now_));
    end = std::max(end, one.end);
    const bool serves = set.alike || (!set.instances[id].has(Instance::left_failed) && !set.instances[id].has(Instance::provisioning_failed));
    account(operation, set, one, serves);
    if (options_.details) member_ends[position] = one.end;
  }
  return true;
}

void Engine::take_in_crowd(Operation& operation, SetState& set, BatchReport& batch) {
  const std::uint32_t size = batch.instances.size();
  const auto singled = static_cast<std::uint32_t>(operation.results.size());
  operation.report.successful += size - singled;
  if (set.alike && singled == 0) {
    ++operation.taken;
    return;
  }
  materialise(set);
  const bool os = operation.report.kind == OperationKind::os;
  std::size_t next = 0;
  for (std::uint32_t i = 0; i < size; ++i) {
    const std::uint32_t id = batch.instances[i];
    if (next < singled && operation.results[next].id == id) {
      take_in(operation, set, batch, operation.results[next++]);
      continue;
    }
    Instance& instance = set.instances[id];
    if (!instance.exists()) continue;  // deleted meanwhile
    if (os) {
      upgraded(instance, operation, set);
      if (!set.model_log.empty()) apply_model_extensions(set, id, set.model_extensions);
    } else {
      set_extension(set, id, static_cast<std::size_t>(operation.settings.extension), operation.target);
    }
  }
}

/// For a batch that still runs at the end: everybody's result, not only of those singled out.
void Engine::expand_crowd(Operation& operation) {
  if (!operation.crowd || !operation.running) return;
  SetState& set = sets_[operation.set];
  materialise(set);
  operation.crowd = false;
  operation.results.clear();
  const BatchReport& batch = operation.report.batches.back();
  for (std::uint32_t i = 0; i < batch.instances.size(); ++i) {
    const std::uint32_t id = batch.instances[i];
    operation.results.push_back(upgrade_in_place(operation.settings, id, set.instances[id].attempt, {}, batch.start));
  }
}

}  // namespace fleetlint::rollout
