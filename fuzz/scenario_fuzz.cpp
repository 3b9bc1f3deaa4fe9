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
#include "engine/engine.h"
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

void must_hold(bool holds, const char* what, const std::string& text) {
  if (holds) return;
  std::fprintf(stderr, "%s\n%s\n", what, text.c_str());
  std::abort();
}

/// The ways to the same result: every set alone, every member of a batch alone, set after set without the common queue, trials with
/// and without events, and a run that is stopped half way.
void every_way(const std::shared_ptr<const Scenario>& scenario, const RolloutReport& report, const std::string& text) {
  const std::string facts = facts_json(report);
  int budget = 400;
  SimulateOptions options;
  options.finals = true;
  options.cancelled = [&] { return --budget < 0; };
  const auto same = [&](const RolloutReport& other, const char* what) {
    if (other.interrupted) return;
    if (const std::string broken = test::broken_invariant(other); !broken.empty()) must_hold(false, broken.c_str(), text);
    must_hold(facts_json(other) == facts, what, text);
  };
  options.classes = false;
  same(simulate(scenario, options), "sets that are computed alone behave differently");
  if (const auto openings = Engine::openings(scenario, options)) {
    Engine apart(scenario, options.classes);
    apart.run(options, &*openings);
    same(apart.take_report(), "sets that are run one after the other behave differently");
  }
  options.classes = true;
  options.crowds = false;
  same(simulate(scenario, options), "members that are computed alone behave differently");
  options.crowds = true;
  options.until = scenario->start + scenario->horizon / 2;
  const auto half = simulate(scenario, options);
  if (const std::string broken = test::broken_invariant(half); !broken.empty() && half.reached == *options.until) must_hold(false, broken.c_str(), text);
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
  if (!report.interrupted) every_way(scenario, report, text);
  if (scenario->monte_carlo.present && !report.interrupted) {
    MonteCarloOptions trials;
    report.monte_carlo = monte_carlo(scenario, trials);
    trials.events = true;
    const auto by_events = monte_carlo(scenario, trials);
    for (std::size_t i = 0; i < by_events.sets.size(); ++i) {
      const auto &a = report.monte_carlo->sets[i], &b = by_events.sets[i];
      must_hold(a.completed + a.stopped + a.running <= report.monte_carlo->trials, "more trials came out than were run", text);
      if (report.monte_carlo->aggregate) continue;  // agrees in distribution only
      must_hold(a.completed == b.completed && a.stopped == b.stopped && a.running == b.running && a.floors == b.floors && a.completions == b.completions, "trials without events behave differently", text);
    }
  }
  evaluate_assertions(report);
  (void)facts_json(report);
  (void)report_json(report, "");
  (void)timeline_text(report, {});
  (void)explain_text(report, "", std::nullopt);
  return 0;
}
