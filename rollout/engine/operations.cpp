// One operation from the queue to its end, as section 28 of the model has it. Rules V-1 to V-4, D-1, S-1, S-2, S-5, B-1, B-6 to B-8,
// M-5, M-6, P-4, Z-3, Z-4, W-1 to W-3, H-4, O-1.
#include <algorithm>

#include "engine/engine.h"
#include "policies/maintenance_window.h"
#include "policies/rolling_policy.h"
#include "policies/stop_conditions.h"

namespace fleetlint::rollout {

std::uint32_t Engine::enqueue(std::uint32_t set, Operation operation) {
  const auto id = static_cast<std::uint32_t>(operations_.size());
  operation.set = set;
  operation.report.queued = now_;
  operations_.push_back(std::move(operation));
  SetState& state = sets_[set];
  if (state.current != none) apply(Rule::V_4);
  state.queue.push_back(id);
  at(now_, EventOrder::queue, EventType::try_start, set);
  return id;
}

void Engine::try_start(std::uint32_t set) {
  SetState& state = sets_[set];
  if (state.current != none || state.queue.empty()) return;
  state.current = state.queue.front();
  state.queue.erase(state.queue.begin());
  Operation& operation = operations_[state.current];
  if (now_ > operation.report.queued) operation.report.waits.push_back({WaitReason::set_busy, operation.report.queued, now_});
  at(now_, EventOrder::start, EventType::start_operation, state.current);
}

void Engine::start_operation(std::uint32_t op) {
  Operation& operation = operations_[op];
  SetState& set = sets_[operation.set];
  if (operation.started || operation.final) return;
  Millis until = now_;
  WaitReason reason = WaitReason::window;
  const auto consider_wait = [&](Millis end, WaitReason why, Rule rule) {
    if (end > now_ && until == now_) {
      until = end;
      reason = why;
      apply(rule);
    }
  };
  const bool automatic_os = operation.automatic && operation.report.kind == OperationKind::os;
  if (automatic_os && set.spec->auto_os_configured_at && !set.first_automatic_done) {
    if (set.first_rollout_at == INT64_MIN) {
      Millis delay = scenario_->duration(DurationName::first_rollout).value;
      if (random_) {
        const auto drawn = draw(path_key(trial_key_, fnv1a(scenario_->sets[set.set].id, fnv1a("/", fnv1a(scenario_->regions[scenario_->sets[set.set].region].name)))),
                                Purpose::first_rollout, 0);
        const auto& named = scenario_->duration(DurationName::first_rollout);
        if (named.table >= 0) {
          delay = sample(scenario_->tables[static_cast<std::size_t>(named.table)], drawn);
        } else if (!scenario_->first_rollout_given) {  // D-1: uniform from nothing to three hours
          Distribution uniform;
          uniform.max = static_cast<double>(3 * one_hour);
          delay = sample(compile(uniform), drawn);
        }
      }
      apply(Rule::A_15);
      set.first_rollout_at = *set.spec->auto_os_configured_at + delay;
    }
    consider_wait(set.first_rollout_at, WaitReason::first_rollout, Rule::D_1);
  }
  if (set.spec->maintenance >= 0) {
    const MaintenanceWindow& window = scenario_->maintenance[static_cast<std::size_t>(set.spec->maintenance)];
    if (window.scope == MaintenanceWindow::Scope::osimage) {
      if (automatic_os) {
        consider_wait(next_in_window(window.start, window.duration, window.period, now_), WaitReason::window, Rule::W_1);
      } else {
        apply(Rule::W_3);
      }
    }
  }
  consider_wait(outage_end(*set.outages, now_), WaitReason::outage, Rule::O_1);
  consider_wait(initializing_until(set, now_), WaitReason::initializing, Rule::H_4);
  if (until > now_) {
    operation.report.waits.push_back({reason, now_, until});
    at(until, EventOrder::start, EventType::start_operation, op);
    return;
  }
  if (!begin(op)) {  // nothing to do any more: no record
    operation.final = true;
    set.current = none;
    operation_final(op);
    at(now_, EventOrder::queue, EventType::try_start, operation.set);
  }
}

bool Engine::settled(const Operation& operation, const SetState& set) const {
  if (set.existing == 0) return false;
  if (set.alike) {  // those that the running operation has done already are newer still
    const VersionId has = operation.report.kind == OperationKind::os ? set.common.os : extension_of(set, 0, static_cast<std::size_t>(operation.settings.extension));
    return scenario_->rank(has) >= scenario_->rank(operation.target);
  }
  for (std::uint32_t id = 0; id < set.instances.size(); ++id) {
    const Instance& instance = set.instances[id];
    if (!instance.exists()) continue;  // one that is being made counts: it is not attempted now, an extension's retry finds it (AE-7)
    const VersionId has = operation.report.kind == OperationKind::os ? instance.os : extension_of(set, id, static_cast<std::size_t>(operation.settings.extension));
    if (scenario_->rank(has) < scenario_->rank(operation.target)) return false;
  }
  return true;
}

void Engine::prepare_settings(Operation& operation, SetState& set) {
  UpgradeSettings& s = operation.settings;
  s.scenario = scenario_.get();
  s.spec = set.spec;
  s.faults = &set.faults;
  s.outages = set.outages;
  s.credentials = set.credentials;
  s.rules = &rules_;
  s.kind = operation.report.kind;
  s.version = operation.target;
  s.label = &labels_[operation.label];
  s.random = random_;
  s.trial = trial_key_;
  s.path_prefix = set.path_prefix;
  s.gated = set.spec->service_fabric.gated();
  s.disruptive = s.kind == OperationKind::os || (s.kind == OperationKind::model && (s.reimage || s.disruptive));
  operation.report.disruptive = s.disruptive;
  s.rollback = s.kind == OperationKind::os && operation.automatic && !set.spec->disable_rollback;
  if (s.kind == OperationKind::os) {
    if (!operation.automatic) apply(Rule::R_2);
    if (set.spec->disable_rollback) apply(Rule::R_3);
  }
}

bool Engine::begin(std::uint32_t op) {
  Operation& operation = operations_[op];
  SetState& set = sets_[operation.set];
  OperationReport& report = operation.report;
  const std::uint32_t region = scenario_->sets[set.set].region;
  if (report.kind == OperationKind::os) {
    if (operation.automatic || operation.target == no_version) operation.target = newest_available(region, *set.spec);
  } else if (report.kind == OperationKind::ext) {
    operation.target = newest_extension(region, set, static_cast<std::size_t>(operation.settings.extension));
  }
  if (report.kind != OperationKind::model) {
    if (operation.target == no_version || settled(operation, set)) {
      apply(Rule::V_1);
      return false;
    }
    report.update = scenario_->version_text(operation.target);
    apply(Rule::V_2);
  }
  if (report.kind == OperationKind::os) {
    if (operation.automatic) set.first_automatic_done = true;
    if (set.newest_target == no_version || scenario_->rank(set.newest_target) < scenario_->rank(operation.target)) set.newest_target = operation.target;
    apply(Rule::M_8);
  }
  operation.started = true;
  set.any_operation = true;
  report.start = now_;
  report.existing = set.existing;
  report.policy = policy_in_force(*set.spec, report.kind, !operation.automatic, scenario_->switches, rules_);
  if (report.policy.origin == PolicyReport::Origin::set_policy) apply(Rule::P_6);
  report.batch_max = batch_max(set.existing, report.policy.max_batch);
  apply(Rule::B_2);
  apply(Rule::A_2);
  if (report.batch_max == 1) apply(Rule::B_3);
  if (report.batch_max * 100 != set.existing * static_cast<std::uint32_t>(report.policy.max_batch)) apply(Rule::A_2);
  if (set.existing > 100) {
    apply(Rule::U_2);
    apply(Rule::A_18);
  }
  prepare_settings(operation, set);
  apply(Rule::HIST_1);
  select(operation, set);
  if (operation.thresholds && fires(operation, set, Rule::S_1, now_)) {
    operation.plan = {};
    finish(op, OperationCode::faulted, ErrorCode::unhealthy_before);
    return true;
  }
  if (set.existing == 0) apply(Rule::S_4);
  if (operation.plan.empty()) apply(Rule::B_6);
  report.planned_batches = static_cast<std::uint32_t>(operation.plan.size());
  operation.waiting_since = now_;
  next_batch(op);
  return true;
}

bool Engine::fires(Operation& operation, SetState& set, Rule rule, Millis at) {
  apply(rule);
  apply(Rule::H_1);
  const std::uint32_t unhealthy_count = count_unhealthy(set, at);
  Check check{rule, at, unhealthy_count, set.existing, operation.report.policy.max_unhealthy, false};
  check.fires = too_many_unhealthy(check.count, check.of, static_cast<int>(check.percent));
  if (options_.summary) return check.fires;
  if (rule == Rule::S_1) {
    operation.report.checks.push_back(check);
  } else if (!operation.report.batches.empty() && (options_.batches || check.fires)) {
    operation.report.batches.back().checks.push_back(check);
  }
  return check.fires;
}

void Engine::apply_plan_rules(const Operation& operation, const SetState& set) {
  apply(Rule::B_4);
  apply(Rule::B_5);
  apply(Rule::A_3);
  if (set.spec->flexible || set.spec->kind == SetKind::vm_group) apply(Rule::U_3);
  if (!set.zones->empty()) apply(operation.report.policy.cross_zone ? Rule::Z_5 : Rule::Z_2);
  if (operation.settings.gated) {
    apply(Rule::SF_1);
    if (!set.zones->empty()) apply(Rule::SF_6);
  }
}

void Engine::select(Operation& operation, SetState& set) {
  OperationReport& report = operation.report;
  const bool manual_named = !operation.every_instance;
  const bool fabric = operation.settings.gated;
  const bool prioritize = report.policy.prioritize_unhealthy;
  PlanRules rules{report.batch_max, scenario_->switches.ud_boundary, report.policy.cross_zone, fabric};
  if (set.alike && has_alike_plan(operation, set, rules)) {
    const VersionId has = report.kind == OperationKind::os ? set.common.os : extension_of(set, 0, static_cast<std::size_t>(operation.settings.extension));
    const bool all = scenario_->rank(has) < scenario_->rank(operation.target);
    report.eligible = all ? set.existing : 0;
    apply(Rule::B_1);
    apply_plan_rules(operation, set);
    if (all) operation.plan.shared = shared_plan(set, rules);
    return;
  }
  materialise(set);
  std::vector<Candidate> candidates;
  std::size_t named = 0;
  for (std::uint32_t id = 0; id < set.instances.size(); ++id) {
    if (manual_named) {
      while (named < operation.named.size() && operation.named[named] < id) ++named;
      if (named == operation.named.size()) break;
      if (operation.named[named] != id) continue;
    }
    const Instance& instance = set.instances[id];
    if (!instance.exists() || instance.has(Instance::creating)) continue;
    if (report.kind == OperationKind::model) {
      if (instance.model == operation.revision && !instance.has(Instance::left_failed) && !instance.has(Instance::provisioning_failed)) continue;
    } else {
      const VersionId has = report.kind == OperationKind::os ? instance.os : extension_of(set, id, static_cast<std::size_t>(operation.settings.extension));
      if (scenario_->rank(has) >= scenario_->rank(operation.target)) continue;
    }
    std::optional<SkipReason> skip;
    if (instance.has(Instance::is_protected) && !manual_named) {
      skip = SkipReason::protected_from_actions;
    } else if (instance.has(Instance::skips) && !manual_named) {
      skip = SkipReason::skip_upgrade;
    } else if (instance.has(Instance::not_running)) {
      skip = SkipReason::power_state;
    } else if (report.kind == OperationKind::os && set.spec->mode == UpgradeMode::manual && instance.model != set.model_revision) {
      skip = SkipReason::latest_model_not_applied;
      apply(Rule::M_5);
    }
    if (skip) {
      apply(Rule::B_8);
      if (instance.has(Instance::not_running)) {
        apply(Rule::H_6);
        apply(Rule::A_7);
      }
      report.skipped.emplace_back(id, *skip);
      continue;
    }
    Candidate candidate{id, UINT32_MAX, 1, instance.zone, instance.ud};
    if (!set.spec->overrides.empty()) {
      const auto& overrides = set.spec->overrides;
      const auto own = std::lower_bound(overrides.begin(), overrides.end(), id, [](const InstanceOverride& o, std::uint32_t wanted) { return o.id < wanted; });
      if (own != overrides.end() && own->id == id && own->phase) {
        candidate.phase = *own->phase;
        apply(Rule::B_9);
      }
    }
    if (prioritize && unhealthy(set, id, now_)) {
      candidate.pass = 0;
      apply(Rule::P_5);
    }
    candidates.push_back(candidate);
  }
  report.eligible = static_cast<std::uint32_t>(candidates.size());
  apply(Rule::B_1);
  if (operation.all_at_once && !fabric) {
    apply(Rule::M_1);
    for (const auto& candidate : candidates) operation.plan.order.push_back(candidate.id);
    if (!candidates.empty()) operation.plan.batches.push_back({0, report.eligible, 0, -1});
    report.batch_max = std::max<std::uint32_t>(report.eligible, 1);
    return;
  }
  if (operation.all_at_once) {  // M-10: a whole update domain at a time
    apply(Rule::M_10);
    rules.batch_max = std::max<std::uint32_t>(report.eligible, 1);
    report.batch_max = rules.batch_max;
  }
  apply_plan_rules(operation, set);
  operation.plan = plan_batches(candidates, rules);
}

void Engine::next_batch(std::uint32_t op) {
  Operation& operation = operations_[op];
  if (operation.next >= operation.plan.size()) {
    const bool failures = operation.report.failed > 0;
    if (failures) apply(Rule::ERR_2);
    finish(op, OperationCode::completed, failures ? ErrorCode::completed_with_failures : ErrorCode::none);
    return;
  }
  claim(op);
  operation.waiting_since = now_;
  at(std::max(now_, operation.pause_until), EventOrder::batch_start, EventType::batch_start, op);
}

std::uint32_t Engine::token_of(const Operation& operation) {
  const SetState& set = sets_[operation.set];
  // Who shares a token: the same update, by the platform or by users; a set's own model change concerns that set only.
  const bool model = operation.report.kind == OperationKind::model;
  const std::string& stream = operation.report.kind == OperationKind::os ? set.spec->image.stream
                              : model                                   ? operation.report.update
                                                                        : set.spec->extensions[static_cast<std::size_t>(operation.settings.extension)].stream;
  const std::tuple key(scenario_->sets[set.set].region, static_cast<int>(operation.report.kind) * 2 + (operation.automatic ? 0 : 1), stream,
                       operation.report.update, model ? operation.set : 0u);
  const auto [found, fresh] = token_ids_.emplace(key, static_cast<std::uint32_t>(tokens_.size()));
  if (fresh) {
    tokens_.emplace_back();
    waiting_.emplace_back();
  }
  return found->second;
}

void Engine::claim(std::uint32_t op) {
  Operation& operation = operations_[op];
  const SetState& set = sets_[operation.set];
  if (set.zones->empty()) {
    apply(Rule::Z_6);
    return;
  }
  if (!scenario_->switches.zone_token || operation.report.policy.cross_zone || (operation.all_at_once && !operation.settings.gated)) return;
  const std::uint8_t zone = operation.plan[operation.next].zone;
  if (zone == 0 || operation.claimed == zone) return;
  apply(Rule::Z_3);
  apply(Rule::A_4);
  if (apart_) {
    operation.claimed = zone;
    return;
  }
  if (operation.token == none) operation.token = token_of(operation);
  withdraw(op);
  tokens_[operation.token].claim(zone);
  operation.claimed = zone;
}

void Engine::withdraw(std::uint32_t op) {
  Operation& operation = operations_[op];
  if (operation.claimed == 0) return;
  if (apart_) {
    operation.claimed = 0;
    return;
  }
  tokens_[operation.token].withdraw(operation.claimed);
  operation.claimed = 0;
  at(now_, EventOrder::zone_token, EventType::token_move, operation.token);
}

void Engine::token_move(std::uint32_t token) {
  if (!tokens_[token].evaluate()) return;
  auto& waiting = waiting_[token];
  std::vector<std::uint32_t> still;
  for (const auto op : waiting) {
    Operation& operation = operations_[op];
    if (operation.claimed == tokens_[token].zone) {
      operation.waiting_for_token = false;
      at(now_, EventOrder::batch_start, EventType::batch_start, op);
    } else {
      still.push_back(op);
    }
  }
  waiting = std::move(still);
}

void Engine::note_wait(Operation& operation, WaitReason reason, int zone) {
  if (operation.waiting_since < now_) operation.report.waits.push_back({reason, operation.waiting_since, now_, zone});
  operation.waiting_since = now_;
}

/// B-1: members that have disappeared since the plan was made are dropped when their batch starts, before anything is
/// reckoned or asked for it (B-7, SF-3), and once more when it runs: others may go while an approval is awaited.
void Engine::drop_missing(Operation& operation, const SetState& set) {
  if (set.alike || set.existing == set.instances.size()) return;  // nobody is missing
  const PlannedBatch planned = operation.plan[operation.next];
  std::vector<std::uint32_t> left;
  for (std::uint32_t i = planned.begin; i < planned.end; ++i) {
    const std::uint32_t id = operation.plan.id(planned, i);
    if (set.instances[id].exists()) left.push_back(id);
  }
  if (left.size() == planned.size()) return;
  operation.plan.own_order();
  PlannedBatch& own = operation.plan.batches[operation.next];
  std::copy(left.begin(), left.end(), operation.plan.order.begin() + own.begin);
  own.end = own.begin + static_cast<std::uint32_t>(left.size());
}

void Engine::batch_start(std::uint32_t op) {
  Operation& operation = operations_[op];
  SetState& set = sets_[operation.set];
  if (operation.final || operation.running || operation.waiting_for_token || operation.task_approved || now_ < operation.pause_until) return;
  if (operation.next > 0 && operation.pause_until == now_) apply(Rule::P_4);
  const auto wait_until = [&](Millis until, WaitReason reason, Rule rule, bool give_up_zone) {
    if (until <= now_) return false;
    apply(rule);
    operation.report.waits.push_back({reason, now_, until});
    if (give_up_zone) {
      if (operation.claimed != 0) apply(Rule::Z_4);
      withdraw(op);
      at(until, EventOrder::start, EventType::claim_again, op);
    } else {
      at(until, EventOrder::batch_start, EventType::batch_start, op);
    }
    return true;
  };
  if (wait_until(outage_end(*set.outages, now_), WaitReason::outage, Rule::O_1, true)) return;
  if (operation.automatic && operation.report.kind == OperationKind::os && set.spec->maintenance >= 0) {
    const MaintenanceWindow& window = scenario_->maintenance[static_cast<std::size_t>(set.spec->maintenance)];
    if (window.scope == MaintenanceWindow::Scope::osimage) {
      const Millis open = next_in_window(window.start, window.duration, window.period, now_);
      if (open > now_) {
        apply(Rule::W_2);
        apply(Rule::A_16);
      }
      if (wait_until(open, WaitReason::window, Rule::W_1, true)) return;
    }
  }
  if (wait_until(initializing_until(set, now_), WaitReason::initializing, Rule::H_4, false)) return;
  if (operation.claimed != 0 && apart_) {
    // Hourly retries are of no rollout and have no turn that is known; fleets that may need them are left to the queue (PlainFleet).
    const Millis turn = operation.rollout == none ? now_ : openings_->zones[operation.rollout * scenario_->regions.size() + scenario_->sets[set.set].region][operation.claimed];
    if (now_ < turn) {
      operation.waiting_since = now_;
      at(turn, EventOrder::batch_start, EventType::batch_start, op);
      return;
    }
  } else if (operation.claimed != 0) {
    ZoneToken& token = tokens_[operation.token];
    token_move(operation.token);
    if (token.zone != operation.claimed) {
      operation.waiting_for_token = true;
      operation.waiting_since = now_;
      waiting_[operation.token].push_back(op);
      return;
    }
  }
  if (operation.waiting_since < now_ && operation.claimed != 0 && operation.waiting_since >= operation.pause_until) note_wait(operation, WaitReason::zone, operation.claimed);
  if (operation.cancelled) {
    apply(Rule::M_6);
    finish(op, OperationCode::cancelled, ErrorCode::none);
    return;
  }
  if (operation.next > 0 && operation.thresholds && fires(operation, set, Rule::S_2, now_)) {
    finish(op, OperationCode::faulted, ErrorCode::unhealthy_during);
    return;
  }
  drop_missing(operation, set);
  if (operation.plan[operation.next].size() == 0) {  // all of them have disappeared, perhaps the last that the open task was for
    ++operation.next;
    if (!close_repair_task(op)) next_batch(op);
    return;
  }
  if (scenario_->switches.shrink_on_unhealthy && operation.thresholds) {
    operation.plan.detach();
    PlannedBatch& planned = operation.plan.batches[operation.next];
    apply(Rule::B_7);
    apply(Rule::A_11);
    std::int64_t outside = count_unhealthy(set, now_);
    for (std::uint32_t i = planned.begin; i < planned.end; ++i) outside -= !set.alike && unhealthy(set, operation.plan.id(planned, i), now_);
    const std::int64_t room = std::max<std::int64_t>(1, static_cast<std::int64_t>(set.existing) * operation.report.policy.max_unhealthy / 100 - outside);
    if (room < planned.end - planned.begin) {
      PlannedBatch rest = planned;
      rest.begin += static_cast<std::uint32_t>(room);
      planned.end = rest.begin;
      operation.plan.batches.insert(operation.plan.batches.begin() + static_cast<std::ptrdiff_t>(operation.next) + 1, rest);
    }
  }
  const PlannedBatch& now_planned = operation.plan[operation.next];
  if (operation.settings.gated && (operation.task == none || operation.task_zone != now_planned.zone || operation.task_ud != now_planned.ud)) {
    apply(Rule::SF_3);
    operation.task_number = ++set.repair_tasks;
    operation.task = static_cast<std::uint32_t>(tasks_.size());
    operation.task_zone = now_planned.zone;
    operation.task_ud = now_planned.ud;
    operation.task_approved = true;  // set while the approval is under way: nothing else may start the batch
    const auto path = path_key(trial_key_, fnv1a(scenario_->sets[set.set].id, fnv1a("/", fnv1a(scenario_->regions[scenario_->sets[set.set].region].name))));
    Millis approved = work_end(*set.outages, now_, step_length(operation.settings, DurationName::sf_prepare, Purpose::sf_prepare, path, operation.task_number));
    for (const Fault* fault : set.faults.approval) {
      if (!fault->any_ud && static_cast<int>(fault->ud) != now_planned.ud) continue;
      if (fault->until > approved) apply(Rule::SF_4);
      approved = std::max(approved, fault->until);
    }
    approved = outage_end(*set.outages, approved);
    tasks_.push_back({operation.set, now_planned.zone, now_planned.ud, now_, approved, std::nullopt, operation.report.queued, operation.turn});
    operation.report.waits.push_back({WaitReason::repair_task, now_, approved});
    at(approved, EventOrder::batch_start, EventType::task_approved, op);
    return;
  }
  run_batch(op);
}

void Engine::finish(std::uint32_t op, OperationCode code, ErrorCode error) {
  Operation& operation = operations_[op];
  SetState& set = sets_[operation.set];
  OperationReport& report = operation.report;
  withdraw(op);
  report.end = now_;
  report.code = code;
  report.error = error;
  report.pending = report.eligible - report.successful - report.failed;
  apply(Rule::HIST_3);
  apply(Rule::HIST_4);
  if (error != ErrorCode::none) apply(Rule::ERR_1);
  if (code == OperationCode::cancelled || operation.credential_failed) apply(Rule::S_5);
  if (code == OperationCode::faulted && report.kind == OperationKind::os) apply(Rule::A_20);
  if (!options_.batches && code == OperationCode::completed && error == ErrorCode::none) {  // the batches of who needs no looking into are not kept
    report.planned_batches = report.omitted_batches = operation.batch_count;
    report.batches.clear();
    report.batches.shrink_to_fit();
  }
  settle_alike(set, operation);
  // AE-7: an instance that was still being made when the batches were planned has not been attempted.
  bool left_over = false;
  for (std::uint32_t id = 0; report.kind == OperationKind::ext && !left_over && id < set.instances.size(); ++id) {
    const Instance& instance = set.instances[id];
    if (!instance.exists() || instance.has(Instance::is_protected) || instance.has(Instance::skips) || instance.has(Instance::not_running)) continue;
    left_over = scenario_->rank(extension_of(set, id, static_cast<std::size_t>(operation.settings.extension))) < scenario_->rank(operation.target);
  }
  operation.plan = {};
  operation.results = {};
  operation.final = true;
  set.last_end = std::max(set.last_end, now_);
  set.current = none;
  operation_final(op);
  at(now_, EventOrder::queue, EventType::try_start, operation.set);
  // Those that have left the set since need no further attempt; alike instances have no numbers of their own.
  if (report.kind == OperationKind::ext && (left_over || (set.alike && (report.failed > 0 || report.pending > 0)))) {
    apply(Rule::AE_7);
    at((now_ / one_hour + 1) * one_hour, EventOrder::queue, EventType::retry_extension, operation.set, static_cast<std::uint32_t>(operation.settings.extension));
  }
}

}  // namespace fleetlint::rollout
