#pragma once
// Lint results as a report: what lint and audit print.
#include <string>
#include <vector>

#include "fleetlint/report/report.h"
#include "fleetlint/workspace/lint.h"

namespace fleetlint::cli {

/// `sources` and `templates` must outlive the report's use of them.
report::Report make_report(const SourceSet& sources, const std::vector<workspace::LintedTemplate>& templates);

/// The rules' metadata as reports tell it.
report::RuleDescription describe(const rules::Rule& rule);

/// The formats that reports can have, commas between.
std::string format_list();

/// Whether each --output is FORMAT=FILE with a known format; false after telling on standard error which is not. Asked before anything runs.
bool outputs_are_formats(const std::vector<std::string>& outputs);

/// `FORMAT=FILE` of --output, written; false after telling on standard error what is wrong (the exit code is in `exit_code`).
bool write_outputs(const report::Report& report, const std::vector<std::string>& outputs, int& exit_code);

}  // namespace fleetlint::cli
