// Many trials: run in blocks on any number of threads, summed up in the order of trials. Rules RNG-1, K-4.
#include <algorithm>
#include <atomic>
#include <cmath>
#include <mutex>
#include <thread>

#include "engine/engine.h"
#include "fleetlint/rollout/simulate.h"

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
      std::sort(s.completions.begin(), s.completions.end());
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

// Saved trials: a line that names the run, then records of a trial number, a check sum and one packed entry a set.
constexpr std::size_t packed_size = 24;

std::string saved_header(const Scenario& scenario) {
  return "fleetlint-trials 1 " + scenario.input_hash + " " + std::to_string(scenario.monte_carlo.seed) + " " + std::to_string(scenario.sets.size()) + "\n";
}

template <typename Int>
void put(std::string& out, Int value) {
  for (std::size_t i = 0; i < sizeof(Int); ++i) out += static_cast<char>(static_cast<std::uint64_t>(value) >> (8 * i));
}
template <typename Int>
Int get(std::string_view bytes, std::size_t at) {
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < sizeof(Int); ++i) value |= static_cast<std::uint64_t>(static_cast<unsigned char>(bytes[at + i])) << (8 * i);
  return static_cast<Int>(value);
}

std::string pack(std::uint64_t trial, const std::vector<TrialSet>& outcome) {
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
  std::string record;
  put(record, trial);
  put(record, fnv1a(body));
  return record + body;
}

/// Reads whole records; what follows the last whole one is dropped.
bool unpack(const Scenario& scenario, std::string_view bytes, std::map<std::uint64_t, std::vector<TrialSet>>& known) {
  const std::string header = saved_header(scenario);
  if (bytes.empty()) return true;
  if (bytes.size() < header.size()) return header.starts_with(bytes);
  if (!bytes.starts_with(header)) return false;
  std::size_t at = header.size();
  const std::size_t body = scenario.sets.size() * packed_size;
  while (at + 16 + body <= bytes.size()) {
    const auto trial = get<std::uint64_t>(bytes, at);
    const auto content = bytes.substr(at + 16, body);
    if (fnv1a(content) != get<std::uint64_t>(bytes, at + 8)) break;
    auto& outcome = known[trial];
    outcome.resize(scenario.sets.size());
    for (std::size_t i = 0; i < outcome.size(); ++i) {
      const std::size_t p = i * packed_size;
      outcome[i].completion = get<Millis>(content, p);
      outcome[i].floor = get<std::uint32_t>(content, p + 8);
      outcome[i].failed = get<std::uint32_t>(content, p + 12);
      outcome[i].old = get<std::uint32_t>(content, p + 16);
      outcome[i].result = static_cast<TrialSet::Result>(std::min<unsigned char>(static_cast<unsigned char>(content[p + 20]), 3));
      outcome[i].rolled_back = content[p + 21] != 0;
      outcome[i].faulted = content[p + 22] != 0;
    }
    at += 16 + body;
  }
  return true;
}

}  // namespace

MonteCarloReport monte_carlo(const std::shared_ptr<const Scenario>& scenario, MonteCarloOptions& options) {
  const std::uint64_t trials = options.trials != 0 ? options.trials : std::max<std::uint64_t>(1, scenario->monte_carlo.trials);
  SimulateOptions run;
  run.capacity = false;
  run.batches = false;
  run.summary = true;
  Totals totals(scenario->sets.size(), trials);
  auto first = std::make_unique<Engine>(scenario, true);
  if (!first->luck()) {  // every trial is the same run
    std::vector<TrialSet> outcome;
    first->run(run);
    first->summarize(outcome);
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
  std::map<std::uint64_t, std::vector<TrialSet>> known;
  for (const auto& bytes : options.saved) {
    if (!unpack(*scenario, bytes, known)) {
      options.refused = true;
      return totals.take();
    }
  }
  if (options.save) options.save(saved_header(*scenario));
  const unsigned threads = std::max(1u, options.threads);
  std::vector<std::unique_ptr<Engine>> engines;
  engines.push_back(std::move(first));
  while (engines.size() < threads) engines.push_back(std::make_unique<Engine>(scenario, true));
  const std::uint64_t block = std::max<std::uint64_t>(1, std::min<std::uint64_t>(1024, 4'000'000 / (scenario->sets.size() + 1)));
  std::vector<std::vector<TrialSet>> outcomes(block);
  std::vector<char> filled(block);
  std::uint64_t done = 0, counted = 0;
  for (; done < trials; done += block) {
    if (options.cancelled && options.cancelled()) break;
    const std::uint64_t count = std::min(block, trials - done);
    std::fill(filled.begin(), filled.end(), 0);
    std::atomic<std::uint64_t> next{0};
    const auto work = [&](Engine& engine) {
      for (std::uint64_t i = next++; i < count; i = next++) {
        if (options.cancelled && options.cancelled()) return;  // what is done of the block counts
        const auto found = known.find(done + i);
        if (found != known.end()) {
          outcomes[i] = found->second;
          filled[i] = 2;
          continue;
        }
        if ((done + i) % options.shard_count != options.shard) continue;
        SimulateOptions mine = run;
        mine.trial = done + i;
        engine.run(mine);
        engine.summarize(outcomes[i]);
        filled[i] = 1;
      }
    };
    std::vector<std::thread> pool;
    for (unsigned t = 1; t < threads; ++t) pool.emplace_back([&, t] { work(*engines[t]); });
    work(*engines[0]);
    for (auto& thread : pool) thread.join();
    for (std::uint64_t i = 0; i < count; ++i) {
      if (filled[i] == 0) continue;
      const TrialSummary summary = totals.add(done + i, outcomes[i], 1);
      if (options.observe) options.observe(done + i, summary);
      ++counted;
      if (options.save) options.save(pack(done + i, outcomes[i]));
    }
    if (options.progress) options.progress(done + count);
  }
  return totals.take(counted);
}

}  // namespace fleetlint::rollout
