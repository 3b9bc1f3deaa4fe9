#include "engine/engine.h"

#include <algorithm>
#include <unordered_set>

#include "policies/machines.h"
#include "policies/phases.h"

namespace fleetlint::rollout {

namespace {

/// Whether random numbers decide anything, also in a run without trials (probabilities of faults).
bool any_luck(const Scenario& s) {
  const bool random = s.monte_carlo.present;
  bool luck = random && std::any_of(s.durations.begin(), s.durations.end(), [](const Duration& d) { return d.table >= 0; });
  for (const Fault& fault : s.faults) luck = luck || !fault.probability.certain();
  for (const auto& set : s.sets) luck = luck || (random && s.specs[set.spec].auto_os_configured_at && !s.first_rollout_given);
  return luck;
}

}  // namespace

bool Engine::luck(const Scenario& scenario) { return scenario.monte_carlo.present && any_luck(scenario); }

Engine::Engine(std::shared_ptr<const Scenario> scenario, bool classes, const std::vector<std::uint8_t>& regions) : scenario_(std::move(scenario)) {
  const Scenario& s = *scenario_;
  outages_.resize(s.regions.size());
  by_region_.resize(s.regions.size());
  std::unordered_set<std::uint32_t> singled_out;
  for (const Fault& fault : s.faults) {
    if (fault.type == Fault::Type::region_outage) {
      outages_[fault.region].emplace_back(fault.from, fault.to);
    } else if (fault.set != all_sets) {
      singled_out.insert(fault.set);
    }
  }
  for (auto& intervals : outages_) intervals = merge_intervals(std::move(intervals));
  for (const Action& action : s.actions) singled_out.insert(action.set);

  // Sets that cannot be told apart are computed once. With random numbers every set has its own luck.
  const bool random = s.monte_carlo.present;
  const bool luck = any_luck(s);
  std::map<std::tuple<std::uint32_t, std::uint32_t, std::uint32_t>, std::uint32_t> same;
  state_of_.resize(s.sets.size());
  for (std::uint32_t i = 0; i < s.sets.size(); ++i) {
    const ScaleSet& set = s.sets[i];
    if (!regions.empty() && regions[set.region] == 0) {
      state_of_[i] = none;
      continue;
    }
    const bool first_rollout_luck = random && s.specs[set.spec].auto_os_configured_at.has_value();
    if (classes && set.generated && !luck && !first_rollout_luck && !singled_out.contains(i)) {
      const auto [found, fresh] = same.emplace(std::tuple(set.spec, set.region, set.capacity), static_cast<std::uint32_t>(sets_.size()));
      if (!fresh) {
        SetState& state = sets_[found->second];
        if (state.members.empty()) state.members.push_back(state.set);
        state.members.push_back(i);
        state_of_[i] = found->second;
        continue;
      }
    }
    state_of_[i] = static_cast<std::uint32_t>(sets_.size());
    by_region_[set.region].push_back(state_of_[i]);
    SetState& state = sets_.emplace_back();
    state.set = i;
    state.spec = &s.specs[set.spec];
    state.zones = &s.zones_of(set);
    state.outages = &outages_[set.region];
    const bool one_domain = state.spec->flexible || state.spec->kind == SetKind::vm_group;
    state.domains = static_cast<std::uint32_t>(state.spec->update_domains.value_or(one_domain ? 1 : 5));
    state.path_prefix = fnv1a("/", fnv1a(set.id, fnv1a("/", fnv1a(s.regions[set.region].name))));
    for (const auto& own : state.spec->overrides) state.ambient = state.ambient || own.health != Health::healthy;
    std::uint32_t seen = 0;
    state.regular = state.spec->overrides.empty();
    for (const std::uint8_t zone : *state.zones) {
      state.regular = state.regular && (seen & (1u << zone)) == 0;
      seen |= 1u << zone;
    }
  }
  for (const Fault& fault : s.faults) {
    const auto add = [&](SetState& state) {
      SetFaults& f = state.faults;
      switch (fault.type) {
        case Fault::Type::unhealthy_after_upgrade: f.unhealthy_after.push_back(&fault); break;
        case Fault::Type::provisioning_fails: f.provisioning.push_back(&fault); break;
        case Fault::Type::extension_fails: f.extension.push_back(&fault); break;
        case Fault::Type::rollback_fails: f.rollback.push_back(&fault); break;
        case Fault::Type::unhealthy:
          f.ambient.push_back(&fault);
          state.ambient = true;
          break;
        case Fault::Type::quota_exhausted: f.quota.push_back(&fault); break;
        case Fault::Type::sf_approval_blocked: f.approval.push_back(&fault); break;
        case Fault::Type::credential_expires:
        case Fault::Type::region_outage: break;
      }
    };
    if (fault.set != all_sets) {
      if (state_of_[fault.set] != none) add(sets_[state_of_[fault.set]]);
    } else {
      for (SetState& state : sets_) add(state);
    }
  }
  planned_ = s.phases.listed ? s.phases.list : plan_phases(s);
}

void Engine::reset() {
  queue_.clear();
  operations_.clear();
  finished_.clear();
  tokens_.clear();
  waiting_.clear();
  token_ids_.clear();
  available_.clear();
  labels_.assign(1, {});
  phases_.clear();
  tasks_.clear();
  not_eligible_.clear();
  creations_.clear();
  course_of_ = none;
  rules_.reset();
  interrupted_ = false;
  now_ = reached_ = scenario_->start;
  rollouts_.clear();
  for (const auto& image : scenario_->images) {
    Rollout rollout;
    rollout.stream = &image.stream;
    rollout.version = image.version;
    rollout.gallery = image.gallery;
    rollout.published = image.published;
    rollouts_.push_back(std::move(rollout));
  }
  for (const auto& publication : scenario_->extension_versions) {
    Rollout rollout;
    rollout.kind = OperationKind::ext;
    rollout.stream = &publication.stream;
    rollout.version = publication.version;
    rollout.published = publication.published;
    rollouts_.push_back(std::move(rollout));
  }
}

void Engine::load() {
  for (SetState& set : sets_) {
    set.untouched = openings_ != nullptr && openings_->regions[scenario_->sets[set.set].region] != 0 && !set.spec->service_fabric.gated();
    if (!set.untouched) reset_set(set);
  }
  for (std::uint32_t i = 0; i < scenario_->images.size(); ++i) {
    const auto& image = scenario_->images[i];
    at(image.published, EventOrder::publication, EventType::publish_image, i);
    if (!image.gallery) continue;
    for (std::uint32_t r = 0; r < image.replicas.size(); ++r) at(image.replicas[r].second, EventOrder::publication, EventType::replica, i, r);
  }
  for (std::uint32_t i = 0; i < scenario_->extension_versions.size(); ++i) {
    at(scenario_->extension_versions[i].published, EventOrder::publication, EventType::publish_extension, i);
  }
  for (std::uint32_t i = 0; i < scenario_->actions.size(); ++i) {
    if (state_of_[scenario_->actions[i].set] != none) at(scenario_->actions[i].at, EventOrder::publication, EventType::action, i);
  }
  apply(Rule::T_1);
  apply(Rule::T_2);
  apply(Rule::T_3);
  if (!scenario_->faults.empty()) apply(Rule::T_4);
  apply(Rule::K_3);
  if (!scenario_->phases.listed && scenario_->regions.size() > 1) {
    apply(Rule::F_4);
    apply(Rule::F_2);
  }
  if (random_) {
    apply(Rule::RNG_1);
    apply(Rule::RNG_2);
    if (!scenario_->tables.empty()) apply(Rule::K_4);
  }
}

void Engine::dispatch(const Event& event) {
  switch (event.type) {
    case EventType::instance_created: instance_created(event.a, event.b); return;
    case EventType::batch_end: batch_end(event.a); return;
    case EventType::restore_end: restore_end(event.a); return;
    case EventType::repair_task_done:
      tasks_[operations_[event.a].task].completed = now_;
      operations_[event.a].task = none;
      after_batch(event.a);
      return;
    case EventType::token_move: token_move(event.a); return;
    case EventType::phase_close: phase_close(event.a, event.b); return;
    case EventType::phase_open: phase_open(event.a, event.b); return;
    case EventType::publish_image: publish_image(event.a); return;
    case EventType::publish_extension: publish_extension(event.a); return;
    case EventType::replica: replica(event.a, event.b); return;
    case EventType::action: action(event.a); return;
    case EventType::try_start: try_start(event.a); return;
    case EventType::retry_extension: retry_extension(event.a, event.b); return;
    case EventType::start_operation: start_operation(event.a); return;
    case EventType::claim_again:
      if (!operations_[event.a].final) {
        claim(event.a);
        operations_[event.a].waiting_since = now_;
        at(now_, EventOrder::batch_start, EventType::batch_start, event.a);
      }
      return;
    case EventType::batch_start: batch_start(event.a); return;
    case EventType::task_approved:
      operations_[event.a].task_approved = false;
      run_batch(event.a);
      return;
  }
}

void Engine::run(const SimulateOptions& options, const Openings* openings) {
  options_ = options;
  openings_ = openings;
  random_ = scenario_->monte_carlo.present;
  trial_key_ = rollout::trial_key(scenario_->monte_carlo.seed, options.trial);
  reset();
  load();
  end_ = std::min(scenario_->end(), options.until.value_or(never));
  std::uint32_t count = 0;
  while (!interrupted_ && !queue_.empty() && queue_.top().at <= end_) {
    const Event event = queue_.pop();
    now_ = event.at;
    dispatch(event);
    if ((++count & 0x3FF) != 0) continue;
    if (options_.progress) options_.progress(now_);
    if (options_.cancelled && options_.cancelled()) {
      interrupted_ = true;
      break;
    }
  }
  for (SetState& set : sets_) {
    if (set.untouched) reset_set(set);
  }
  reached_ = interrupted_ ? now_ : end_;
  interrupted_ = interrupted_ || options.until.has_value();
  apply(Rule::T_5);
  // What still runs: the members whose own end has come are done, the batch is not.
  for (Operation& operation : operations_) {
    if (!operation.started || operation.final) continue;
    SetState& set = sets_[operation.set];
    set.any_running = true;
    OperationReport& report = operation.report;
    report.in_progress = operation.running ? report.batches.back().instances.size() : 0;
    report.pending = report.eligible - report.successful - report.failed - report.in_progress;
    if (report.code == OperationCode::rolling_back) {
      for (std::size_t i = 0; i < operation.restores.size(); ++i) {
        if (operation.restores[i].second.end <= reached_) take_back(operation, i);
      }
    }
    if (!operation.running) continue;
    expand_crowd(operation);
    // The counters take in a whole batch at its end (HIST-3); who has come out of it, and how, is known already.
    const OperationReport before = report;
    BatchReport batch = std::move(report.batches.back());
    Millis barrier = never;  // when the newcomers are decided, the deletions come after it
    if (batch.method == BatchMethod::max_surge) {
      barrier = batch.start;
      for (const auto& result : operation.results) barrier = std::max(barrier, result.serves_from);
    }
    for (const auto& result : operation.results) {
      if (result.end <= reached_) {
        take_in(operation, set, batch, result);
      } else if (barrier <= reached_) {
        decide(set, batch, result);
      } else {
        batch.unfinished.push_back(result.id);
        if (result.newcomer == UINT32_MAX && result.swapped > -never && result.swapped <= reached_) set.instances[result.id].cured = result.swapped;  // H-8
      }
    }
    report = before;
    report.batches.back() = std::move(batch);
  }
}

RolloutReport Engine::take_report() {
  RolloutReport report;
  report.scenario = scenario_;
  report.mode = random_ ? "monteCarlo" : "deterministic";
  report.class_of = state_of_;
  report.classes.resize(sets_.size());
  for (std::size_t i = 0; i < sets_.size(); ++i) describe(sets_[i], report.classes[i]);
  for (auto& [set, operation] : finished_) report.classes[set].operations.push_back(std::move(operation));
  for (Operation& operation : operations_) {
    if (!operation.started) continue;
    report.classes[operation.set].operations.push_back(std::move(operation.report));
  }
  report.phases = std::move(phases_);
  for (auto& phase : report.phases) {
    if (phase.close) continue;
    phase.passed = false;
  }
  report.repair_tasks = std::move(tasks_);
  for (auto& task : report.repair_tasks) {
    if (task.approved && *task.approved > reached_) task.approved.reset();
  }
  report.not_eligible = std::move(not_eligible_);
  report.zones = std::move(zones_);
  report.interrupted = interrupted_;
  report.reached = reached_;
  sort_by_time_and_region(report);
  answer_machine_questions(*scenario_, random_, trial_key_, report, rules_);
  for (const auto& open : scenario_->open_settings) apply(rule_of(open));
  if (!scenario_->assumed.empty()) apply(Rule::TPL_3);
  report.rules = rules_;
  return report;
}

void Engine::summarize(std::vector<TrialSet>& out) {
  std::vector<TrialSet> states(sets_.size());
  for (const Operation& operation : operations_) {
    if (!operation.started) continue;
    TrialSet& t = states[operation.set];
    const OperationReport& o = operation.report;
    t.failed += o.failed;
    t.rolled_back = t.rolled_back || o.rolled_back > 0;
    t.faulted = t.faulted || o.code == OperationCode::faulted;
    t.completion = never;
    if (o.code == OperationCode::completed) {
      t.result = TrialSet::Result::completed;
      t.completion = *o.end - published_at(*scenario_, scenario_->sets[sets_[operation.set].set], o);
    } else {
      t.result = o.end ? TrialSet::Result::stopped : TrialSet::Result::running;
    }
  }
  for (std::size_t i = 0; i < sets_.size(); ++i) {
    SetState& set = sets_[i];
    states[i].floor = lowest_serving(set);
    const VersionId newest = newest_for(set);
    if (newest == no_version) continue;
    const std::uint32_t wanted = scenario_->rank(newest);
    if (set.alike && !set.any_running) {
      states[i].old = scenario_->rank(set.common.os) < wanted ? set.existing : 0;
      continue;
    }
    materialise(set);
    for (const Instance& instance : set.instances) {
      states[i].old += instance.exists() && scenario_->rank(instance.os) < wanted;
    }
  }
  out.resize(state_of_.size());
  for (std::size_t i = 0; i < state_of_.size(); ++i) {
    if (state_of_[i] != none) out[i] = states[state_of_[i]];
  }
}

RolloutReport simulate(std::shared_ptr<const Scenario> scenario, const SimulateOptions& options) {
  constexpr std::size_t many = 100;  // sets that no longer stay in the nearest cache together
  Engine engine(scenario, options.classes, options.regions);
  const auto openings = engine.states() < many ? std::nullopt : Engine::openings(scenario, options);
  engine.run(options, openings ? &*openings : nullptr);
  if (!engine.interrupted() || !openings || options.until) return engine.take_report();
  // Sets that were run to their end one by one are ahead of the instant at which the fleet was stopped: once more, to that instant.
  SimulateOptions again = options;
  again.until = engine.reached();
  again.cancelled = nullptr;
  again.progress = nullptr;
  engine.run(again, &*openings);
  return engine.take_report();
}

}  // namespace fleetlint::rollout
