#pragma once
// Pages and lists made from the rules themselves.
#include <string>

#include "fleetlint/rules/rule.h"

namespace fleetlint::cli {

/// One rule as Markdown: heading, facts, page.
std::string rule_page(const rules::Rule& rule);
/// Writes README.md and one page a rule into the folder; false after telling what failed.
bool write_rule_pages(const std::string& folder);
std::string rules_as_json();
/// A table of all rules with links to rules/ID.md.
std::string rules_as_markdown();
/// One id a line.
std::string rule_ids();
/// JSON schema of the section `analyzers.fleetlint`.
std::string configuration_schema();

}  // namespace fleetlint::cli
