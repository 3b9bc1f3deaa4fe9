#pragma once
// One function a format. Private to the room.
#include <string>

#include "fleetlint/report/report.h"

namespace fleetlint::report {

std::string text_report(const Report& report, const TextStyle& style);
std::string json_report(const Report& report);
std::string sarif_report(const Report& report);
std::string junit_report(const Report& report);
std::string github_report(const Report& report);
std::string gitlab_report(const Report& report);
std::string azure_devops_report(const Report& report);
std::string markdown_report(const Report& report);
std::string html_report(const Report& report);
std::string jsonl_report(const Report& report);
std::string sqlite_report(const Report& report);

/// Line and column as people count, of a location's two ends; the end is behind the last character.
struct Place {
  std::string path;
  LineColumn begin, end;
};
/// Empty path for a finding without a source.
Place place_of(const Report& report, const Location& location, ColumnUnit unit = ColumnUnit::utf16);
const RuleDescription* rule_of(const Report& report, const std::string& code);
/// Messages as the first words of a sentence, secrets left out.
std::string message_of(const Report& report, const ReportFinding& finding);

}  // namespace fleetlint::report
