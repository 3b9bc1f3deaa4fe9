#pragma once
// Findings in the formats that people, editors and CI systems read. Nothing printed here holds a secret.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "fleetlint/base/finding.h"
#include "fleetlint/base/redaction.h"
#include "fleetlint/base/source.h"

namespace fleetlint::report {

enum class Format : std::uint8_t { text, json, sarif, junit, github, gitlab, azure_devops, markdown, html, jsonl, sqlite };
/// By the name on the command line (azure-devops); nothing for an unknown one.
std::optional<Format> format_named(std::string_view name);
/// All names, for messages and help.
std::vector<std::string_view> format_names();

/// What a report tells about a rule, once.
struct RuleDescription {
  std::string id, name, title;
  std::string page;                ///< Markdown
  std::string help_uri;            ///< may be empty
  Severity severity = Severity::warning;
  std::string precision = "high";  ///< high, medium, low
  std::string outcome;             ///< refused, no-upgrade, secret-leak, …
  std::vector<std::string> tags;
};

struct ReportFinding {
  Finding finding;
  std::string fingerprint;         ///< survives moved lines
  std::string rule_name;           ///< kebab-case; empty for diagnostics of the compiler
  bool conditional = false;        ///< the resource is deployed only if an unknown condition holds
  bool assumed_default = false;    ///< rests on the default of a parameter that nothing overrides
  bool secret = false;             ///< the place itself may hold a secret: no excerpt of its value
};

/// A file that was asked for and could not be read.
struct UnreadableFile {
  std::string path, message;
};

/// A rule that said nothing about a template because values are not known.
struct UndecidedRule {
  std::string rule;
  std::vector<std::string> parameters;  ///< whose values it waits for
};

struct Report {
  const SourceSet* sources = nullptr;
  Redaction redaction;                   ///< of these sources
  std::string tool_version;
  std::vector<ReportFinding> findings;   ///< in order
  std::vector<RuleDescription> rules;    ///< of all rules that ran
  std::vector<std::string> files;        ///< templates that were looked at
  std::vector<UnreadableFile> unreadable;
  std::optional<Severity> fails_from = Severity::error;  ///< findings from this severity on fail the run; nothing: none does
  std::size_t suppressed = 0;            ///< silenced by comments or metadata
  std::size_t known = 0;                 ///< named by the baseline
  std::vector<UndecidedRule> undecided;  ///< rules that could not decide, each once a template
};

struct TextStyle {
  bool color = false;
  std::size_t width = 100;
};

/// Whether the format is bytes that no terminal should get.
bool is_binary(Format format);
/// The whole report; texts end in a newline.
std::string write(const Report& report, Format format, const TextStyle& style = {});

/// 2 errors, 1 warning, 0 info in 3 templates
std::string summary_line(const Report& report);
/// 5 rules could not decide, because parameter `mode` has no value…; empty when nothing that the caller can give helps.
std::string undecided_line(const Report& report);

// --- pieces that other reports use ---

/// Appends text as a JSON string with its quotes; bytes that are not UTF-8 become U+FFFD.
void append_json_string(std::string& out, std::string_view text);
/// Path as reports show it: with `/`, without `./` in front. The name of a downloaded file may hold the token of its address.
std::string shown_path(std::string_view path);
/// Control characters of an input never reach a terminal: all but tabs become blanks.
std::string printable(std::string_view text);

/// How an excerpt stands below the line that tells the finding.
struct ExcerptStyle {
  bool color = false;
  Severity severity = Severity::error;
  std::size_t gutter = 3;   ///< columns for the line number, right-aligned
  std::size_t width = 100;  ///< columns of source that are shown
  bool secret = false;      ///< show nothing of the place nor of what follows in its line
};
/// The first line of a place with its number, and carets below: two lines. Secrets and what stands far from the place are left out.
std::string excerpt(const SourceSet& sources, const Redaction& redaction, Location place, const ExcerptStyle& style);

}  // namespace fleetlint::report
