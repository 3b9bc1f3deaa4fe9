#include "policies/crowd.h"

#include <algorithm>

#include "policies/health_wait.h"

namespace fleetlint::rollout {
namespace {

/// FNV-1a continued with the digits of a number, for the numbers that instances usually have.
inline std::uint64_t hash_id(std::uint32_t id, std::uint64_t state) {
  constexpr std::uint64_t prime = 0x100000001B3ull;
  const auto digit = [](std::uint64_t h, std::uint32_t d) { return (h ^ ('0' + d)) * prime; };
  if (id < 10) return digit(state, id);
  if (id < 100) return digit(digit(state, id / 10), id % 10);
  if (id < 1000) return digit(digit(digit(state, id / 100), id / 10 % 10), id % 10);
  if (id < 10000) return digit(digit(digit(digit(state, id / 1000), id / 100 % 10), id / 10 % 10), id % 10);
  return fnv1a_number(id, state);
}

constexpr std::uint64_t counter_of(Purpose purpose, std::uint64_t k) { return ((static_cast<std::uint64_t>(purpose) << 32) | k) + golden_gamma; }

}  // namespace

void CrowdCourse::add(DurationName name, Purpose purpose, std::uint64_t k, bool extension) {
  const Duration& d = s_->scenario->duration(name);
  if (s_->random && d.table >= 0) {
    steps_.push_back({&s_->scenario->tables[static_cast<std::size_t>(d.table)], 0, counter_of(purpose, k), extension});
  } else {
    fixed_ += d.value;
    if (extension) fixed_extensions_ += d.value;
  }
}

/// Of the faults of one kind: who is named, and the threshold of the first that is meant for everyone. Makes the course unusable
/// if everyone is certain to be hit.
std::uint64_t CrowdCourse::threshold(const std::vector<const Fault*>& faults, std::string_view extension) {
  for (const Fault* f : faults) {
    if (f->attempt && *f->attempt != attempt_) continue;
    if (f->update != no_version && !(s_->version != no_version && s_->scenario->rank(s_->version) == s_->scenario->rank(f->update))) continue;
    if (!f->extension.empty() && f->extension != extension) continue;
    if (!f->every_instance) {
      named_.insert(named_.end(), f->instances.begin(), f->instances.end());
      continue;
    }
    if (f->probability.certain()) usable_ = false;
    drawn_ = true;
    return f->probability.threshold;
  }
  return 0;
}

CrowdCourse::CrowdCourse(const UpgradeSettings& settings, std::uint32_t attempt) : s_(&settings), attempt_(attempt) {
  const bool os = settings.kind == OperationKind::os && settings.reimage;
  if (!os && settings.kind != OperationKind::ext) return;
  usable_ = true;
  watched_ = settings.gated || settings.spec->health.source != HealthSource::none;
  gated_ = settings.gated;
  window_ = settings.scenario->duration(DurationName::health_window).value;
  interval_ = settings.spec->health.interval * one_second;
  probes_wait_ = (settings.spec->health.probes - 1) * interval_;
  if (os) {
    if (settings.spec->os_deferral) {
      if (!settings.spec->os_notice.approve_after) usable_ = false;
      notice_ = settings.spec->os_notice.approve_after.value_or(0);
    } else if (settings.spec->os_notice.enable) {
      notice_ = std::min(settings.spec->os_notice.approve_after.value_or(never), 15 * one_minute);
    }
    fixed_ = notice_;
    add(DurationName::drain, Purpose::drain, attempt, false);
    add(DurationName::disk_swap, Purpose::disk_swap, attempt, false);
    add(DurationName::boot, Purpose::boot, attempt, false);
    if (settings.spec->custom_data) add(DurationName::custom_data, Purpose::custom_data, attempt, false);
    const auto& extensions = settings.spec->extensions;
    if (!extensions.empty()) budget_ = settings.scenario->duration(DurationName::extensions_time_budget).value;
    for (std::size_t i = 0; i < extensions.size(); ++i) {
      if (extensions[i].duration) {
        fixed_ += *extensions[i].duration;
        fixed_extensions_ += *extensions[i].duration;
      } else {
        add(DurationName::extension, Purpose::extension, 256ull * attempt + i, true);
      }
      // The draw is the same for all extensions of an attempt: the largest threshold decides.
      if (!settings.faults->extension.empty()) extension_ = std::max(extension_, threshold(settings.faults->extension, extensions[i].name));
    }
    provisioning_ = threshold(settings.faults->provisioning, {});
    unhealthy_ = threshold(settings.faults->unhealthy_after, {});
    const Duration& warmup = settings.scenario->duration(DurationName::app_warmup);
    warmup_.value = warmup.value;
    if (watched_ && settings.random && warmup.table >= 0) {
      warmup_.table = &settings.scenario->tables[static_cast<std::size_t>(warmup.table)];
      warmup_.counter = counter_of(Purpose::app_warmup, attempt);
    }
  } else {
    const std::string_view name = settings.spec->extensions[static_cast<std::size_t>(settings.extension)].name;
    add(DurationName::ext_upgrade, Purpose::extension_upgrade, attempt, false);
    extension_ = threshold(settings.faults->extension, name);
    unhealthy_ = threshold(settings.faults->unhealthy_after, name);
    watched_ = false;  // a healthy application stays healthy: nothing is waited for
  }
  if (fixed_extensions_ > budget_ || (constant() && watched_ && seen(warmup_.value) > window_)) usable_ = false;
  std::sort(named_.begin(), named_.end());
  named_.erase(std::unique(named_.begin(), named_.end()), named_.end());
}

bool CrowdCourse::names(std::uint32_t id) const { return std::binary_search(named_.begin(), named_.end(), id); }

Millis CrowdCourse::seen(Millis raw) const {
  if (!watched_) return 0;
  if (gated_) return raw;
  return (raw + interval_ - 1) / interval_ * interval_ + probes_wait_;
}

CrowdCourse::Result CrowdCourse::run(const InstanceList& ids, std::span<const std::uint8_t> skip, std::span<Millis> lengths, std::vector<std::uint32_t>& singled) const {
  Result result;
  constexpr std::uint32_t block = 128;
  std::uint64_t path[block];
  Millis length[block], extensions[block];
  std::uint8_t apart[block];
  const bool draws = !certain();
  const bool watch_budget = budget_ < never && std::any_of(steps_.begin(), steps_.end(), [](const Step& s) { return s.extension; });
  // Rounding up to the probe interval without a division: exact for numerators below 2^32.
  const auto interval = static_cast<std::uint64_t>(interval_);
  const std::uint64_t reciprocal = ~std::uint64_t{0} / interval + 1;
  const bool small = warmup_.table != nullptr && (*warmup_.table)[1024] + interval_ < (Millis{1} << 32);
  for (std::uint32_t begin = 0; begin < ids.size(); begin += block) {
    const std::uint32_t count = std::min(block, ids.size() - begin);
    if (draws) {
      for (std::uint32_t i = 0; i < count; ++i) path[i] = path_key(s_->trial, hash_id(ids[begin + i], s_->path_prefix));
    }
    for (std::uint32_t i = 0; i < count; ++i) apart[i] = skip.empty() ? std::uint8_t{0} : skip[begin + i];
    if (!named_.empty()) {
      for (std::uint32_t i = 0; i < count; ++i) apart[i] |= static_cast<std::uint8_t>(names(ids[begin + i]));
    }
    const auto strike = [&](std::uint64_t threshold, Purpose purpose) {
      if (threshold == 0) return;
      const std::uint64_t counter = counter_of(purpose, attempt_);
      for (std::uint32_t i = 0; i < count; ++i) apart[i] |= static_cast<std::uint8_t>((mix(path[i] + counter) >> 11) < threshold);
    };
    strike(provisioning_, Purpose::provisioning_fails);
    strike(extension_, Purpose::extension_fails);
    strike(unhealthy_, Purpose::unhealthy_after_upgrade);
    for (std::uint32_t i = 0; i < count; ++i) length[i] = fixed_;
    if (watch_budget) {
      for (std::uint32_t i = 0; i < count; ++i) extensions[i] = fixed_extensions_;
    }
    for (const Step& step : steps_) {
      const QuantileTable& table = *step.table;
      if (watch_budget && step.extension) {
        for (std::uint32_t i = 0; i < count; ++i) {
          const Millis one = sample(table, mix(path[i] + step.counter));
          length[i] += one;
          extensions[i] += one;
        }
      } else {
        for (std::uint32_t i = 0; i < count; ++i) length[i] += sample(table, mix(path[i] + step.counter));
      }
    }
    if (watch_budget) {
      for (std::uint32_t i = 0; i < count; ++i) apart[i] |= static_cast<std::uint8_t>(extensions[i] > budget_);
    }
    if (warmup_.table != nullptr) {
      const QuantileTable& table = *warmup_.table;
      for (std::uint32_t i = 0; i < count; ++i) {
        const Millis raw = sample(table, mix(path[i] + warmup_.counter));
        Millis good = raw;
        if (!gated_) {
          const std::uint64_t up = static_cast<std::uint64_t>(raw) + interval - 1;
          good = static_cast<Millis>((small ? static_cast<std::uint64_t>(static_cast<unsigned __int128>(up) * reciprocal >> 64) : up / interval) * interval) + probes_wait_;
        }
        length[i] += good;
        apart[i] |= static_cast<std::uint8_t>(good > window_);
      }
    } else {
      const Millis good = seen(warmup_.value);
      for (std::uint32_t i = 0; i < count; ++i) length[i] += good;
      if (watched_ && good > window_) std::fill_n(apart, count, std::uint8_t{1});
    }
    for (std::uint32_t i = 0; i < count; ++i) {
      if (apart[i] != 0) [[unlikely]] {
        singled.push_back(begin + i);
        continue;
      }
      ++result.plain;
      result.longest = std::max(result.longest, length[i]);
    }
    if (!lengths.empty()) std::copy_n(length, count, lengths.begin() + begin);
  }
  return result;
}

void CrowdCourse::apply_rules(RuleSet& rules) const {
  const auto apply = [&](Rule rule) { rules.set(static_cast<std::size_t>(rule)); };
  const bool watched = s_->gated || s_->spec->health.source != HealthSource::none;
  if (s_->kind == OperationKind::os) {
    apply(Rule::K_1);
    if (s_->spec->os_deferral) {
      apply(Rule::N_5);
    } else if (s_->spec->os_notice.enable) {
      apply(Rule::N_3);
    }
    if (!s_->spec->extensions.empty()) apply(Rule::C_0);
  } else {
    apply(Rule::AE_2);
    apply(Rule::AE_5);
  }
  if (!watched) {
    apply(Rule::H_5);
  } else {
    apply(Rule::H_2);
    apply(Rule::A_13);
    if (s_->gated) {
      apply(Rule::SF_2);
    } else if (s_->kind == OperationKind::os) {
      apply(Rule::H_3);
    }
  }
  if (drawn_) apply(Rule::RNG_3);
}

}  // namespace fleetlint::rollout
