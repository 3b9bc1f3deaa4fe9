#pragma once
// What `simulate` can write besides its text: reports by name, and its assertions for CI systems.
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "fleetlint/base/source.h"
#include "fleetlint/rollout/picture.h"
#include "fleetlint/rollout/report.h"
#include "fleetlint/rollout/scenario_reader.h"

namespace fleetlint::cli {

/// What reports of a run need to know besides the report.
struct RunContext {
  const SourceSet* sources = nullptr;
  std::string scenario;                          ///< path of the file
  std::string again;                             ///< command line that repeats the run with `--check`
  std::string previous;                          ///< the earlier version of the template
  std::vector<std::string> changes;              ///< what it differs in, a sentence each
  const rollout::TrialPicture* trials = nullptr;  ///< for pictures
  std::map<std::string, rollout::TemplateSet::Places> places;  ///< by set; only of sets that come from templates
};

/// Names of all formats, for messages: "text, json, …".
std::string report_formats();
bool is_report_format(std::string_view name);
/// The report in a format of that list.
std::string write_report(std::string_view format, const rollout::RolloutReport& report, const RunContext& context);

/// The assertions, one a line, for people and logs: verdict, value, bound, instant, first cause, how to repeat it.
std::string check_text(const rollout::RolloutReport& report, const RunContext& context);

}  // namespace fleetlint::cli
