// Many trials: run in blocks on any number of threads, summed up in the order of trials. Rules RNG-1, K-4.
#include <algorithm>
#include <array>
#include <atomic>
#include <cmath>
#include <map>
#include <mutex>
#include <span>

#include "engine/plain_fleet.h"
#include "fleetlint/base/threads.h"
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
void sort_values(std::vector<Millis>& values, std::vector<Millis>& other) {
  const auto finite_end = std::partition(values.begin(), values.end(), [](Millis v) { return v < never; });
  const auto count = static_cast<std::size_t>(finite_end - values.begin());
  if (count < 50) {
    std::sort(values.begin(), values.end());
    return;
  }
  std::fill(finite_end, values.end(), never);
  const auto [lowest, highest] = std::minmax_element(values.begin(), finite_end);
  const Millis base = *lowest;
  const auto range = static_cast<std::uint64_t>(*highest - base);
  const unsigned digit = count < 2000 ? 8 : 11;  // values are fewer than 2^32, see kept_values
  other.resize(count);
  Millis *from = values.data(), *to = other.data();
  for (unsigned shift = 0; shift < 64 && (range >> shift) != 0; shift += digit) {
    std::array<std::uint32_t, (std::size_t{1} << 11) + 1> places;
    std::fill_n(places.begin(), (std::size_t{1} << digit) + 1, 0);
    const auto place = [&](Millis v) { return (static_cast<std::uint64_t>(v - base) >> shift) & ((1u << digit) - 1); };
    for (std::size_t i = 0; i < count; ++i) ++places[place(from[i]) + 1];
    for (std::size_t i = 1; i < std::size_t{1} << digit; ++i) places[i] += places[i - 1];
    for (std::size_t i = 0; i < count; ++i) to[places[place(from[i])]++] = from[i];
    std::swap(from, to);
  }
  if (from != values.data()) std::copy_n(from, count, values.data());
}

/// The lowest serving capacities of a set lie close together: they are counted rather than sorted.
void sort_floors(std::vector<std::uint32_t>& floors) {
  if (floors.empty()) return;
  const auto [lowest, highest] = std::minmax_element(floors.begin(), floors.end());
  const std::uint32_t base = *lowest, range = *highest - base;
  if (range > floors.size()) return std::sort(floors.begin(), floors.end());
  std::vector<std::size_t> counts(std::size_t{range} + 1);
  for (const std::uint32_t floor : floors) ++counts[floor - base];
  auto next = floors.begin();
  for (std::uint32_t i = 0; i <= range; ++i) next = std::fill_n(next, counts[i], base + i);
}

/// What is counted of a set, or of the fleet.
struct Counted {
  std::array<std::uint64_t, 4> results{};  ///< by TrialSet::Result
  std::uint64_t rolled_back = 0, worst_trial = 0;
  Millis worst = -1, sum = 0;  ///< completion of the worst trial; of all that completed
  std::uint32_t floor_min = UINT32_MAX, most_failed = 0, most_old = 0;
  bool any_fault = false;

  /// Must be told in the order of trials.
  void add(std::uint64_t trial, const TrialSet& o) {
    if (o.floor < floor_min || (o.floor == floor_min && o.completion > worst)) {
      floor_min = o.floor;
      worst = o.completion;
      worst_trial = trial;
    }
    ++results[static_cast<std::size_t>(o.result)];
    if (o.result == TrialSet::Result::completed) sum += o.completion;
    rolled_back += o.rolled_back;
    any_fault = any_fault || o.faulted;
    most_failed = std::max(most_failed, o.failed);
    most_old = std::max(most_old, o.old);
  }
  std::uint64_t of(TrialSet::Result result) const { return results[static_cast<std::size_t>(result)]; }
};

class Totals {
 public:
  Totals(std::size_t sets, std::uint64_t trials) : trials_(trials), keep_(trials * (sets + 1) <= kept_values), keep_fleet_(trials <= kept_values), stats_(sets + 1), counted_(sets + 1) {
    for (std::size_t i = 0; i < sets; ++i) stats_[i + 1].set = static_cast<std::uint32_t>(i);
    if (!keep_) return;
    for (auto& s : stats_) {
      s.completions.reserve(trials);
      s.floors.reserve(trials);
    }
  }

  /// What came out of a trial; `outcome` is null if it was not run.
  struct Row {
    std::uint64_t trial = 0;
    const std::vector<TrialSet>* outcome = nullptr;
  };
  /// Must be called in the order of trials.
  std::vector<TrialSummary> add(std::span<const Row> rows) {
    std::vector<TrialSet> fleets(rows.size());
    for (TrialSet& fleet : fleets) fleet.completion = 0;
    // Set by set for a few sets at a time: what is kept of a set stays near, and so do these sets' parts of the rows.
    constexpr std::size_t together = 16;
    const std::size_t sets = stats_.size() - 1;
    for (std::size_t begin = 0; begin < sets; begin += together) {
      for (std::size_t i = begin; i < std::min(sets, begin + together); ++i) {
        Counted set = counted_[i + 1];
        TrialStatistics& kept = stats_[i + 1];
        for (std::size_t r = 0; r < rows.size(); ++r) {
          if (rows[r].outcome == nullptr) continue;
          const TrialSet& o = (*rows[r].outcome)[i];
          set.add(rows[r].trial, o);
          if (keep_) kept.completions.push_back(o.completion);
          if (keep_) kept.floors.push_back(o.floor);
          TrialSet& fleet = fleets[r];
          fleet.floor += o.floor;
          fleet.failed += o.failed;
          fleet.old += o.old;
          fleet.rolled_back = fleet.rolled_back || o.rolled_back;
          fleet.faulted = fleet.faulted || o.faulted;
          if (o.result == TrialSet::Result::nothing) continue;
          if (o.result != TrialSet::Result::completed) fleet.completion = never;
          fleet.completion = std::max(fleet.completion, o.completion);
          fleet.result = std::max(fleet.result, o.result);
        }
        counted_[i + 1] = set;
      }
    }
    std::vector<TrialSummary> summaries(rows.size());
    for (std::size_t r = 0; r < rows.size(); ++r) {
      const TrialSet& fleet = fleets[r];
      if (rows[r].outcome == nullptr) continue;
      counted_[0].add(rows[r].trial, fleet);
      if (keep_fleet_) stats_[0].completions.push_back(fleet.completion);
      if (keep_fleet_) stats_[0].floors.push_back(fleet.floor);
      summaries[r] = {fleet.result == TrialSet::Result::completed, fleet.completion, fleet.floor, fleet.failed, fleet.old};
    }
    return summaries;
  }

  MonteCarloReport take(std::optional<std::uint64_t> counted = std::nullopt) {
    if (counted) trials_ = *counted;
    MonteCarloReport report;
    report.trials = trials_;
    std::vector<Millis> scratch;
    for (std::size_t i = 0; i < stats_.size(); ++i) {
      TrialStatistics& s = stats_[i];
      const Counted& c = counted_[i];
      s.completed = c.of(TrialSet::Result::completed);
      s.stopped = c.of(TrialSet::Result::stopped);
      s.running = c.of(TrialSet::Result::running);
      s.rolled_back = c.rolled_back;
      s.worst_trial = c.worst_trial;
      s.floor_min = trials_ > 0 ? c.floor_min : 0;
      s.most_failed = c.most_failed;
      s.most_old = c.most_old;
      s.any_fault = c.any_fault;
      wilson(s, trials_);
      sort_values(s.completions, scratch);
      sort_floors(s.floors);
      if (!s.floors.empty()) s.floor_median = s.floors[(s.floors.size() - 1) / 2];
      const auto finite = static_cast<std::size_t>(std::lower_bound(s.completions.begin(), s.completions.end(), never) - s.completions.begin());
      if (s.completed > 0) s.mean_completed = c.sum / static_cast<std::int64_t>(s.completed);
      if (s.completions.empty()) continue;  // not kept: unknown, which is not the same as never
      for (const int percent : {50, 90, 95, 99}) {
        s.completion_percentiles.push_back(nearest_rank(s.completions, s.completions.size(), percent));
        s.completed_only.push_back(nearest_rank(s.completions, finite, percent));
      }
    }
    report.completed = stats_[0].completed;
    report.stopped = stats_[0].stopped;
    report.sets = std::move(stats_);
    return report;
  }

 private:
  std::uint64_t trials_;
  bool keep_, keep_fleet_;  ///< the completions of sets; of the fleet
  std::vector<TrialStatistics> stats_;
  std::vector<Counted> counted_;  ///< the fleet, then every set
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
  std::uint64_t without_events() const { return without_events_; }
  /// So many trials from this one on will be asked for one after the other.
  void run(const SimulateOptions& options, std::uint64_t expected, std::vector<TrialSet>& out) {
    if (plain_ && plain_->run(options.trial, expected, out, left_)) {
      for (std::uint32_t region = 0; region < left_.size(); ++region) {
        if (left_[region] != 0) {
          run_region(region, options, out);
        } else {
          ++without_events_;
        }
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
  std::uint64_t without_events_ = 0;
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
    const Totals::Row row{0, &outcome};
    const TrialSummary summary = once.add({&row, 1})[0];
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
  // One thread alone sums up what it has just written; several share larger blocks.
  const std::uint64_t rows = scenario->sets.size() + 1;
  const std::uint64_t block = std::clamp<std::uint64_t>((threads > 1 ? 4'000'000 : 12'000) / rows, std::clamp<std::uint64_t>(4'000'000 / rows, 1, 16), 1024);
  const std::uint64_t chunk = std::clamp<std::uint64_t>(block / threads, 1, 16);
  std::vector<std::vector<TrialSet>> outcomes(block);
  std::vector<char> filled(block);
  std::uint64_t done = 0, counted = 0;
  for (; done < trials; done += block) {
    if (options.cancelled && options.cancelled()) break;
    const std::uint64_t count = std::min(block, trials - done);
    std::fill(filled.begin(), filled.end(), 0);
    std::atomic<std::uint64_t> next{0};
    const auto work = [&](Runner& runner) {
      for (std::uint64_t from = next.fetch_add(chunk); from < count; from = next.fetch_add(chunk)) {
        const std::uint64_t until = std::min(count, from + chunk);
        for (std::uint64_t i = from; i < until; ++i) {
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
          runner.run(mine, options.shard_count > 1 ? 1 : until - i, outcomes[i]);
          filled[i] = 1;
        }
      }
    };
    run_on_threads(threads, [&](std::size_t number) { work(*runners[number]); });
    std::vector<Totals::Row> summed(count);
    for (std::uint64_t i = 0; i < count; ++i) summed[i] = {done + i, filled[i] != 0 ? &outcomes[i] : nullptr};
    const auto summaries = totals.add(summed);
    for (std::uint64_t i = 0; i < count; ++i) {
      if (filled[i] == 0) continue;
      if (options.observe) options.observe(done + i, summaries[i]);
      ++counted;
      if (options.save && filled[i] == 1) options.save(SavedRun::record(SavedRun::Kind::trial, done + i, pack(outcomes[i])));
    }
    if (options.progress) options.progress(done + count);
  }
  auto report = totals.take(counted);
  report.aggregate = runners[0]->aggregate();
  for (const auto& runner : runners) report.without_events += runner->without_events();
  return report;
}

}  // namespace fleetlint::rollout
