// The simulator, beside what bounds it: copying as many bytes as it touches, and a plain loop that only draws its random
// numbers. Run with `./dev bench rollout`.
#include <benchmark/benchmark.h>

#include <cstdlib>
#include <cstring>
#include <fstream>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

#include "fleetlint/rollout/picture.h"
#include "fleetlint/rollout/print.h"
#include "fleetlint/rollout/recurrence.h"
#include "fleetlint/rollout/scenario_reader.h"
#include "fleetlint/rollout/simulate.h"
#include "sixty_regions.h"

namespace {

using namespace fleetlint;
using namespace fleetlint::rollout;

std::shared_ptr<const Scenario> scenario(const std::string& text) {
  SourceSet sources;
  const SourceId source = sources.add("bench.yaml", text);
  auto read = read_scenario(sources, source, {});
  if (!read.scenario) std::abort();
  return std::make_shared<const Scenario>(std::move(*read.scenario));
}

std::string one_set(int capacity, const std::string& more) {
  return "start: 2026-01-05T00:00:00Z\nhorizon: P60D\nimages: [{stream: img, version: \"2.0\", published: 2026-01-05T00:00:00Z}]\nsets: [{id: web, region: r, capacity: " +
         std::to_string(capacity) + ", image: {stream: img, current: \"1.0\"}, upgradePolicy: {automaticOSUpgradePolicy: {enableAutomaticOSUpgrade: true}}}]\n" + more;
}
const char* const luck =
    "monteCarlo: {seed: 1, trials: 10000}\ndurations: {diskSwap: {dist: lognormal, median: PT2M, sigma: 0.35, min: PT30S, max: PT15M}, boot: {dist: lognormal, median: PT1M, sigma: 0.4, min: PT15S, "
    "max: PT10M}, appWarmup: {dist: lognormal, median: PT30S, sigma: 0.6, min: PT5S, max: PT10M}}\nfaults: [{type: unhealthyAfterUpgrade, set: web, probability: 0.001}]\n";

const char* const fleet_luck =
    "monteCarlo: {seed: 1, trials: 1}\ndurations: {diskSwap: {dist: lognormal, median: PT2M, sigma: 0.35, min: PT30S, max: PT15M}, boot: {dist: lognormal, median: PT1M, sigma: 0.4, min: PT15S, "
    "max: PT10M}, appWarmup: {dist: lognormal, median: PT30S, sigma: 0.6, min: PT5S, max: PT10M}}\nfaults: [{type: unhealthyAfterUpgrade, probability: 0.001}]\n";

/// The bytes that a trial over as many instances writes and reads if it kept four bytes for each and four draws of eight.
void copy_probe(benchmark::State& state) {
  const std::size_t bytes = static_cast<std::size_t>(state.range(0)) * 36;
  std::vector<char> from(bytes, 1), to(bytes);
  for (auto _ : state) {
    std::memcpy(to.data(), from.data(), bytes);
    benchmark::ClobberMemory();
  }
  state.SetItemsProcessed(state.iterations() * state.range(0));
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(bytes));
}
BENCHMARK(copy_probe)->Arg(1000)->Arg(1'000'000);

/// Only the draws of one instance: a Bernoulli and three durations.
void draws_only(benchmark::State& state) {
  const auto s = scenario(one_set(1, luck));
  const auto key = trial_key(1, 0);
  const auto prefix = fnv1a("r/web/");
  Millis sum = 0;
  for (auto _ : state) {
    for (std::uint64_t id = 0; id < 1000; ++id) {
      const auto path = path_key(key, fnv1a_number(id, prefix));
      sum += s->faults[0].probability.happens(draw(path, Purpose::unhealthy_after_upgrade, 1));
      sum += sample(s->tables[0], draw(path, Purpose::disk_swap, 1)) + sample(s->tables[1], draw(path, Purpose::boot, 1)) + sample(s->tables[2], draw(path, Purpose::app_warmup, 1));
    }
    benchmark::DoNotOptimize(sum);
  }
  state.SetItemsProcessed(state.iterations() * 1000);
}
BENCHMARK(draws_only);

/// Exact mode: instance upgrades a second, on one core.
void exact_trials(benchmark::State& state) {
  const auto s = scenario(one_set(1000, luck));
  for (auto _ : state) {
    MonteCarloOptions options;
    options.trials = 100;
    benchmark::DoNotOptimize(monte_carlo(s, options));
  }
  state.SetItemsProcessed(state.iterations() * 100 * 1000);
}
BENCHMARK(exact_trials)->Unit(benchmark::kMillisecond);

/// One set of 1000 with its whole timeline.
void one_thousand(benchmark::State& state) {
  const auto s = scenario(one_set(1000, ""));
  for (auto _ : state) benchmark::DoNotOptimize(simulate(s));
  state.SetItemsProcessed(state.iterations() * 1000);
}
BENCHMARK(one_thousand)->Unit(benchmark::kMicrosecond);

/// Ten thousand trials of one set of 24.
void ten_thousand_trials(benchmark::State& state) {
  const auto s = scenario(one_set(24, luck));
  for (auto _ : state) {
    MonteCarloOptions options;
    options.trials = 10'000;
    benchmark::DoNotOptimize(monte_carlo(s, options));
  }
}
BENCHMARK(ten_thousand_trials)->Unit(benchmark::kMillisecond);

/// A fleet of about `instances` in sets of many sizes, median 5; half of them with zones.
std::string many_sets(std::int64_t instances, const std::string& more) {
  const auto count = std::max<std::int64_t>(1, instances / 62);
  const auto generate = [&](const char* name, const char* zones) {
    return "{count: " + std::to_string(count) + ", idPattern: \"{region}-" + name + "{n}\", capacity: {quantiles: [[0, 1], [0.5, 5], [0.9, 40], [0.99, 300], [1, 1000]]}, set: {zones: " + zones +
           ", image: {stream: img, current: \"1.0\"}, upgradePolicy: {automaticOSUpgradePolicy: {enableAutomaticOSUpgrade: true}}}}";
  };
  return "start: 2026-01-05T00:00:00Z\nregions: [{name: a, zones: [\"1\", \"2\", \"3\"]}]\nimages: [{stream: img, version: \"2.0\", published: 2026-01-05T00:00:00Z}]\nfleet: {generate: [" +
         generate("x", "all") + ", " + generate("y", "[]") + "]}\n" + more;
}

/// Cost against size: must be linear. The second argument: sets that behave alike computed once, or each alone.
void fleet(benchmark::State& state) {
  const auto s = scenario(many_sets(state.range(0), ""));
  std::int64_t instances = 0;
  for (const auto& set : s->sets) instances += set.capacity;
  SimulateOptions options;
  options.classes = state.range(1) != 0;
  options.batches = false;
  options.capacity = false;
  for (auto _ : state) benchmark::DoNotOptimize(simulate(s, options));
  state.SetItemsProcessed(state.iterations() * instances);
}
BENCHMARK(fleet)->ArgsProduct({{1'000, 10'000, 100'000, 1'000'000, 10'000'000}, {0, 1}})->Unit(benchmark::kMillisecond);

/// The same with random numbers for every instance: trials of a whole fleet.
void fleet_exact_trial(benchmark::State& state) {
  const auto s = scenario(many_sets(state.range(0), fleet_luck));
  std::int64_t instances = 0;
  for (const auto& set : s->sets) instances += set.capacity;
  for (auto _ : state) {
    MonteCarloOptions options;
    options.trials = 1;
    benchmark::DoNotOptimize(monte_carlo(s, options));
  }
  state.SetItemsProcessed(state.iterations() * instances);
}
BENCHMARK(fleet_exact_trial)->RangeMultiplier(10)->Range(1'000, 10'000'000)->Unit(benchmark::kMillisecond);

/// Aggregate mode: a draw for the failures of a batch and one for its slowest member. `range` sets of many sizes.
void aggregate_trials(benchmark::State& state) {
  std::string text = many_sets(state.range(0) * 31, fleet_luck);
  text.replace(text.find("seed: 1"), 7, "seed: 1, mode: aggregate");
  const auto s = scenario(text);
  SimulateOptions once;
  std::int64_t batches = 0;
  for (const auto& c : simulate(s, once).classes) {
    for (const auto& o : c.operations) batches += static_cast<std::int64_t>(o.batches.size()) * static_cast<std::int64_t>(c.members.size());
  }
  const auto trials = static_cast<std::uint64_t>(2'000'000 / state.range(0));
  for (auto _ : state) {
    MonteCarloOptions options;
    options.trials = trials;
    const auto report = monte_carlo(s, options);
    if (!report.aggregate) std::abort();
    benchmark::DoNotOptimize(report);
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(trials) * batches);
  state.counters["set_rollouts"] = benchmark::Counter(static_cast<double>(state.iterations()) * static_cast<double>(trials) * static_cast<double>(s->sets.size()), benchmark::Counter::kIsRate);
}
BENCHMARK(aggregate_trials)->Arg(100)->Arg(10'000)->Unit(benchmark::kMillisecond);

/// Twelve million machines, each set computed alone, with a report per set.
void twelve_million_machines(benchmark::State& state) {
  const auto s = scenario(many_sets(12'000'000, ""));
  std::int64_t instances = 0;
  for (const auto& set : s->sets) instances += set.capacity;
  SimulateOptions options;
  options.classes = false;
  options.batches = false;
  for (auto _ : state) benchmark::DoNotOptimize(simulate(s, options));
  state.SetItemsProcessed(state.iterations() * instances);
}
BENCHMARK(twelve_million_machines)->Unit(benchmark::kSecond)->Iterations(1);

const char* const service_luck =
    "\ndurations: {diskSwap: {dist: lognormal, median: PT2M, sigma: 0.35, min: PT30S, max: PT15M}, boot: {dist: lognormal, median: PT1M, sigma: 0.4, min: PT15S, max: PT10M}, appWarmup: {dist: lognormal, "
    "median: PT30S, sigma: 0.6, min: PT5S, max: PT2M}}\n";

/// The sixty regions, or the scenario file that FLEETLINT_BENCH_SCENARIO names.
std::string largest(const std::string& more) {
  const char* const given = std::getenv("FLEETLINT_BENCH_SCENARIO");
  if (given == nullptr) return bench::sixty_regions(10'000, more);
  std::ostringstream text;
  text << std::ifstream(given).rdbuf() << more;
  return text.str();
}

/// Reading, one run in parts on two threads, the complete report of every set.
void sixty_regions_run(benchmark::State& state) {
  const std::string text = largest("");
  std::size_t bytes = 0, sets = 0;
  std::int64_t instances = 0;
  for (auto _ : state) {
    const auto s = scenario(text);
    PartsOptions options;
    options.threads = 2;
    options.run.batches = false;
    const auto report = simulate_parts(s, options);
    bytes = batches_csv(report).size();
    sets = s->sets.size();
    for (const auto& set : s->sets) instances += set.capacity;
  }
  state.counters["sets"] = static_cast<double>(sets);
  state.counters["instances"] = static_cast<double>(instances);
  state.counters["report_bytes"] = static_cast<double>(bytes);
}
BENCHMARK(sixty_regions_run)->Unit(benchmark::kSecond)->Iterations(1)->UseRealTime()->MeasureProcessCPUTime();

/// Trials with random durations of five steps on two threads; the second argument: batches are drawn, not instances.
void sixty_regions_trials(benchmark::State& state) {
  std::string text = largest(service_luck);
  if (state.range(1) != 0) text.replace(text.find("monteCarlo: {"), 13, "monteCarlo: {mode: aggregate, ");
  const auto s = scenario(text);
  for (auto _ : state) {
    MonteCarloOptions options;
    options.trials = static_cast<std::uint64_t>(state.range(0));
    options.threads = 2;
    benchmark::DoNotOptimize(monte_carlo(s, options));
  }
  state.SetItemsProcessed(state.iterations() * state.range(0) * static_cast<std::int64_t>(s->sets.size()));
}
BENCHMARK(sixty_regions_trials)->Args({100, 0})->Args({100, 1})->Unit(benchmark::kSecond)->Iterations(1)->UseRealTime()->MeasureProcessCPUTime();

/// The exact recurrence for every size of set up to 1,000, with and without zones: more than the classes of the sixty regions.
void recurrences(benchmark::State& state) {
  std::int64_t solved = 0;
  for (auto _ : state) {
    for (std::uint32_t size = 1; size <= 1000; ++size) {
      for (const std::uint32_t zones : {1u, 3u}) {
        RecurrenceInput input;
        input.instances = size;
        input.failure_probability = "0.001";
        const std::uint32_t most = std::max(1u, size / 5);
        for (std::uint32_t zone = 0; zone < zones; ++zone) {
          for (std::uint32_t left = (size + zones - 1 - zone) / zones; left > 0; left -= std::min(left, most)) input.batches.push_back(std::min(left, most));
        }
        solved += solve_recurrence(input).has_value();
      }
    }
  }
  state.SetItemsProcessed(solved);
}
BENCHMARK(recurrences)->Unit(benchmark::kMillisecond);

/// The page of about 100,000 batches: 4,000 sets of 100.
void picture(benchmark::State& state) {
  std::string text = one_set(100, "");
  text.replace(text.find("sets: ["), 6, "regions: [{name: r}]\nfleet: {generate: [{count: 4000, idPattern: \"{region}-{n}\", capacity: 100, set: ");
  text.replace(text.find("[{id: web, region: r, capacity: 100, "), 37, "{upgradePolicy: {mode: Automatic, rollingUpgradePolicy: {maxBatchInstancePercent: 5}, automaticOSUpgradePolicy: {enableAutomaticOSUpgrade: true, useRollingUpgradePolicy: true}}, ");
  text.replace(text.find(", upgradePolicy: {automaticOS"), std::string::npos, "}}]}\n");
  const auto s = scenario(text);
  SimulateOptions options;
  const auto report = simulate(s, options);
  std::size_t batches = 0, bytes = 0;
  for (const auto& c : report.classes) {
    for (const auto& o : c.operations) batches += o.batches.size() * c.members.size();
  }
  for (auto _ : state) bytes = render_html(report).size();
  state.counters["batches"] = static_cast<double>(batches);
  state.counters["page_bytes"] = static_cast<double>(bytes);
}
BENCHMARK(picture)->Unit(benchmark::kMillisecond);

/// Every one of 600,000 sets at its limit of 1,000 instances.
void six_hundred_million_machines(benchmark::State& state) {
  const std::string text =
      "start: 2026-01-05T00:00:00Z\nregions: [{name: a, zones: [\"1\", \"2\", \"3\"]}]\nimages: [{stream: img, version: \"2.0\", published: 2026-01-05T00:00:00Z}]\nfleet: {generate: [{count: 600000, idPattern: "
      "\"{region}-{n}\", capacity: 1000, set: {zones: all, image: {stream: img, current: \"1.0\"}, upgradePolicy: {automaticOSUpgradePolicy: {enableAutomaticOSUpgrade: true}}}}]}\n";
  for (auto _ : state) {
    SimulateOptions options;
    options.batches = false;
    benchmark::DoNotOptimize(simulate(scenario(text), options));
  }
}
BENCHMARK(six_hundred_million_machines)->Unit(benchmark::kSecond)->Iterations(1);

}  // namespace
