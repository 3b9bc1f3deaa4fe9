// What a batch needs if its members are not looked at: thresholds of how many fail, and the distribution of the slowest of many.
// Chapter 5.6 of the model's scale: the outcome agrees with exact mode in distribution.
#include <algorithm>
#include <cmath>

#include "engine/plain_fleet.h"
#include "policies/health_wait.h"

namespace fleetlint::rollout {
namespace {

constexpr std::size_t grid = 4096;  ///< bins of a compiled sum of durations

/// The share of a distribution that lies above `limit`.
double share_above(const QuantileTable& table, Millis limit) {
  double share = 0;
  for (std::size_t i = 0; i < 1024; ++i) {
    const Millis low = table[i], high = table[i + 1];
    if (low > limit) {
      share += 1;
    } else if (high > limit) {
      share += static_cast<double>(high - limit) / static_cast<double>(high - low);
    }
  }
  return share / 1024;
}

}  // namespace

const PlainFleet::SlimTable& PlainFleet::Slowest::of(std::uint32_t count) {
  if (by_count.size() <= count) by_count.resize(count + 1);
  auto& table = by_count[count];
  if (table) return *table;
  table = std::make_unique<SlimTable>();
  table->first = origin;
  std::size_t k = 0;
  while (k + 1 < cumulative.size() && cumulative[k] <= 0) ++k;
  for (std::size_t i = 0; i <= 1024; ++i) {
    // P(all of them by t) = F(t)^count, so its quantile at u is F's at u^(1/count).
    const double u = std::pow(static_cast<double>(i) / 1024, 1.0 / count);
    while (k + 1 < cumulative.size() && cumulative[k] < u) ++k;
    const double below = k == 0 ? 0 : cumulative[k - 1], mass = cumulative[k] - below;
    const double inside = mass > 0 ? std::clamp((u - below) / mass, 0.0, 1.0) : 0;
    table->above[i] = static_cast<std::uint32_t>(std::floor((static_cast<double>(k) + inside) * static_cast<double>(bin) + 0.5));
  }
  return *table;
}

/// Compiles the draws of the plan's batches.
void PlainFleet::prepare_draws(Kind& kind, Plan& plan) {
  const bool tokens = scenario_->switches.zone_token && !kind.policy.cross_zone;
  for (std::size_t b = plan.drawn.size(); b < plan.batches.size(); ++b) {
    const std::uint32_t size = plan.batches[b].size();
    Failures& fail = kind.failures[size];
    if (fail.thresholds.empty()) {
      double mass = std::pow(1 - kind.fails, size), sum = 0;
      // Where nearly everyone fails, nobody failing has no share that a double can hold, and shares are made from their logarithms.
      const bool tiny = mass < 1e-250;
      double logarithm = size * std::log1p(-kind.fails);
      if (tiny) mass = std::exp(logarithm);
      for (std::uint32_t x = 0; x <= size; ++x) {
        sum += mass;
        fail.thresholds.push_back(x == size ? std::uint64_t{1} << 53 : static_cast<std::uint64_t>(std::min(1.0, sum) * 9007199254740992.0));
        const double growth = static_cast<double>(size - x) / (x + 1) * kind.fails / (1 - kind.fails);
        if (tiny && x < size) logarithm += std::log(growth);
        mass = tiny ? std::exp(logarithm) : mass * growth;
      }
      if (fail.thresholds[0] >= std::uint64_t{1} << 43) fail.scale = static_cast<std::uint64_t>((static_cast<unsigned __int128>(1) << 106) / fail.thresholds[0]);
    }
    const std::uint8_t zone = tokens ? plan.batches[b].zone : std::uint8_t{0};
    plan.drawn.push_back({&kind.healthy->of(size), fail.scale == 0 ? 0 : fail.thresholds[0], fail.scale, zone});
    plan.failures.push_back(&fail);
    plan.largest = std::max(plan.largest, size);
    plan.members += size;
    plan.pauses = static_cast<Millis>(b) * kind.policy.pause;
    plan.last_zone = zone;
  }
}

/// Compiles what a batch needs if its members are not looked at; false if they have to be.
bool PlainFleet::compile_aggregate(Kind& kind) {
  const Scenario& s = *scenario_;
  const SetSpec& spec = *kind.settings.spec;
  const bool gated = kind.settings.gated;
  const bool watched = gated || spec.health.source != HealthSource::none;
  if (kind.expires < s.end()) return false;
  if (!kind.course.usable() || kind.course.names_anyone()) return false;
  if (!kind.faults.provisioning.empty() || !kind.faults.extension.empty() || !kind.faults.rollback.empty()) return false;
  kind.fails = 0;
  for (const Fault* fault : kind.faults.unhealthy_after) {
    const bool meant = (!fault->attempt || *fault->attempt == 1) && fault->extension.empty() && (fault->update == no_version || s.rank(fault->update) == s.rank(kind.settings.version));
    if (!meant) continue;
    if (fault->after || fault->probability.certain()) return false;
    kind.fails = watched ? static_cast<double>(fault->probability.threshold) / 9007199254740992.0 : 0;
    break;
  }
  const Millis interval = gated ? 1 : spec.health.interval * one_second;
  const auto seen = [&](Millis raw) { return !watched ? 0 : gated ? raw : observed_health(raw, spec.health.interval, spec.health.probes); };
  std::vector<Part> parts;
  Millis fixed = kind.course.notice(), extensions = 0;
  const auto add = [&](DurationName name, Millis& constant) -> Millis {
    const Duration& d = s.duration(name);
    if (d.table < 0) {
      constant += d.value;
      return d.value;
    }
    parts.push_back({&s.tables[static_cast<std::size_t>(d.table)], false});
    return (*parts.back().table)[1024];
  };
  add(DurationName::drain, fixed);
  add(DurationName::disk_swap, fixed);
  add(DurationName::boot, fixed);
  if (spec.custom_data) add(DurationName::custom_data, fixed);
  for (const auto& extension : spec.extensions) {
    if (extension.duration) {
      fixed += *extension.duration;
      extensions += *extension.duration;
    } else {
      extensions += add(DurationName::extension, fixed);
    }
  }
  if (!spec.extensions.empty() && extensions > s.duration(DurationName::extensions_time_budget).value) return false;
  const Duration& warmup = s.duration(DurationName::app_warmup);
  const Millis window = s.duration(DurationName::health_window).value;
  // Who becomes healthy too late fails like one that never does; a restored one is then left unhealthy.
  const Millis in_time = gated ? window : (window - (spec.health.probes - 1) * interval) / interval * interval;
  double late = 0;
  if (watched && warmup.table < 0 && seen(warmup.value) > window) return false;
  if (watched && warmup.table >= 0) late = share_above(s.tables[static_cast<std::size_t>(warmup.table)], in_time);
  if (late >= 1) return false;
  kind.fails = 1 - (1 - kind.fails) * (1 - late);
  kind.late = kind.settings.rollback ? static_cast<std::uint64_t>(late * 9007199254740992.0) : 0;
  std::vector<Part> failing = parts;
  Millis failing_fixed = fixed + window;
  const auto warm = [&](std::vector<Part>& into, Millis& constant) {
    if (!watched) return;
    if (warmup.table >= 0) {
      into.push_back({&s.tables[static_cast<std::size_t>(warmup.table)], true});
    } else {
      constant += seen(warmup.value);
    }
  };
  warm(parts, fixed);
  std::vector<Part> failing_late;
  Millis late_fixed = 0;
  if (kind.settings.rollback) {
    std::swap(parts, failing);
    add(DurationName::restore_swap, failing_fixed);
    add(DurationName::boot, failing_fixed);
    failing_late = parts;
    late_fixed = failing_fixed + window;
    warm(parts, failing_fixed);
    std::swap(parts, failing);
  }
  const auto sum_of = [&](const std::vector<Part>& steps, Millis constant) {
    SumOf what{steps, constant, 0, 0, 0, watched, gated};
    if (std::any_of(steps.begin(), steps.end(), [](const Part& part) { return part.observed; })) {
      what.interval = interval;
      what.in_time = in_time;
      what.probes = spec.health.probes;
    }
    return sum(what);
  };
  kind.healthy = sum_of(parts, fixed);
  if (kind.fails > 0) kind.failed = sum_of(failing, failing_fixed);
  if (kind.late > 0) kind.failed_late = sum_of(failing_late, late_fixed);
  return kind.healthy->fits && (kind.failed == nullptr || kind.failed->fits) && (kind.failed_late == nullptr || kind.failed_late->fits);
}

/// The distribution of a sum of steps, on a grid.
PlainFleet::Slowest* PlainFleet::sum(const SumOf& what) {
  const auto [found, fresh] = sums_.try_emplace(what);
  Slowest& out = found->second;
  if (!fresh) return &out;
  const auto value = [&](const Part& part, Millis raw) {
    if (!part.observed) return raw;
    const Millis in_time = std::min(raw, what.in_time);
    return !what.watched ? 0 : what.gated ? in_time : observed_health(in_time, what.interval / one_second, what.probes);
  };
  Millis range = 0;
  out.origin = what.constant;
  for (const Part& part : what.steps) {
    const Millis low = value(part, (*part.table)[0]);
    range += value(part, (*part.table)[1024]) - low + (part.observed ? what.interval : 0);
    out.origin += low;
  }
  out.fits = range < Millis{1} << 31;
  out.bin = std::max<Millis>(1, range / static_cast<Millis>(grid) + 1);
  std::vector<double> mass(1, 1.0);
  for (const Part& part : what.steps) {
    constexpr int fine = 64;
    std::vector<double> own;
    const Millis low = value(part, (*part.table)[0]);
    for (std::size_t i = 0; i < 1024; ++i) {
      for (int j = 0; j < fine; ++j) {
        const Millis raw = (*part.table)[i] + ((*part.table)[i + 1] - (*part.table)[i]) * (2 * j + 1) / (2 * fine);
        if (part.observed && raw > what.in_time) continue;  // not among these
        const auto k = static_cast<std::size_t>((value(part, raw) - low) / out.bin);
        if (own.size() <= k) own.resize(k + 1);
        own[k] += 1.0 / (1024 * fine);
      }
    }
    if (own.empty()) {  // in time are fewer than the grid can see: members are looked at one by one
      out.fits = false;
      return &out;
    }
    std::vector<double> sum(mass.size() + own.size() - 1);
    for (std::size_t a = 0; a < mass.size(); ++a) {
      if (mass[a] == 0) continue;
      for (std::size_t b = 0; b < own.size(); ++b) sum[a + b] += mass[a] * own[b];
    }
    mass = std::move(sum);
  }
  if (what.steps.size() > 1) out.origin += static_cast<Millis>(what.steps.size() - 1) * out.bin / 2;  // the middle of every part's bin
  double total = 0;
  for (double& m : mass) m = total += m;
  for (double& m : mass) m /= total;
  if (what.steps.empty()) out.bin = 0;
  out.cumulative = std::move(mass);
  return &out;
}

}  // namespace fleetlint::rollout
