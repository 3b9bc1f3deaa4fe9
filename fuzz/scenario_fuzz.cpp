// Any bytes: the reader answers, and what it accepts runs with its invariants. Bytes that begin with R choose a random scenario
// over the whole format and which of its lines stay, so that the engine is reached by every input of that kind.
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>

#include "fleetlint/rollout/print.h"
#include "fleetlint/rollout/scenario_reader.h"
#include "fleetlint/rollout/simulate.h"
#include "random_scenario.h"

namespace {

using namespace fleetlint;
using namespace fleetlint::rollout;

std::string scenario_of(const std::uint8_t* data, std::size_t size) {
  if (size < 9 || data[0] != 'R') return std::string(reinterpret_cast<const char*>(data), size);
  std::uint64_t seed = 0;
  for (int i = 0; i < 8; ++i) seed = seed << 8 | data[1 + i];
  test::Dice dice(seed);
  auto random = test::random_scenario(dice, (seed & 1) != 0);
  for (std::size_t i = 9; i < size && random.lines.size() > random.needed; ++i) {
    if (data[i] % 4 != 0) continue;
    const std::size_t optional = random.lines.size() - random.needed;
    random.lines.erase(random.lines.begin() + static_cast<std::ptrdiff_t>(random.needed + data[i] / 4 % optional));
  }
  return random.text();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  SourceSet sources;
  const std::string text = scenario_of(data, size);
  const SourceId source = sources.add("scenario.yaml", text);
  ReadOptions read_options;
  read_options.set_limit = 50;
  read_options.instance_limit = 2000;
  auto read = read_scenario(sources, source, read_options);
  if (!read.scenario) {
    if (read.findings.empty()) std::abort();
    for (const auto& finding : read.findings) {
      if (finding.code.empty() || finding.message.empty()) std::abort();
    }
    return 0;
  }
  read.scenario->horizon = std::min<Millis>(read.scenario->horizon, 10 * one_day);
  read.scenario->monte_carlo.trials = std::min<std::uint64_t>(read.scenario->monte_carlo.trials, 3);
  const auto scenario = std::make_shared<const Scenario>(std::move(*read.scenario));
  int budget = 200;
  SimulateOptions options;
  options.finals = true;
  options.cancelled = [&] { return --budget < 0; };
  auto report = simulate(scenario, options);
  if (const std::string broken = test::broken_invariant(report); !broken.empty() && !report.interrupted) {
    std::fprintf(stderr, "%s\n%s\n", broken.c_str(), text.c_str());
    std::abort();
  }
  if (scenario->monte_carlo.present && !report.interrupted) {
    MonteCarloOptions trials;
    report.monte_carlo = monte_carlo(scenario, trials);
    for (const auto& set : report.monte_carlo->sets) {
      if (set.completed + set.stopped + set.running > report.monte_carlo->trials) std::abort();
    }
  }
  evaluate_assertions(report);
  (void)facts_json(report);
  (void)report_json(report, "");
  (void)timeline_text(report, {});
  (void)explain_text(report, "", std::nullopt);
  return 0;
}
