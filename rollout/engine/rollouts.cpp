// Publications, phases, what is available where, and who is concerned. Rules F-1 to F-8, G-1 to G-3, V-1 to V-3, AE-1 to AE-10, SF-8.
#include <algorithm>

#include "engine/engine.h"
#include "policies/eligibility.h"
#include "policies/phases.h"

namespace fleetlint::rollout {
void Engine::make_available(std::uint32_t region, OperationKind kind, bool gallery, const std::string& stream, VersionId version) {
  available_[{region, static_cast<int>(kind), gallery, stream}].push_back(version);
}

VersionId Engine::newest_available(std::uint32_t region, const SetSpec& spec) const {
  const auto found = available_.find({region, static_cast<int>(OperationKind::os), spec.image.kind == ImageKind::gallery, spec.image.stream});
  VersionId newest = no_version;
  if (found == available_.end() || spec.image.kind == ImageKind::managed_image) return newest;
  for (const VersionId version : found->second) {
    if (newest == no_version || scenario_->rank(version) > scenario_->rank(newest)) newest = version;
  }
  return newest;
}

VersionId Engine::newest_extension(std::uint32_t region, const SetState& set, std::size_t extension) const {
  const auto found = available_.find({region, static_cast<int>(OperationKind::ext), false, set.spec->extensions[extension].stream});
  VersionId newest = no_version;
  if (found == available_.end()) return newest;
  for (const VersionId version : found->second) {
    if (!same_major(*scenario_, version, set.model_extensions[extension])) continue;
    if (newest == no_version || scenario_->rank(version) > scenario_->rank(newest)) newest = version;
  }
  return newest;
}

void Engine::publish_image(std::uint32_t image) {
  const ImagePublication& publication = scenario_->images[image];
  if (publication.excluded) {
    apply(Rule::G_3);
    return;
  }
  if (publication.gallery) {
    apply(Rule::F_6);
    apply(Rule::G_2);
    return;
  }
  apply(Rule::F_1);
  apply(Rule::F_8);
  if (scenario_->phases.timetable) {
    apply(Rule::F_7);
    for (std::uint32_t p = 0; p < planned_.size() && p < scenario_->phases.opens_at.size(); ++p) {
      at(publication.published + scenario_->phases.opens_at[p], EventOrder::phase, EventType::phase_open, image, p);
    }
  } else if (!planned_.empty()) {
    at(now_, EventOrder::phase, EventType::phase_open, image, 0);
  }
}

void Engine::publish_extension(std::uint32_t publication) {
  const auto rollout = static_cast<std::uint32_t>(scenario_->images.size()) + publication;
  apply(Rule::AE_1);
  if (scenario_->phases.timetable) {
    for (std::uint32_t p = 0; p < planned_.size() && p < scenario_->phases.opens_at.size(); ++p) {
      at(scenario_->extension_versions[publication].published + scenario_->phases.opens_at[p], EventOrder::phase, EventType::phase_open, rollout, p);
    }
  } else if (!planned_.empty()) {
    at(now_, EventOrder::phase, EventType::phase_open, rollout, 0);
  }
}

void Engine::replica(std::uint32_t image, std::uint32_t index) {
  const ImagePublication& publication = scenario_->images[image];
  if (publication.excluded) {
    apply(Rule::G_3);
    return;
  }
  apply(Rule::G_1);
  const std::uint32_t region = publication.replicas[index].first;
  make_available(region, OperationKind::os, true, publication.stream, publication.version);
  consider_all(region, image, none, index);
}

void Engine::phase_open(std::uint32_t rollout, std::uint32_t phase) {
  Rollout& r = rollouts_[rollout];
  if (r.open.size() < planned_.size()) r.open.resize(planned_.size());
  Rollout::Open& open = r.open[phase];
  if (open.report != none) return;
  apply(Rule::F_3);
  open.report = static_cast<std::uint32_t>(phases_.size());
  PhaseReport report;
  report.index = phase + 1;
  report.rollout = rollout;
  report.kind = r.kind;
  report.update = scenario_->version_text(r.version);
  report.regions = planned_[phase];
  report.open = now_;
  phases_.push_back(std::move(report));
  open.opening = true;
  for (const auto region : planned_[phase]) {
    make_available(region, r.kind, false, *r.stream, r.version);
    consider_all(region, rollout, phase, 0);
  }
  rollouts_[rollout].open[phase].opening = false;
  const Rollout::Open& opened = rollouts_[rollout].open[phase];
  if (opened.pending == 0) at(std::max(now_, opened.last), EventOrder::phase, EventType::phase_close, rollout, phase);
}

void Engine::phase_close(std::uint32_t rollout, std::uint32_t phase) {
  Rollout::Open& open = rollouts_[rollout].open[phase];
  if (open.pending > 0 || phases_[open.report].close) return;
  PhaseReport& report = phases_[open.report];
  report.close = now_;
  report.decided = true;
  report.passed = true;
  if (scenario_->phases.gate && !scenario_->phases.timetable) {
    apply(Rule::F_5);
    apply(Rule::A_12);
    report.passed = phase_passes(report.eligible, report.succeeded, scenario_->phases.max_failed_percent);
  }
  if (report.passed && !scenario_->phases.timetable && phase + 1 < planned_.size()) {
    at(now_ + scenario_->phases.bake, EventOrder::phase, EventType::phase_open, rollout, phase + 1);
  }
}

void Engine::consider(std::uint32_t index, std::uint32_t rollout, std::uint32_t phase, std::uint32_t replica) {
  SetState& set = sets_[index];
  const Rollout& r = rollouts_[rollout];
  // T-3: phases of earlier publications open before the publications of this instant; these follow in the order of the file.
  const bool published_now = r.gallery || std::max(r.published, scenario_->start) == now_;
  const std::uint64_t turn = (std::uint64_t{published_now} << 62) | (std::uint64_t{rollout} << 32) | (phase == none ? replica : phase);
  const auto attach = [&](Operation& operation) {
    if (phase == none) return;
    operation.attached.emplace_back(rollout, phase);
    ++rollouts_[rollout].open[phase].pending;
  };
  // V-2, V-3: an operation of the same kind that has not started yet will take the newest version by itself.
  const auto waiting = [&](OperationKind kind, int extension) -> Operation* {
    const auto same = [&](std::uint32_t op) {
      const Operation& o = operations_[op];
      return !o.started && !o.final && o.automatic && o.report.kind == kind && o.settings.extension == extension;
    };
    if (set.current != none && same(set.current)) return &operations_[set.current];
    for (const auto op : set.queue) {
      if (same(op)) return &operations_[op];
    }
    return nullptr;
  };
  const auto add = [&](OperationKind kind, int extension) {
    if (set.current != none && operations_[set.current].started) apply(Rule::V_3);
    if (Operation* pending = waiting(kind, extension)) {
      attach(*pending);
      return;
    }
    Operation operation;
    operation.report.kind = kind;
    operation.automatic = true;
    operation.rollout = rollout;
    operation.turn = turn;
    operation.target = r.version;
    operation.settings.extension = extension;
    if (extension >= 0) operation.report.extension = set.spec->extensions[static_cast<std::size_t>(extension)].name;
    attach(operation);
    enqueue(index, std::move(operation));
  };
  if (r.kind == OperationKind::os) {
    const ImageKind kind = r.gallery ? ImageKind::gallery : ImageKind::platform;
    if (set.spec->image.kind != kind || set.spec->image.stream != *r.stream) return;
    // Of a set of unknown size that is certain which does not depend on it.
    auto reasons = eligibility(*scenario_, *set.spec, set.spec->size_unknown ? UINT32_MAX : set.existing, rules_);
    if (!reasons.empty()) {
      not_eligible_.push_back({index, now_, turn, std::move(reasons)});
      return;
    }
    if (set.spec->size_unknown) return;
    Operation probe;
    probe.report.kind = OperationKind::os;
    probe.target = r.version;
    if (settled(probe, set)) {
      apply(Rule::V_1);
      return;
    }
    if (set.spec->service_fabric.present()) apply(set.spec->service_fabric.gated() ? Rule::SF_8 : Rule::SF_7);
    // Single machines have no automatic image upgrades on the platform; a scenario that asks for them (E-1) gets the engine of a set.
    if (set.spec->kind != SetKind::scale_set) apply(Rule::AE_10);
    add(OperationKind::os, -1);
    return;
  }
  if (set.spec->size_unknown) return;
  for (std::size_t e = 0; e < set.spec->extensions.size(); ++e) {
    const Extension& extension = set.spec->extensions[e];
    if (extension.stream != *r.stream) continue;
    apply(Rule::AE_3);
    if (!extension.automatic_upgrade || !same_major(*scenario_, r.version, set.model_extensions[e])) continue;
    if (set.spec->service_fabric.present()) {
      apply(Rule::AE_9);
      apply(Rule::A_10);
      if (!scenario_->switches.ext_upgrade_service_fabric) continue;
    }
    Operation probe;
    probe.report.kind = OperationKind::ext;
    probe.target = r.version;
    probe.settings.extension = static_cast<int>(e);
    if (settled(probe, set)) {
      apply(Rule::V_1);
      continue;
    }
    apply(set.spec->kind == SetKind::scale_set ? Rule::AE_4 : Rule::AE_10);
    if (set.spec->extensions.size() > 1) apply(Rule::AE_8);
    add(OperationKind::ext, static_cast<int>(e));
  }
}

void Engine::operation_final(std::uint32_t op) {
  Operation& operation = operations_[op];
  const std::int64_t count = sets_[operation.set].count();
  for (const auto& [rollout, phase] : operation.attached) {
    Rollout::Open& open = rollouts_[rollout].open[phase];
    PhaseReport& report = phases_[open.report];
    report.eligible += operation.report.eligible * count;
    report.succeeded += operation.report.successful * count;
    open.last = std::max(open.last, now_);
    if (--open.pending == 0 && !open.opening) queue_.push(open.last, EventOrder::phase, EventType::phase_close, rollout, phase);
  }
}

void Engine::retry_extension(std::uint32_t index, std::uint32_t extension) {
  SetState& set = sets_[index];
  const auto waits = [&](std::uint32_t op) {
    const Operation& o = operations_[op];
    return !o.started && !o.final && o.report.kind == OperationKind::ext && o.settings.extension == static_cast<int>(extension);
  };
  if ((set.current != none && waits(set.current)) || std::any_of(set.queue.begin(), set.queue.end(), waits)) return;
  Operation operation;
  operation.report.kind = OperationKind::ext;
  operation.automatic = true;
  operation.retry = true;
  operation.turn = UINT64_MAX;  // after all that is published or done at this instant
  operation.settings.extension = static_cast<int>(extension);
  operation.report.extension = set.spec->extensions[extension].name;
  enqueue(index, std::move(operation));
}

}  // namespace fleetlint::rollout
