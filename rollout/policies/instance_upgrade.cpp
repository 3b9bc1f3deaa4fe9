#include "policies/instance_upgrade.h"

#include <algorithm>

#include "policies/health_wait.h"

namespace fleetlint::rollout {
namespace {

/// One instance's way through its pipeline: the time reached, and its random numbers.
class Way {
 public:
  Way(const UpgradeSettings& settings, std::uint32_t id, std::uint32_t attempt, Millis start)
      : s_(settings), id_(id), attempt_(attempt), at_(start) {
    if (settings.random || settings.faults->instance_level()) path_ = path_key(settings.trial, fnv1a_number(id, settings.path_prefix));
  }

  Millis at() const { return at_; }
  void pass(Millis length) { at_ = s_.outages->empty() ? at_ + length : work_end(*s_.outages, at_, length); }
  void wait_until(Millis instant) { at_ = std::max(at_, instant); }
  void step(DurationName name, Purpose purpose, std::uint64_t k) { pass(length(name, purpose, k)); }
  void step(DurationName name, Purpose purpose) { step(name, purpose, attempt_); }
  Millis length(DurationName name, Purpose purpose, std::uint64_t k) const {
    const Duration& d = s_.scenario->duration(name);
    return s_.random && d.table >= 0 ? sample(s_.scenario->tables[static_cast<std::size_t>(d.table)], draw(path_, purpose, k)) : d.value;
  }
  Millis length(DurationName name, Purpose purpose) const { return length(name, purpose, attempt_); }
  void apply(Rule rule) const { s_.rules->set(static_cast<std::size_t>(rule)); }
  std::uint32_t attempt() const { return attempt_; }

  /// The first fault of the list that is meant for this instance, attempt and update, if it happens (rule RNG-3).
  const Fault* fault(const std::vector<const Fault*>& faults, Purpose purpose, std::string_view extension, std::uint32_t id, std::uint64_t path) const {
    for (const Fault* f : faults) {
      if (!f->every_instance && !std::binary_search(f->instances.begin(), f->instances.end(), id)) continue;
      if (f->attempt && *f->attempt != attempt_) continue;
      if (f->update != no_version) {
        const bool same = s_.kind == OperationKind::model ? s_.label != nullptr && *s_.label == f->update_label
                                                          : s_.version != no_version && s_.scenario->rank(s_.version) == s_.scenario->rank(f->update);
        if (!same) continue;
      }
      if (!f->extension.empty() && f->extension != extension) continue;
      if (f->probability.certain()) return f;
      apply(Rule::RNG_3);
      return f->probability.happens(draw(path, purpose, attempt_)) ? f : nullptr;
    }
    return nullptr;
  }
  const Fault* fault(const std::vector<const Fault*>& faults, Purpose purpose, std::string_view extension) const {
    return faults.empty() ? nullptr : fault(faults, purpose, extension, id_, path_);
  }
  std::uint64_t path_of(std::uint32_t id) const { return id == id_ ? path_ : path_key(s_.trial, fnv1a_number(id, s_.path_prefix)); }

 private:
  const UpgradeSettings& s_;
  std::uint32_t id_, attempt_;
  Millis at_;
  std::uint64_t path_ = 0;
};

/// The name of the extension that an operation of kind ext replaces; faults may be meant for it only.
std::string_view operation_extension(const UpgradeSettings& s) {
  return s.extension >= 0 ? std::string_view(s.spec->extensions[static_cast<std::size_t>(s.extension)].name) : std::string_view{};
}

/// Rules C-0, C-1, C-2, C-5, C-6: runs extensions one after the other; a failure is noted in `result`.
void run_extensions(const UpgradeSettings& s, Way& way, std::span<const int> which, std::uint32_t fault_id, MemberResult& result) {
  const Millis budget = s.scenario->duration(DurationName::extensions_time_budget).value;
  Millis used = 0;
  way.apply(Rule::C_0);
  std::uint64_t place = 0;  // RNG-2: the index is the place in this run
  for (const int index : which) {
    const Extension& extension = s.spec->extensions[static_cast<std::size_t>(index)];
    const auto& expires = s.credentials[static_cast<std::size_t>(index)];
    const bool expired = expires && way.at() >= *expires;
    const Millis length = extension.duration ? *extension.duration
                                             : way.length(DurationName::extension, Purpose::extension, 256ull * way.attempt() + place);
    ++place;
    if (used + length > budget) {
      way.apply(Rule::C_6);
      way.pass(budget - used);
      result.outcome = Outcome::failed;
      result.cause = FailureCause::time_budget;
      result.extension = static_cast<std::int16_t>(index);
      return;
    }
    way.pass(length);
    used += length;
    const Fault* fault = s.faults->extension.empty() ? nullptr
                                                     : way.fault(s.faults->extension, Purpose::extension_fails, extension.name, fault_id, way.path_of(fault_id));
    if (expired || fault != nullptr) {
      way.apply(expired ? Rule::C_1 : Rule::C_5);
      way.apply(Rule::C_2);
      way.apply(Rule::H_9);
      result.outcome = Outcome::failed;
      result.cause = expired ? FailureCause::credential : FailureCause::extension;
      result.extension = static_cast<std::int16_t>(index);
      return;
    }
  }
  for (const Millis length : s.foreign_extensions) way.pass(length);
}

std::vector<int> all_extensions(const UpgradeSettings& s) {
  std::vector<int> which(s.spec->extensions.size());
  for (std::size_t i = 0; i < which.size(); ++i) which[i] = static_cast<int>(i);
  return which;
}

/// When an instance that is ill at `at` answers well, or `at` if it is not ill. What ends inside an outage is over for the wait when the
/// outage is (O-2), unless another illness has come by then.
Millis well_again(const Intervals& outages, std::span<const Illness> illnesses, Millis cured, Millis at) {
  Millis well = illness_end(illnesses, cured, at);
  if (well == at) return at;
  while (well < never) {
    const Millis later = illness_end(illnesses, cured, outage_end(outages, well));
    if (later == well) break;
    well = later;
  }
  return well;
}

/// Rules H-2, H-3, H-5, H-8: waits for health after provisioning; `raw` is the time to the first healthy answer of the
/// application, without probes. Returns whether health came in time.
bool wait_for_health(const UpgradeSettings& s, Way& way, Millis raw, bool app_was_up, const Fault* fault, std::span<const Illness> illnesses, Millis cured) {
  const bool watched = s.gated || s.spec->health.source != HealthSource::none;
  if (!watched) {
    way.apply(Rule::H_5);
    return true;
  }
  bool interrupted = !app_was_up;
  if (fault != nullptr) {
    raw = fault->after.value_or(never);
    interrupted = true;
  }
  Millis well = way.at();
  if (!illnesses.empty() && raw < never) {
    // O-2: the wait stands still during outages, an illness does not.
    const Millis from = work_end(*s.outages, way.at(), raw);
    const Millis until = well_again(*s.outages, illnesses, cured, from);
    if (until > from) {
      way.apply(Rule::H_8);
      raw = until >= never ? never : work_between(*s.outages, way.at(), until);
      well = until;
      interrupted = true;
    }
  }
  way.apply(Rule::H_2);
  way.apply(Rule::A_13);
  const Millis window = s.scenario->duration(DurationName::health_window).value;
  Millis seen = raw;
  if (s.gated) {
    way.apply(Rule::SF_2);
  } else if (raw < never && interrupted) {
    way.apply(Rule::H_3);
    seen = observed_health(raw, s.spec->health.interval, s.spec->health.probes);
  }
  way.pass(std::min(seen, window));
  if (seen > window) return false;
  way.wait_until(well);  // work that is done when an outage begins does not tell its begin from its end
  return true;
}

}  // namespace

Millis illness_end(std::span<const Illness> illnesses, Millis cured, Millis at) {
  Millis end = at;
  bool again = true;
  while (again) {  // illnesses may follow one another without a gap
    again = false;
    for (const Illness& illness : illnesses) {
      const bool present = illness.from <= end && end < illness.to && outlasts(illness, cured);
      if (!present) continue;
      end = illness.to;
      if (end >= never) return never;
      again = true;
    }
  }
  return end;
}

Millis step_length(const UpgradeSettings& s, DurationName name, Purpose purpose, std::uint64_t path, std::uint64_t k) {
  const Duration& d = s.scenario->duration(name);
  return s.random && d.table >= 0 ? sample(s.scenario->tables[static_cast<std::size_t>(d.table)], draw(path, purpose, k)) : d.value;
}

RestoreResult restore(const UpgradeSettings& s, std::uint32_t id, std::uint32_t attempt, std::span<const Illness> illnesses, Millis start) {
  Way way(s, id, attempt, start);
  RestoreResult result;
  way.step(DurationName::restore_swap, Purpose::restore_swap);
  result.swapped = way.at();
  way.step(DurationName::boot, Purpose::restore_boot);
  const Fault* fails = way.fault(s.faults->rollback, Purpose::rollback_fails, operation_extension(s));
  if (fails != nullptr) {
    way.apply(Rule::R_4);
    way.pass(s.scenario->duration(DurationName::health_window).value);
    result.ok = false;
  } else {
    result.ok = wait_for_health(s, way, way.length(DurationName::app_warmup, Purpose::restore_warmup), false, nullptr, illnesses, result.swapped);
  }
  result.end = way.at();
  return result;
}

namespace {

/// Rules AE-2, AE-5, AE-6: an extension is replaced while the instance keeps serving.
MemberResult upgrade_extension(const UpgradeSettings& s, std::uint32_t id, std::uint32_t attempt, std::span<const Illness> illnesses, Millis start) {
  Way way(s, id, attempt, start);
  MemberResult result;
  result.id = id;
  result.out_from = start;
  way.apply(Rule::AE_2);
  const auto name = operation_extension(s);
  const auto& expires = s.credentials[static_cast<std::size_t>(s.extension)];
  const bool expired = expires && start >= *expires;
  way.step(DurationName::ext_upgrade, Purpose::extension_upgrade);
  const Fault* fails = way.fault(s.faults->extension, Purpose::extension_fails, name);
  if (expired || fails != nullptr) {
    result.outcome = Outcome::failed;
    result.cause = expired ? FailureCause::credential : FailureCause::extension;
    result.extension = static_cast<std::int16_t>(s.extension);
    way.apply(expired ? Rule::C_1 : Rule::C_5);
  } else {
    way.apply(Rule::AE_5);
    const Fault* sick = way.fault(s.faults->unhealthy_after, Purpose::unhealthy_after_upgrade, name);
    if (!wait_for_health(s, way, 0, true, sick, illnesses, -never)) {
      result.outcome = Outcome::failed;
      result.cause = FailureCause::health;
    }
  }
  const bool fatal = result.cause == FailureCause::credential && s.scenario->switches.credential_fatal;
  if (result.outcome == Outcome::failed && !fatal) {
    way.apply(Rule::AE_6);
    way.apply(Rule::R_7);
    way.step(DurationName::ext_rollback, Purpose::extension_rollback);
    const bool stuck = way.fault(s.faults->rollback, Purpose::rollback_fails, name) != nullptr;
    result.outcome = stuck ? Outcome::rollback_failed : Outcome::rolled_back;
  }
  result.end = way.at();
  return result;
}

}  // namespace

MemberResult upgrade_in_place(const UpgradeSettings& s, std::uint32_t id, std::uint32_t attempt, std::span<const Illness> illnesses, Millis start) {
  if (s.kind == OperationKind::ext) return upgrade_extension(s, id, attempt, illnesses, start);
  Way way(s, id, attempt, start);
  MemberResult result;
  result.id = id;
  way.apply(Rule::K_1);
  if (s.reimage && s.kind == OperationKind::os && s.spec->os_deferral) {
    way.apply(Rule::N_5);
    if (!s.spec->os_notice.approve_after) {
      result.out_from = result.end = never;
      return result;
    }
    way.pass(*s.spec->os_notice.approve_after);
  } else if (s.reimage && s.spec->os_notice.enable) {
    way.apply(Rule::N_3);
    way.pass(std::min(s.spec->os_notice.approve_after.value_or(never), 15 * one_minute));
  }
  result.out_from = way.at();
  bool failed = false;
  const auto extension_name = operation_extension(s);
  if (s.reimage) {
    way.step(DurationName::drain, Purpose::drain);
    way.step(DurationName::disk_swap, Purpose::disk_swap);
    result.swapped = way.at();
    if (way.fault(s.faults->provisioning, Purpose::provisioning_fails, extension_name) != nullptr) {
      way.apply(Rule::H_7);
      way.pass(s.scenario->duration(DurationName::os_provision_timeout).value);
      result.outcome = Outcome::failed;
      result.cause = FailureCause::provisioning;
      failed = true;
    } else {
      way.step(DurationName::boot, Purpose::boot);
      if (s.spec->custom_data) way.step(DurationName::custom_data, Purpose::custom_data);
    }
  }
  if (!failed) {
    if (s.reimage) {
      if (!s.spec->extensions.empty()) run_extensions(s, way, all_extensions(s), id, result);
    } else {
      run_extensions(s, way, s.run_extensions, id, result);
    }
    failed = result.outcome == Outcome::failed;
  }
  if (!failed) {
    const Fault* sick = way.fault(s.faults->unhealthy_after, Purpose::unhealthy_after_upgrade, extension_name);
    const Millis warmup = s.reimage ? way.length(DurationName::app_warmup, Purpose::app_warmup) : 0;
    if (!wait_for_health(s, way, warmup, !s.reimage, sick, illnesses, result.swapped)) {
      way.apply(Rule::K_2);
      result.outcome = Outcome::failed;
      result.cause = FailureCause::health;
      failed = true;
    }
  }
  const bool fatal = result.cause == FailureCause::credential && s.scenario->switches.credential_fatal;
  if (failed && s.rollback && s.reimage && !fatal) {
    way.apply(Rule::R_1);
    const RestoreResult back = restore(s, id, attempt, illnesses, way.at());
    result.swapped = back.swapped;
    result.outcome = back.ok ? Outcome::rolled_back : Outcome::rollback_failed;
    result.end = back.end;
    return result;
  }
  result.end = way.at();
  return result;
}

MemberResult create_instance(const UpgradeSettings& s, std::uint32_t new_id, std::uint32_t old_id, std::uint32_t attempt,
                             std::span<const Illness> illnesses, Millis start) {
  Way way(s, new_id, attempt, start);
  MemberResult result;
  result.id = old_id;
  result.newcomer = new_id;
  result.out_from = start;
  way.apply(Rule::X_2);
  const auto path = way.path_of(old_id);
  way.step(DurationName::create, Purpose::create);
  result.swapped = way.at();
  const auto extension_name = operation_extension(s);
  const auto meant = [&](const std::vector<const Fault*>& faults, Purpose purpose) {
    return faults.empty() ? nullptr : way.fault(faults, purpose, extension_name, old_id, path);
  };
  if (meant(s.faults->provisioning, Purpose::provisioning_fails) != nullptr) {
    way.apply(Rule::H_7);
    way.pass(s.scenario->duration(DurationName::os_provision_timeout).value);
    result.outcome = Outcome::failed;
    result.cause = FailureCause::provisioning;
    result.serves_from = result.end = way.at();
    return result;
  }
  if (s.spec->custom_data) way.step(DurationName::custom_data, Purpose::custom_data);
  if (!s.spec->extensions.empty()) run_extensions(s, way, all_extensions(s), old_id, result);
  if (result.outcome == Outcome::ok) {
    const Fault* sick = meant(s.faults->unhealthy_after, Purpose::unhealthy_after_upgrade);
    if (!wait_for_health(s, way, way.length(DurationName::app_warmup, Purpose::app_warmup), false, sick, illnesses, result.swapped)) {
      result.outcome = Outcome::failed;
      result.cause = FailureCause::health;
    }
  } else if (result.cause == FailureCause::credential) {
    way.apply(Rule::C_4);
  }
  result.serves_from = result.end = way.at();
  return result;
}

}  // namespace fleetlint::rollout
