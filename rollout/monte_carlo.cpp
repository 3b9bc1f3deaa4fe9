// Many trials: run in blocks on any number of threads, summed up in the order of trials. Rules RNG-1, K-4.
#include <algorithm>
#include <array>
#include <atomic>
#include <cmath>
#include <map>
#include <mutex>
#include <thread>

#include "engine/plain_fleet.h"
#include "fleetlint/rollout/simulate.h"
#include "saved/bytes.h"

namespace fleetlint::rollout {
namespace {

using TrialSet = Engine::TrialSet;

constexpr std::uint64_t kept_values = 40'000'000;  ///< trials times sets whose values are kept for percentiles

/// The Wilson score interval, 95 %.
void wilson(TrialStatistics& s, std::uint64_t trials) {
  if (trials == 0) return;
  constexpr double z = 1.959963984540054;
  const double n = static_cast<double>(trials), p = static_cast<double>(s.completed) / n;
  const double centre = p + z * z / (2 * n), spread = z * std::sqrt(p * (1 - p) / n + z * z / (4 * n * n)), scale = 1 + z * z / n;
  s.interval_low = std::max(0.0, (centre - spread) / scale);
  s.interval_high = std::min(1.0, (centre + spread) / scale);
}

std::optional<Millis> nearest_rank(const std::vector<Millis>& sorted, std::size_t count, int percent) {
  if (count == 0) return std::nullopt;
  const std::size_t rank = std::max<std::size_t>(1, (count * static_cast<std::size_t>(percent) + 99) / 100);
  const Millis value = sorted[rank - 1];
  return value >= never ? std::nullopt : std::optional(value);
}

/// Sorts many values quickly; those that are `never` come last.
void sort_values(std::vector<Millis>& values) {
  constexpr unsigned digit = 11;
  const auto finite_end = std::partition(values.begin(), values.end(), [](Millis v) { return v < never; });
  const auto count = static_cast<std::size_t>(finite_end - values.begin());
  if (count < 500) {
    std::sort(values.begin(), values.end());
    return;
  }
  std::fill(finite_end, values.end(), never);
  const auto [lowest, highest] = std::minmax_element(values.begin(), finite_end);
  const Millis base = *lowest;
  const auto range = static_cast<std::uint64_t>(*highest - base);
  std::vector<Millis> other(count);
  Millis *from = values.data(), *to = other.data();
  for (unsigned shift = 0; shift < 64 && (range >> shift) != 0; shift += digit) {
    std::array<std::size_t, (std::size_t{1} << digit) + 1> places{};
    const auto place = [&](Millis v) { return (static_cast<std::uint64_t>(v - base) >> shift) & ((1u << digit) - 1); };
    for (std::size_t i = 0; i < count; ++i) ++places[place(from[i]) + 1];
    for (std::size_t i = 1; i < places.size(); ++i) places[i] += places[i - 1];
    for (std::size_t i = 0; i < count; ++i) to[places[place(from[i])]++] = from[i];
    std::swap(from, to);
  }
  if (from != values.data()) std::copy_n(from, count, values.data());
}

class Totals {
 public:
  Totals(std::size_t sets, std::uint64_t trials) : trials_(trials), keep_(trials * (sets + 1) <= kept_values), stats_(sets + 1), worst_(sets + 1), sum_(sets + 1) {
    for (std::size_t i = 0; i < sets; ++i) stats_[i + 1].set = static_cast<std::uint32_t>(i);
    if (!keep_) return;
    for (auto& s : stats_) {
      s.completions.reserve(trials);
      s.floors.reserve(trials);
    }
  }

  /// Must be called in the order of trials: `times` of them with the same outcome.
  TrialSummary add(std::uint64_t trial, const std::vector<TrialSet>& outcome, std::uint64_t times) {
    TrialSet fleet;
    fleet.completion = 0;
    fleet.result = TrialSet::Result::nothing;
    for (std::size_t i = 0; i < outcome.size(); ++i) {
      add_one(i + 1, trial, outcome[i], times);
      const TrialSet& o = outcome[i];
      fleet.floor += o.floor;
      fleet.failed += o.failed;
      fleet.old += o.old;
      fleet.rolled_back = fleet.rolled_back || o.rolled_back;
      fleet.faulted = fleet.faulted || o.faulted;
      if (o.result == TrialSet::Result::nothing) continue;
      if (o.result != TrialSet::Result::completed) fleet.completion = never;
      if (fleet.completion < never) fleet.completion = std::max(fleet.completion, o.completion);
      fleet.result = std::max(fleet.result, o.result);
    }
    add_one(0, trial, fleet, times);
    return {fleet.result == TrialSet::Result::completed, fleet.completion, fleet.floor, fleet.failed, fleet.old};
  }

  MonteCarloReport take(std::optional<std::uint64_t> counted = std::nullopt) {
    if (counted) trials_ = *counted;
    MonteCarloReport report;
    report.trials = trials_;
    for (auto& s : stats_) {
      wilson(s, trials_);
      sort_values(s.completions);
      std::sort(s.floors.begin(), s.floors.end());
      if (!s.floors.empty()) s.floor_median = s.floors[(s.floors.size() - 1) / 2];
      const auto finite = static_cast<std::size_t>(std::lower_bound(s.completions.begin(), s.completions.end(), never) - s.completions.begin());
      for (const int percent : {50, 90, 95, 99}) {
        s.completion_percentiles.push_back(nearest_rank(s.completions, s.completions.size(), percent));
        s.completed_only.push_back(nearest_rank(s.completions, finite, percent));
      }
      if (s.completed > 0) s.mean_completed = sum_[static_cast<std::size_t>(&s - stats_.data())] / static_cast<std::int64_t>(s.completed);
    }
    report.completed = stats_[0].completed;
    report.stopped = stats_[0].stopped;
    report.sets = std::move(stats_);
    return report;
  }

 private:
  void add_one(std::size_t index, std::uint64_t trial, const TrialSet& o, std::uint64_t times) {
    TrialStatistics& s = stats_[index];
    const bool first = !worst_[index];
    if (first || o.floor < s.floor_min || (o.floor == s.floor_min && o.completion > *worst_[index])) {
      if (first || o.floor < s.floor_min || o.completion > *worst_[index]) {
        s.worst_trial = trial;
        worst_[index] = o.completion;
      }
    }
    s.floor_min = first ? o.floor : std::min(s.floor_min, o.floor);
    switch (o.result) {
      case TrialSet::Result::completed:
        s.completed += times;
        sum_[index] += o.completion * static_cast<std::int64_t>(times);
        break;
      case TrialSet::Result::stopped: s.stopped += times; break;
      case TrialSet::Result::running: s.running += times; break;
      case TrialSet::Result::nothing: break;
    }
    if (o.rolled_back) s.rolled_back += times;
    s.any_fault = s.any_fault || o.faulted;
    s.most_failed = std::max(s.most_failed, o.failed);
    s.most_old = std::max(s.most_old, o.old);
    if (!keep_) return;
    s.completions.insert(s.completions.end(), times, o.completion);
    s.floors.insert(s.floors.end(), times, o.floor);
  }

  std::uint64_t trials_;
  bool keep_;
  std::vector<TrialStatistics> stats_;
  std::vector<std::optional<Millis>> worst_;
  std::vector<Millis> sum_;
};

}  // namespace

namespace {

// A saved trial: one packed entry a set.
constexpr std::size_t packed_size = 24;

std::string pack(const std::vector<TrialSet>& outcome) {
  std::string body;
  body.reserve(outcome.size() * packed_size);
  for (const TrialSet& o : outcome) {
    put(body, o.completion);
    put(body, o.floor);
    put(body, o.failed);
    put(body, o.old);
    body += static_cast<char>(o.result);
    body += static_cast<char>(o.rolled_back);
    body += static_cast<char>(o.faulted);
    body += '\0';
  }
  return body;
}

bool unpack(std::string_view content, std::size_t sets, std::vector<TrialSet>& outcome) {
  if (content.size() != sets * packed_size) return false;
  outcome.resize(sets);
  for (std::size_t i = 0; i < sets; ++i) {
    const std::size_t p = i * packed_size;
    outcome[i].completion = get<Millis>(content, p);
    outcome[i].floor = get<std::uint32_t>(content, p + 8);
    outcome[i].failed = get<std::uint32_t>(content, p + 12);
    outcome[i].old = get<std::uint32_t>(content, p + 16);
    outcome[i].result = static_cast<TrialSet::Result>(std::min<unsigned char>(static_cast<unsigned char>(content[p + 20]), 3));
    outcome[i].rolled_back = content[p + 21] != 0;
    outcome[i].faulted = content[p + 22] != 0;
  }
  return true;
}

/// Runs trials; a fleet that needs no events goes without, as long as everything ends before the horizon.
class Runner {
 public:
  Runner(std::shared_ptr<const Scenario> scenario, bool events) : scenario_(std::move(scenario)) {
    if (!events) plain_ = PlainFleet::of(scenario_, scenario_->monte_carlo.aggregate);
  }
  bool aggregate() const { return plain_ && plain_->aggregate(); }
  void run(const SimulateOptions& options, std::vector<TrialSet>& out) {
    if (plain_ && plain_->run(options.trial, out, left_)) {
      for (std::uint32_t region = 0; region < left_.size(); ++region) {
        if (left_[region] != 0) run_region(region, options, out);
      }
      return;
    }
    if (!engine_) engine_ = std::make_unique<Engine>(scenario_, true);
    engine_->run(options);
    engine_->summarize(out);
  }

 private:
  void run_region(std::uint32_t region, const SimulateOptions& options, std::vector<TrialSet>& out) {
    constexpr std::size_t kept = 4;  // engines of regions that need one in every trial
    std::vector<std::uint8_t> only(left_.size());
    only[region] = 1;
    const auto found = by_region_.find(region);
    std::unique_ptr<Engine> fresh;
    if (found == by_region_.end()) fresh = std::make_unique<Engine>(scenario_, true, only);
    Engine& engine = fresh ? *fresh : *found->second;
    engine.run(options);
    engine.summarize(out);
    if (fresh && by_region_.size() < kept) by_region_.emplace(region, std::move(fresh));
  }

  std::shared_ptr<const Scenario> scenario_;
  std::unique_ptr<PlainFleet> plain_;
  std::unique_ptr<Engine> engine_;
  std::map<std::uint32_t, std::unique_ptr<Engine>> by_region_;
  std::vector<std::uint8_t> left_;
};

}  // namespace

MonteCarloReport monte_carlo(const std::shared_ptr<const Scenario>& scenario, MonteCarloOptions& options) {
  const std::uint64_t trials = options.trials != 0 ? options.trials : std::max<std::uint64_t>(1, scenario->monte_carlo.trials);
  SimulateOptions run;
  run.capacity = false;
  run.batches = false;
  run.summary = true;
  if (!Engine::luck(*scenario)) {  // every trial is the same run
    std::vector<TrialSet> outcome;
    Engine engine(scenario, true);
    engine.run(run);
    engine.summarize(outcome);
    Totals once(scenario->sets.size(), 1);
    const TrialSummary summary = once.add(0, outcome, 1);
    if (options.observe) options.observe(0, summary);
    auto report = once.take();
    report.identical = true;
    report.trials = trials;
    report.completed *= trials;
    report.stopped *= trials;
    for (auto& s : report.sets) {
      s.interval_low = s.interval_high = static_cast<double>(s.completed);  // nothing is left to estimate
      for (auto* count : {&s.completed, &s.stopped, &s.running, &s.rolled_back}) *count *= trials;
    }
    return report;
  }
  Totals totals(scenario->sets.size(), trials);
  const unsigned threads = std::max(1u, options.threads);
  std::vector<std::unique_ptr<Runner>> runners;
  while (runners.size() < threads) runners.push_back(std::make_unique<Runner>(scenario, options.events));
  const std::uint64_t block = std::max<std::uint64_t>(1, std::min<std::uint64_t>(1024, 4'000'000 / (scenario->sets.size() + 1)));
  std::vector<std::vector<TrialSet>> outcomes(block);
  std::vector<char> filled(block);
  std::uint64_t done = 0, counted = 0;
  for (; done < trials; done += block) {
    if (options.cancelled && options.cancelled()) break;
    const std::uint64_t count = std::min(block, trials - done);
    std::fill(filled.begin(), filled.end(), 0);
    std::atomic<std::uint64_t> next{0};
    const auto work = [&](Runner& runner) {
      for (std::uint64_t i = next++; i < count; i = next++) {
        if (options.cancelled && options.cancelled()) return;  // what is done of the block counts
        if (options.saved != nullptr) {
          const auto found = options.saved->trials().find(done + i);
          if (found != options.saved->trials().end() && unpack(found->second, scenario->sets.size(), outcomes[i])) {
            filled[i] = 2;
            continue;
          }
        }
        if ((done + i) % options.shard_count != options.shard) continue;
        SimulateOptions mine = run;
        mine.trial = done + i;
        runner.run(mine, outcomes[i]);
        filled[i] = 1;
      }
    };
    std::vector<std::thread> pool;
    for (unsigned t = 1; t < threads; ++t) pool.emplace_back([&, t] { work(*runners[t]); });
    work(*runners[0]);
    for (auto& thread : pool) thread.join();
    for (std::uint64_t i = 0; i < count; ++i) {
      if (filled[i] == 0) continue;
      const TrialSummary summary = totals.add(done + i, outcomes[i], 1);
      if (options.observe) options.observe(done + i, summary);
      ++counted;
      if (options.save && filled[i] == 1) options.save(SavedRun::record(SavedRun::Kind::trial, done + i, pack(outcomes[i])));
    }
    if (options.progress) options.progress(done + count);
  }
  auto report = totals.take(counted);
  report.aggregate = runners[0]->aggregate();
  return report;
}

}  // namespace fleetlint::rollout
