#pragma once
// Linting templates: compile, evaluate, model, rules, suppression. One call serves the command line, audits and editors.
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "fleetlint/base/finding.h"
#include "fleetlint/base/limits.h"
#include "fleetlint/base/source.h"
#include "fleetlint/compiler/source_graph.h"
#include "fleetlint/fleet/fleet_model.h"
#include "fleetlint/rules/rule.h"

namespace fleetlint::workspace {

struct LintOptions {
  std::vector<std::string> parameter_files;  ///< .bicepparam or JSON; values of later ones win
  std::vector<std::string> parameters;       ///< NAME=VALUE; win over files
  std::string context_file;                  ///< JSON about the world outside the template; empty: nothing is known
  std::string previous;                      ///< earlier version of the template, for change rules; empty: none
  std::string scenario;                      ///< for rules that need the simulator; empty: none
  std::string url_status_file;               ///< JSON object: address to HTTP status, for rules that ask whether it answers
  fleet::Instant now = 0;
  std::vector<std::string> enabled, disabled;  ///< rule ids or names
  bool possible = false;                     ///< keep findings that are not certain
  bool inline_suppressions = true;
  compiler::GraphOptions graph;              ///< module cache, configuration, types, threads
  Limits limits;
};

/// A finding with what keeps it recognisable over time.
struct LintFinding {
  Finding finding;
  const rules::Rule* rule = nullptr;  ///< null: told by compiler or evaluator
  std::string fingerprint;            ///< rule, file, resource and property, not lines
  bool conditional = false, assumed_default = false;
};

/// One template that was looked at.
struct LintedTemplate {
  std::string path;
  bool readable = true;
  std::string failure;                ///< why it could not be read
  std::vector<LintFinding> findings;  ///< sorted by place
  std::vector<Finding> problems;      ///< of configuration and parameter files: told, but no rule's
  bool misconfigured = false;         ///< configuration, earlier version or scenario cannot be used; `problems` say why
  std::size_t suppressed = 0;
  std::vector<rules::UndecidedRule> undecided;  ///< rules that need values which are not known
  std::shared_ptr<const fleet::FleetModel> model;  ///< null when the template could not be compiled
};

/// Lints one template with its parameter values. Never fails; `sources` must outlive the result.
LintedTemplate lint_template(SourceSet& sources, const std::string& path, const LintOptions& options);

/// Lints templates on `threads` threads; the result is in the order of `paths`.
std::vector<LintedTemplate> lint_templates(SourceSet& sources, const std::vector<std::string>& paths, const LintOptions& options, unsigned threads);

/// Level and settings of rules from `analyzers.fleetlint` of the configuration that holds for a file.
/// Unknown rules, levels, keys and settings are findings (FL0501, FL0502, FL0507, FL0508).
std::map<std::string, rules::RuleSettings> rule_settings(const compiler::Configuration& configuration, std::vector<Finding>& findings);

/// Removes findings that comments or metadata silence, and returns how many. Comments: `#disable-next-line ID`,
/// `#disable-diagnostics ID` until `#restore-diagnostics ID`, `// fleetlint:ignore ID… -- reason` in the line, above a line or
/// above a whole declaration, `// fleetlint:ignore-file ID…`. Metadata: `metadata.fleetlint.ignore: [ID…]` of resource or template.
std::size_t suppress(std::vector<rules::RuleFinding>& findings, const SourceSet& sources, const fleet::FleetModel& model);

/// Warnings (FL0506) about comments of a file, and about metadata of template and resources, that are meant to silence
/// something but name no rule, code or key that there is.
void check_directives(const SourceSet& sources, SourceId source, std::vector<Finding>& findings);
void check_metadata(const fleet::FleetModel& model, std::vector<Finding>& findings);

/// Gives every finding a fingerprint of rule, file, resource and property; equal ones are numbered in order.
void set_fingerprints(std::vector<LintFinding>& findings, const SourceSet& sources);

/// Fingerprints of known findings, as `--write-baseline` writes them.
struct Baseline {
  std::set<std::string> fingerprints;
  std::string failure;  ///< why the file could not be read; empty: it could
};
Baseline read_baseline(const std::string& path, const Limits& limits);
std::string write_baseline(const std::vector<LintedTemplate>& templates);
/// Removes known findings and returns how many.
std::size_t remove_known(std::vector<LintedTemplate>& templates, const Baseline& baseline);

}  // namespace fleetlint::workspace
