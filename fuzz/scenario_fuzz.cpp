// Any bytes: the reader answers, and what it accepts runs with its invariants: counters add up, nobody is in two batches,
// nothing serves more than exists, no event before its cause.
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <set>
#include <string>

#include "fleetlint/rollout/print.h"
#include "fleetlint/rollout/scenario_reader.h"
#include "fleetlint/rollout/simulate.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace fleetlint;
  using namespace fleetlint::rollout;
  SourceSet sources;
  const SourceId source = sources.add("scenario.yaml", std::string(reinterpret_cast<const char*>(data), size));
  ReadOptions read_options;
  read_options.set_limit = 50;
  read_options.instance_limit = 2000;
  auto read = read_scenario(sources, source, read_options);
  if (!read.scenario) {
    if (read.findings.empty()) std::abort();
    return 0;
  }
  read.scenario->horizon = std::min<Millis>(read.scenario->horizon, 10 * one_day);
  int budget = 200;
  SimulateOptions options;
  options.finals = true;
  options.cancelled = [&] { return --budget < 0; };
  auto report = simulate(std::make_shared<const Scenario>(std::move(*read.scenario)), options);
  evaluate_assertions(report);
  for (const auto& c : report.classes) {
    for (const auto& o : c.operations) {
      if (o.successful + o.failed + o.in_progress + o.pending != o.eligible) std::abort();
      if (o.end && *o.end < o.start) std::abort();
      std::set<std::uint32_t> seen;
      Millis before = o.start;
      for (const auto& b : o.batches) {
        if (b.start < before || (b.end && *b.end < b.start)) std::abort();
        before = b.end.value_or(b.start);
        for (const auto id : b.instances.to_vector()) {
          if (!seen.insert(id).second) std::abort();
        }
      }
    }
    for (const auto& [at, value] : c.capacity) {
      if (value > 100'000) std::abort();
    }
  }
  (void)facts_json(report);
  (void)timeline_text(report, {});
  (void)explain_text(report, "", std::nullopt);
  return 0;
}
