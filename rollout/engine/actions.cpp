// What users do. Rules E-11, M-1 to M-9, C-4, C-7, C-8, V-4.
#include <algorithm>

#include "engine/engine.h"
#include "policies/eligibility.h"

namespace fleetlint::rollout {

std::uint32_t Engine::label(const std::string& text) {
  if (text.empty()) return 0;
  for (std::uint32_t i = 1; i < labels_.size(); ++i) {
    if (labels_[i] == text) return i;
  }
  labels_.push_back(text);
  return static_cast<std::uint32_t>(labels_.size() - 1);
}

void Engine::action(std::uint32_t index) {
  const Action& action = scenario_->actions[index];
  const std::uint32_t state = state_of_[action.set];
  SetState& set = sets_[state];
  if (set.spec->size_unknown) return;  // rule TPL-1
  const bool touches_instances = action.type == Action::Type::model_change || action.type == Action::Type::manual_upgrade || action.type == Action::Type::scale;
  const bool changes_model = action.type == Action::Type::model_change || (action.type == Action::Type::update_extension && action.version != no_version);
  if (touches_instances || changes_model) {
    materialise(set);
    if (set.current != none) expand_crowd(operations_[set.current]);
  }
  switch (action.type) {
    case Action::Type::start_os_upgrade: start_os_upgrade(action, state); return;
    case Action::Type::cancel:
      if (set.current != none && operations_[set.current].started) operations_[set.current].cancelled = true;
      return;
    case Action::Type::model_change: model_change(action, state); return;
    case Action::Type::manual_upgrade: manual_upgrade(action, state); return;
    case Action::Type::scale: scale(action, state); return;
    case Action::Type::update_extension:
      apply(Rule::C_7);
      for (std::size_t e = 0; e < set.spec->extensions.size(); ++e) {
        if (set.spec->extensions[e].name != action.extension) continue;
        if (action.credentials_expire) set.credentials[e] = action.credentials_expire;
        if (action.version != no_version) set.model_extensions[e] = action.version;
      }
      if (changes_model) note_model(set);
      return;
  }
}

/// T-3: actions come after the publications of the instant, in the order of the file.
std::uint64_t Engine::turn_of(const Action& action) const { return (std::uint64_t{1} << 63) | static_cast<std::uint64_t>(&action - scenario_->actions.data()); }

void Engine::start_os_upgrade(const Action& action, std::uint32_t index) {
  SetState& set = sets_[index];
  apply(Rule::E_11);
  const bool unprotected = set.alike ? set.existing > 0 : std::any_of(set.instances.begin(), set.instances.end(), [](const Instance& i) { return i.exists() && !i.has(Instance::is_protected); });
  if (!manual_start_allowed(*set.spec, unprotected)) {
    not_eligible_.push_back({index, now_, turn_of(action), {Reason::operation_not_allowed}});
    return;
  }
  Operation operation;
  operation.turn = turn_of(action);
  operation.report.kind = OperationKind::os;
  operation.report.by_user = true;
  operation.target = action.version;
  enqueue(index, std::move(operation));
}

void Engine::model_change(const Action& action, std::uint32_t index) {
  SetState& set = sets_[index];
  apply(Rule::M_9);
  apply(Rule::C_8);
  const std::uint32_t new_label = label(action.label);
  // M-7: the same change once more goes over what is left; another one concerns everybody.
  const bool again = set.model_revision > 0 && new_label != 0 && new_label == set.model_label;
  if (again) {
    apply(Rule::M_7);
  } else {
    ++set.model_revision;
  }
  set.model_label = new_label;
  note_model(set);
  ModelChange change;
  change.revision = set.model_revision;
  change.label = new_label;
  const bool kind_reimages = action.change == Action::Change::image || action.change == Action::Change::custom_data || action.change == Action::Change::size ||
                             action.change == Action::Change::zones;
  change.reimage = action.reimage.value_or(kind_reimages);
  change.disruptive = action.disruptive;
  if (!change.reimage && (action.change == Action::Change::extension || action.extensions_given)) {
    for (std::size_t e = 0; e < set.spec->extensions.size(); ++e) {
      const bool listed = !action.extensions_given ||
                          std::find(action.extensions.begin(), action.extensions.end(), set.spec->extensions[e].name) != action.extensions.end();
      if (listed) change.extensions.push_back(static_cast<int>(e));
    }
    for (const auto& name : action.extensions) {
      const bool known = std::any_of(set.spec->extensions.begin(), set.spec->extensions.end(), [&](const Extension& e) { return e.name == name; });
      if (!known) change.foreign.push_back(scenario_->duration(DurationName::extension).value);
    }
  }
  set.last_change = change;
  if (set.spec->mode == UpgradeMode::manual) {
    apply(Rule::M_3);
    return;
  }
  Operation operation;
  operation.turn = turn_of(action);
  operation.report.kind = OperationKind::model;
  operation.report.by_user = true;
  operation.report.update = action.label;
  operation.label = new_label;
  operation.revision = change.revision;
  operation.settings.reimage = change.reimage;
  operation.settings.disruptive = change.disruptive;
  operation.settings.run_extensions = change.extensions;
  operation.settings.foreign_extensions = change.foreign;
  operation.all_at_once = set.spec->mode == UpgradeMode::automatic;
  operation.thresholds = !operation.all_at_once;
  apply(operation.all_at_once ? Rule::M_1 : Rule::M_2);
  enqueue(index, std::move(operation));
}

void Engine::note_model(SetState& set) { set.model_log.push_back({now_, set.model_revision, set.model_label, set.model_extensions}); }

void Engine::manual_upgrade(const Action& action, std::uint32_t index) {
  SetState& set = sets_[index];
  apply(Rule::M_4);
  Operation operation;
  operation.turn = turn_of(action);
  operation.report.kind = OperationKind::model;
  operation.report.by_user = true;
  operation.report.update = labels_[set.model_label];
  operation.label = set.model_label;
  operation.revision = set.model_revision;
  const bool pending = set.last_change.revision > 0;
  operation.settings.reimage = action.reimage.value_or(!pending || set.last_change.reimage);
  operation.settings.disruptive = set.last_change.disruptive || action.disruptive;
  operation.settings.run_extensions = set.last_change.extensions;
  operation.settings.foreign_extensions = set.last_change.foreign;
  operation.all_at_once = true;
  operation.thresholds = false;
  operation.every_instance = action.every_instance;
  operation.named = action.instances;
  enqueue(index, std::move(operation));
}

/// Takes an instance that is deleted now out of the number of those that serve. In the middle of a batch what was laid down for
/// the rest of its upgrade is taken back.
void Engine::leave(SetState& set, std::uint32_t id) {
  const Instance& instance = set.instances[id];
  const bool sound = !instance.has(Instance::left_failed) && !instance.has(Instance::provisioning_failed);
  bool serves = sound && !instance.has(Instance::creating) && (set.ambient || !instance.has(Instance::not_running));
  if (set.current != none && operations_[set.current].running) {
    const Operation& operation = operations_[set.current];
    for (const MemberResult& r : operation.results) {
      if (r.id != id) continue;
      const bool surge = r.newcomer != UINT32_MAX;
      if (surge) {
        if (r.outcome != Outcome::ok || !sound) break;
        serves = now_ < r.out_from;
        if (serves) serve(set, id, r.out_from, +1);
        break;
      }
      const bool well = r.outcome == Outcome::ok || r.outcome == Outcome::rolled_back;
      const bool ended = r.end <= now_;
      if (operation.settings.disruptive) {
        serves = ended ? well : sound && now_ < r.out_from;
        if (serves && !ended) serve(set, id, r.out_from, +1);
        if (well && !ended && r.end < never) serve(set, id, r.end, -1);
      } else {
        const bool comes_back = !sound && well && operation.report.kind != OperationKind::ext;
        serves = ended ? (sound && well) || comes_back : sound;
        if (!ended && sound && !well) serve(set, id, r.end, +1);
        if (!ended && comes_back) serve(set, id, r.end, -1);
      }
      break;
    }
  }
  if (serves) serve(set, id, now_, -1);
}

void Engine::scale(const Action& action, std::uint32_t index) {
  SetState& set = sets_[index];
  const std::uint32_t region = scenario_->sets[set.set].region;
  while (set.existing > action.capacity) {  // the newest leave first
    auto id = static_cast<std::uint32_t>(set.instances.size());
    do {
      --id;
    } while (id > 0 && (!set.instances[id].exists() || set.instances[id].has(Instance::surplus)));
    Instance& instance = set.instances[id];
    if (!instance.exists() || instance.has(Instance::surplus)) break;
    leave(set, id);
    set_abnormal(set, id, Instance::gone, true);
    --set.existing;
  }
  VersionId os = set.spec->image.pinned;
  if (os == no_version) {
    os = newest_available(region, *set.spec);
    if (os == no_version || (set.newest_target != no_version && scenario_->rank(set.newest_target) > scenario_->rank(os))) {
      os = set.newest_target != no_version ? set.newest_target : set.spec->image.current;
    }
    if (scenario_->rank(os) < scenario_->rank(set.spec->image.current)) os = set.spec->image.current;
  }
  static const SetFaults no_faults;
  UpgradeSettings settings;
  settings.scenario = scenario_.get();
  settings.spec = set.spec;
  settings.faults = &no_faults;
  settings.outages = set.outages;
  settings.credentials = set.credentials;
  settings.rules = &rules_;
  settings.version = os;
  settings.random = random_;
  settings.trial = trial_key_;
  settings.path_prefix = set.path_prefix;
  settings.gated = set.spec->service_fabric.gated();
  while (set.existing < action.capacity) {
    const auto id = static_cast<std::uint32_t>(set.instances.size());
    const std::uint8_t zone = set.zones->empty() ? std::uint8_t{0} : (*set.zones)[id % set.zones->size()];
    const auto in_zone = std::count_if(set.instances.begin(), set.instances.end(), [&](const Instance& i) { return i.exists() && i.zone == zone; });
    add_instance(set, os, zone, static_cast<std::uint16_t>(static_cast<std::uint32_t>(in_zone) % set.domains));
    ++set.existing;
    set.instances[id].attempt = 1;
    creations_.push_back(create_instance(settings, id, id, 1, set.ambient ? illnesses(set, id) : std::vector<Illness>{}, now_));
    at(creations_.back().end, EventOrder::instance_result, EventType::instance_created, index, static_cast<std::uint32_t>(creations_.size() - 1));
  }
}

void Engine::instance_created(std::uint32_t index, std::uint32_t creation) {
  SetState& set = sets_[index];
  const MemberResult& result = creations_[creation];
  Instance& instance = set.instances[result.newcomer];
  if (!instance.exists()) return;
  instance.set(Instance::creating, false);
  instance.cured = result.swapped;
  if (result.outcome == Outcome::ok) {
    serve(set, result.newcomer, now_, +1);
  } else {
    apply(Rule::C_4);
    set_abnormal(set, result.newcomer, Instance::provisioning_failed, result.cause != FailureCause::health);
    set_abnormal(set, result.newcomer, Instance::left_failed, true);
  }
}

}  // namespace fleetlint::rollout
