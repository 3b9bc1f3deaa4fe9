// `fleetlint simulate`: what an update will do to every machine.
#include <cstdio>
#include <memory>

#include "command.h"
#include "fleetlint/base/source.h"
#include "fleetlint/rollout/print.h"
#include "fleetlint/rollout/scenario_reader.h"
#include "fleetlint/rollout/simulate.h"

namespace fleetlint::cli {
namespace {

struct Options {
  std::string scenario, format = "text";
};

void print_findings(const SourceSet& sources, const std::vector<Finding>& findings) {
  for (const Finding& finding : findings) {
    std::string place;
    if (finding.location) {
      const Source& source = sources.at(finding.location);
      const auto at = source.line_column(finding.location.span.begin);
      place = source.path() + ":" + std::to_string(at.line) + ":" + std::to_string(at.column) + ": ";
    }
    std::fprintf(stderr, "%s%s %s: %s\n", place.c_str(), std::string(to_string(finding.severity)).c_str(), finding.code.c_str(), redact_secrets(finding.message).c_str());
    if (!finding.help.empty()) std::fprintf(stderr, "  help: %s\n", redact_secrets(finding.help).c_str());
  }
}

int run(const Options& options) {
  SourceSet sources;
  auto file = read_file(options.scenario, 64ull << 20);
  if (!file.text) {
    std::fprintf(stderr, "fleetlint: %s: %s\n", options.scenario.c_str(), file.message.c_str());
    return unreadable;
  }
  const SourceId source = sources.add(options.scenario, std::move(*file.text));
  auto read = rollout::read_scenario(sources, source, {});
  print_findings(sources, read.findings);
  if (!read.scenario) return usage;
  auto scenario = std::make_shared<const rollout::Scenario>(std::move(*read.scenario));
  rollout::SimulateOptions run_options;
  run_options.trial = scenario->trial.value_or(0);
  run_options.finals = true;
  const auto report = rollout::simulate(scenario, run_options);
  const std::string text = rollout::facts_json(report);
  std::fwrite(text.data(), 1, text.size(), stdout);
  return clean;
}

}  // namespace

Command simulate_command() {
  return {"simulate", "simulate a rollout over scale sets and machines",
          "  fleetlint simulate --scenario rollout.yaml\n", 40, [](CLI::App& app) -> std::function<int()> {
            auto options = std::make_shared<Options>();
            app.add_option("--scenario", options->scenario, "scenario file (YAML or JSON)")->required();
            app.add_option("--format", options->format, "text, json or facts");
            return [options] { return run(*options); };
          }};
}

}  // namespace fleetlint::cli
