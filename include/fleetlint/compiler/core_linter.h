#pragma once
// The style and safety rules that the reference compiler ships (`analyzers.core`), as far as the bound model answers them.
// They are advice on Bicep itself; the rules on scale sets are in the rules room.
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "fleetlint/base/finding.h"
#include "fleetlint/compiler/configuration.h"
#include "fleetlint/compiler/semantic_model.h"

namespace fleetlint::compiler {

/// Findings of every rule on a file whose types are checked, in the order of the rules; codes are the reference's names.
/// Some rules that are off by default are told as warnings, too, as the reference's published diagnostics have them.
std::vector<Finding> lint_core(const SemanticModel& model);

/// As people get them: at the level of `analyzers.core` or of the rule by itself, without those that are off.
/// `today`: days since 1970-01-01, for rules about the age of versions.
std::vector<Finding> lint_core(const SemanticModel& model, const Configuration& configuration, std::int64_t today);

/// What a rule is about, for people who look one up.
struct CoreRule {
  std::string_view code;
  Severity level = Severity::warning;  ///< unless configured
  std::string_view meaning, advice;
};

/// Every rule of the reference's linter, sorted by code.
std::span<const CoreRule> core_rules();
const CoreRule* find_core_rule(std::string_view code);  ///< null: there is none

}  // namespace fleetlint::compiler
