#pragma once
// Pages and lists made from the rules themselves.
#include <string>
#include <string_view>
#include <vector>

#include "fleetlint/rules/rule.h"

namespace fleetlint::cli {

/// One rule as Markdown: heading, facts, page.
std::string rule_page(const rules::Rule& rule);
/// Writes README.md and one page a rule into the folder; false after telling what failed.
bool write_rule_pages(const std::string& folder);
/// The rules of an area, in any case; all without one.
std::vector<const rules::Rule*> rules_of(std::string_view area);

std::string rules_as_json(const std::vector<const rules::Rule*>& rules);
/// A table of rules with links to rules/ID.md.
std::string rules_as_markdown(const std::vector<const rules::Rule*>& rules);
/// One id a line.
std::string rule_ids(const std::vector<const rules::Rule*>& rules);
/// JSON schema of the section `analyzers.fleetlint`.
std::string configuration_schema();

}  // namespace fleetlint::cli
