// Running a batch and taking in its results. Rules, S-3, C-3, X-1 to X-6, ERR-3, SF-3.
#include <algorithm>

#include "engine/engine.h"
#include "policies/stop_conditions.h"

namespace fleetlint::rollout {
namespace {

ErrorCode error_of(FailureCause cause) { return cause == FailureCause::health ? ErrorCode::instance_unhealthy : ErrorCode::extension_provisioning; }

}  // namespace

/// What a member's course means for who serves.
void Engine::account(Operation& operation, SetState& set, const MemberResult& result, bool serves) {
  const bool well = result.outcome == Outcome::ok || result.outcome == Outcome::rolled_back;
  if (operation.settings.disruptive) {
    if (serves) serve(set, result.id, result.out_from, -1);
    if (well && result.end < never) serve(set, result.id, result.end, +1);
  } else {
    // The instance keeps serving; only what is left broken takes it out, and only a repaired one comes back.
    if (serves && !well) serve(set, result.id, result.end, -1);
    if (!serves && well && operation.report.kind != OperationKind::ext) serve(set, result.id, result.end, +1);
  }
  if (set.ambient && result.swapped > -never && result.swapped < never) set.cures.emplace_back(result.id, result.swapped);
}

void Engine::run_batch(std::uint32_t op) {
  Operation& operation = operations_[op];
  SetState& set = sets_[operation.set];
  operation.results.clear();
  operation.crowd = false;
  drop_missing(operation, set);
  const PlannedBatch& planned = operation.plan[operation.next];
  InstanceList members = operation.plan.members(planned);
  if (members.empty()) {  // all of them have disappeared while the approval was awaited
    ++operation.next;
    if (!close_repair_task(op)) next_batch(op);
    return;
  }
  BatchReport batch;
  batch.index = operation.batch_count + 1;
  batch.zone = planned.zone;
  batch.ud = planned.ud;
  batch.start = now_;
  batch.method = operation.all_at_once && !operation.settings.gated ? BatchMethod::all_at_once : BatchMethod::in_place;
  bool surge = operation.report.policy.max_surge && operation.report.kind == OperationKind::os && !set.spec->flexible && !operation.all_at_once;
  if (surge) {
    for (const Fault* fault : set.faults.quota) {
      if (fault->from <= now_ && now_ < fault->to) {
        apply(Rule::X_5);
        surge = false;
      }
    }
  }
  if (!set.outages->empty()) apply(Rule::O_2);
  Millis end = now_;
  std::vector<Illness> ill;
  if (surge) {
    materialise(set);
    apply(Rule::X_1);
    batch.method = BatchMethod::max_surge;
    const std::size_t size = members.size();
    for (std::uint32_t i = 0; i < size; ++i) {
      const std::uint32_t id = members[i];
      const Instance old = set.instances[id];
      const auto new_id = static_cast<std::uint32_t>(set.instances.size());
      add_instance(set, operation.target, old.zone, static_cast<std::uint16_t>(new_id % set.domains));
      set.instances[new_id].set(Instance::surplus, true);
      const std::uint32_t attempt = ++set.instances[id].attempt;
      if (set.ambient) ill = illnesses(set, new_id);
      operation.results.push_back(create_instance(operation.settings, new_id, id, attempt, ill, now_));
      batch.created.push_back(new_id);
      end = std::max(end, operation.results.back().end);
    }
    apply(Rule::X_3);
    const Millis barrier = end;
    for (std::size_t i = 0; i < size; ++i) {
      MemberResult& result = operation.results[i];
      const bool ok = result.outcome == Outcome::ok;
      const std::uint32_t leaving = ok ? result.id : result.newcomer;
      Millis begin_deletion = barrier;
      if (ok && set.spec->terminate_notice.enable) {
        apply(Rule::X_4);
        apply(Rule::N_4);
        begin_deletion = work_end(*set.outages, barrier, std::min(set.spec->terminate_notice.approve_after.value_or(never), set.spec->terminate_notice.not_before));
      }
      const auto path = path_key(trial_key_, fnv1a_number(leaving, set.path_prefix));
      result.out_from = begin_deletion;
      result.end = work_end(*set.outages, begin_deletion, step_length(operation.settings, DurationName::remove, Purpose::remove, path, set.instances[result.id].attempt));
      end = std::max(end, result.end);
      const bool old_serves = !set.instances[result.id].has(Instance::left_failed) && !set.instances[result.id].has(Instance::provisioning_failed);
      if (ok) {
        serve(set, result.newcomer, result.serves_from, +1);
        if (old_serves) serve(set, result.id, result.out_from, -1);
        if (result.end >= never) end = never;
      } else {
        apply(Rule::X_6);
      }
    }
  } else if (!run_crowd(op, members, end, batch.member_ends)) {
    materialise(set);
    operation.results.reserve(members.size());
    for (std::uint32_t i = 0; i < members.size(); ++i) {
      const std::uint32_t id = members[i];
      Instance& instance = set.instances[id];
      const std::uint32_t attempt = ++instance.attempt;
      if (set.ambient) ill = illnesses(set, id);
      const bool serves = !instance.has(Instance::left_failed) && !instance.has(Instance::provisioning_failed);
      const MemberResult& result = operation.results.emplace_back(upgrade_in_place(operation.settings, id, attempt, ill, now_));
      end = std::max(end, result.end);
      account(operation, set, result, serves);
    }
  }
  batch.instances = std::move(members);
  if (options_.details && !operation.crowd) {
    for (const auto& result : operation.results) batch.member_ends.push_back(result.end);
  }
  if (operation.token != none) ++tokens_[operation.token].running;
  // What was waited for before the operation started belongs to it, the rest to the batch.
  auto& waits = operation.report.waits;
  const auto own = std::stable_partition(waits.begin(), waits.end(), [&](const Wait& w) { return w.from < operation.report.start; });
  if (!operation.report.batches.empty() && operation.report.policy.pause > 0) {
    const Millis from = operation.report.batches.back().end.value_or(now_);
    if (from < now_) batch.waits.push_back({WaitReason::pause, from, std::min(operation.pause_until, now_)});
  }
  batch.waits.insert(batch.waits.end(), own, waits.end());
  waits.erase(own, waits.end());
  operation.running = true;
  if (options_.summary && operation.report.kind != OperationKind::model) operation.report.batches.clear();
  operation.report.batches.push_back(std::move(batch));
  ++operation.batch_count;
  ++operation.next;
  if (end < never) at(end, EventOrder::batch_end, EventType::batch_end, op);
}

void Engine::take_in(Operation& operation, SetState& set, BatchReport& batch, const MemberResult& result) {
  OperationReport& report = operation.report;
  const std::uint32_t id = result.id;
  const bool surge = result.newcomer != UINT32_MAX;
  if (result.outcome == Outcome::ok) {
    ++report.successful;
  } else {
    ++report.failed;
    batch.failed.push_back(id);
    report.errors.emplace_back(error_of(result.cause), id);
    apply(Rule::ERR_3);
    const std::string_view extension = result.extension >= 0 ? std::string_view(set.spec->extensions[static_cast<std::size_t>(result.extension)].name) : std::string_view{};
    batch.causes.push_back({id, result.cause, extension});
    if (result.outcome == Outcome::rolled_back) {
      batch.rolled_back.push_back(id);
      ++report.rolled_back;
      apply(Rule::R_5);
      apply(Rule::A_14);
    } else if (result.outcome == Outcome::rollback_failed) {
      batch.rollback_failed.push_back(id);
      ++report.rollback_failed;
    }
    if (result.cause == FailureCause::credential) {
      apply(Rule::A_8);
      if (scenario_->switches.credential_fatal) {
        apply(Rule::C_3);
        operation.credential_failed = true;
      }
    }
  }
  if (surge) {
    Instance& newcomer = set.instances[result.newcomer];
    newcomer.set(Instance::creating, false);
    newcomer.set(Instance::surplus, false);
    if (result.outcome == Outcome::ok) {
      newcomer.cured = result.swapped;
      if (set.instances[id].exists()) {
        set_abnormal(set, id, Instance::gone, true);
        batch.deleted.push_back(id);
      } else {
        ++set.existing;
      }
    } else {
      newcomer.set(Instance::gone, true);
    }
    return;
  }
  if (!set.instances[id].exists()) return;  // deleted meanwhile
  Instance& instance = set.instances[id];
  if (result.swapped > -never && result.swapped < never) instance.cured = result.swapped;
  if (report.kind == OperationKind::ext) {
    if (result.outcome == Outcome::ok) set_extension(set, id, static_cast<std::size_t>(operation.settings.extension), operation.target);
    if (result.outcome == Outcome::failed || result.outcome == Outcome::rollback_failed) set_abnormal(set, id, Instance::provisioning_failed, true);
    return;
  }
  const bool keeps_new = result.outcome == Outcome::ok || result.outcome == Outcome::failed;
  if (keeps_new) {
    if (result.outcome == Outcome::failed && report.kind == OperationKind::model) {
      operation.before.push_back({id, instance.os, instance.model, instance.app, instance.flags, static_cast<std::uint32_t>(report.batches.size() - 1)});
    }
    if (report.kind == OperationKind::os) instance.os = operation.target;
    // The whole model is applied to an instance whose disk is replaced (automatic-upgrade, step 3): the model of the instant at which
    // the instance was ready, which may be before the end of its batch.
    if (report.kind == OperationKind::os) {
      const auto later = std::find_if(set.model_log.begin(), set.model_log.end(), [&](const ModelState& m) { return m.from >= result.end; });
      const ModelState* model = later == set.model_log.begin() ? nullptr : &*(later - 1);
      instance.model = model != nullptr ? model->revision : 0;
      instance.app = model != nullptr ? model->label : 0;
      if (model != nullptr) apply_model_extensions(set, id, model->extensions);
    } else {
      instance.model = operation.revision;
      instance.app = operation.label;
      if (operation.settings.reimage && !set.model_log.empty()) apply_model_extensions(set, id, set.model_extensions);
    }
    if (report.kind == OperationKind::model) {
      for (const int e : operation.settings.run_extensions) {
        const auto index = static_cast<std::size_t>(e);
        if (set.model_extensions[index] != no_version && set.model_extensions[index] != extension_of(set, id, index)) set_extension(set, id, index, set.model_extensions[index]);
      }
    }
  }
  const bool well = result.outcome == Outcome::ok || result.outcome == Outcome::rolled_back;
  set_abnormal(set, id, Instance::left_failed, !well);
  set_abnormal(set, id, Instance::provisioning_failed, result.outcome == Outcome::failed && result.cause != FailureCause::health);
}

/// X-3, when the simulation ends between the barrier and a deletion: a healthy newcomer is one of the set's, the old instance still
/// exists; so does a newcomer that failed.
void Engine::decide(SetState& set, BatchReport& batch, const MemberResult& result) {
  if (result.outcome != Outcome::ok) {
    batch.failed.push_back(result.id);
    return;
  }
  Instance& newcomer = set.instances[result.newcomer];
  newcomer.set(Instance::creating, false);
  newcomer.set(Instance::surplus, false);
  newcomer.cured = result.swapped;
  ++set.existing;
}

void Engine::batch_end(std::uint32_t op) {
  Operation& operation = operations_[op];
  SetState& set = sets_[operation.set];
  BatchReport& batch = operation.report.batches.back();
  batch.end = now_;
  operation.running = false;
  apply(Rule::R_4);
  if (operation.crowd) {
    take_in_crowd(operation, set, batch);
  } else {
    for (const auto& result : operation.results) take_in(operation, set, batch, result);
  }
  operation.attempted += batch.instances.size();
  operation.pause_until = now_ + operation.report.policy.pause;
  if (operation.all_at_once) operation.pause_until = now_;
  if (operation.token != none) {
    --tokens_[operation.token].running;
    at(now_, EventOrder::zone_token, EventType::token_move, operation.token);
  }
  if (!close_repair_task(op)) after_batch(op);
}

/// SF-3: a repair task is restored and completed when no batch of its update domain is left.
bool Engine::close_repair_task(std::uint32_t op) {
  Operation& operation = operations_[op];
  const SetState& set = sets_[operation.set];
  if (operation.task == none) return false;
  const bool more = operation.next < operation.plan.size() && operation.plan[operation.next].zone == operation.task_zone &&
                    operation.plan[operation.next].ud == operation.task_ud;
  if (more) return false;
  const auto path = path_key(trial_key_, fnv1a(scenario_->sets[set.set].id, fnv1a("/", fnv1a(scenario_->regions[scenario_->sets[set.set].region].name))));
  const Millis restored = work_end(*set.outages, now_, step_length(operation.settings, DurationName::sf_restore, Purpose::sf_restore, path, operation.task_number));
  at(restored, EventOrder::repair_task, EventType::repair_task_done, op);
  return true;
}

void Engine::after_batch(std::uint32_t op) {
  Operation& operation = operations_[op];
  SetState& set = sets_[operation.set];
  OperationReport& report = operation.report;
  if (operation.judged == operation.batch_count) {  // a repair task whose members disappeared: no batch has ended since
    next_batch(op);
    return;
  }
  operation.judged = operation.batch_count;
  BatchReport& batch = report.batches.back();
  if (operation.thresholds) {
    apply(Rule::S_3);
    apply(Rule::A_1);
    const UpgradedShare share = upgraded_share(scenario_->switches.upgraded_denominator, report.failed, operation.attempted,
                                               static_cast<std::int64_t>(batch.failed.size()), batch.instances.size(), set.existing);
    Check check{Rule::S_3, now_, share.failed, share.of, report.policy.max_unhealthy_upgraded, false};
    check.fires = set.existing > 0 && too_many_failed(share.failed, share.of, report.policy.max_unhealthy_upgraded);  // S-4
    if (options_.batches || check.fires) batch.checks.push_back(check);
    if (check.fires) {
      if (report.kind == OperationKind::model && report.policy.rollback_on_breach && !set.spec->flexible && !operation.before.empty()) {
        restore_after_breach(op);
      } else {
        finish(op, OperationCode::faulted, ErrorCode::unhealthy_upgraded);
      }
      return;
    }
  }
  if (operation.credential_failed) {
    finish(op, OperationCode::faulted, ErrorCode::extension_provisioning);
    return;
  }
  next_batch(op);
}

void Engine::restore_after_breach(std::uint32_t op) {
  Operation& operation = operations_[op];
  SetState& set = sets_[operation.set];
  apply(Rule::R_6);
  operation.report.code = OperationCode::rolling_back;
  Millis end = now_;
  for (const auto& before : operation.before) {
    const auto result = restore(operation.settings, before.id, set.instances[before.id].attempt, set.ambient ? illnesses(set, before.id) : std::vector<Illness>{}, now_);
    operation.restores.emplace_back(before.id, result);
    end = std::max(end, result.end);
    if (result.ok && result.end < never) serve(set, before.id, result.end, +1);
    if (set.ambient) set.cures.emplace_back(before.id, result.swapped);
  }
  withdraw(op);
  at(end, EventOrder::batch_end, EventType::restore_end, op);
}

/// one instance has what it ran before again.
void Engine::take_back(Operation& operation, std::size_t i) {
  SetState& set = sets_[operation.set];
  const auto& before = operation.before[i];
  const RestoreResult& result = operation.restores[i].second;
  BatchReport& batch = operation.report.batches[before.batch];
  Instance& instance = set.instances[before.id];
  instance.os = before.os;
  instance.model = before.model;
  instance.app = before.app;
  instance.cured = result.swapped;
  set_abnormal(set, before.id, Instance::provisioning_failed, false);
  set_abnormal(set, before.id, Instance::left_failed, !result.ok);
  (result.ok ? batch.rolled_back : batch.rollback_failed).push_back(before.id);
  ++(result.ok ? operation.report.rolled_back : operation.report.rollback_failed);
}

void Engine::restore_end(std::uint32_t op) {
  Operation& operation = operations_[op];
  for (std::size_t i = 0; i < operation.before.size(); ++i) take_back(operation, i);
  finish(op, OperationCode::faulted, ErrorCode::unhealthy_upgraded);
}

}  // namespace fleetlint::rollout
