#pragma once
// Runs a scenario given as text.
#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "fleetlint/rollout/print.h"
#include "fleetlint/rollout/scenario_reader.h"
#include "fleetlint/rollout/simulate.h"

namespace fleetlint::rollout::test {

inline ScenarioRead read(const std::string& text, const ReadOptions& options = {}) {
  SourceSet sources;
  const SourceId source = sources.add("scenario.yaml", text);
  return read_scenario(sources, source, options);
}

inline std::shared_ptr<const Scenario> scenario(const std::string& text, const ReadOptions& options = {}) {
  auto result = read(text, options);
  std::string messages;
  for (const auto& finding : result.findings) messages += finding.code + " " + finding.message + "\n";
  EXPECT_TRUE(result.scenario.has_value()) << messages << text;
  if (!result.scenario) return std::make_shared<Scenario>();
  return std::make_shared<const Scenario>(std::move(*result.scenario));
}

inline RolloutReport run(const std::string& text, std::uint64_t trial = 0) {
  SimulateOptions options;
  options.trial = trial;
  options.finals = true;
  options.details = true;
  auto report = simulate(scenario(text), options);
  evaluate_assertions(report);
  return report;
}

/// The head that most scenarios share: one region, one image at the start.
inline std::string head(const std::string& more = "") {
  return "start: 2026-01-05T00:00:00Z\nhorizon: P5D\nimages: [{stream: img, version: \"2.0\", published: 2026-01-05T00:00:00Z}]\n" + more;
}
/// One set with automatic OS upgrade; `more` are further keys in flow style, each with a leading comma.
inline std::string set(const std::string& id, int capacity, const std::string& more = "", const std::string& region = "here") {
  return "  - {id: " + id + ", region: " + region + ", capacity: " + std::to_string(capacity) +
         ", image: {stream: img, current: \"1.0\"}, upgradePolicy: {mode: Automatic, automaticOSUpgradePolicy: {enableAutomaticOSUpgrade: true}}" + more + "}\n";
}

inline const OperationReport& only_operation(const RolloutReport& report) {
  EXPECT_EQ(report.classes.at(0).operations.size(), 1u);
  return report.classes.at(0).operations.at(0);
}

constexpr Millis minutes(double m) { return static_cast<Millis>(m * 60000); }

}  // namespace fleetlint::rollout::test
