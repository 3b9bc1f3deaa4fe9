#pragma once
// The one way in which commands tell findings to people, on standard error.
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "fleetlint/base/finding.h"
#include "fleetlint/base/redaction.h"
#include "fleetlint/base/source.h"

namespace fleetlint::cli {

/// `file:line:column: error CODE: message` (columns in UTF-16 code units, as editors count them), the line of source with
/// carets, notes with their places, and what to do. Nothing secret is shown; without a redaction of the caller that takes reading all sources.
std::string findings_text(const SourceSet& sources, std::span<const Finding> findings);
std::string findings_text(const SourceSet& sources, std::span<const Finding> findings, const Redaction& redaction);

/// What a command prints on standard output about these sources, without what is secret in them.
void print_text(const SourceSet& sources, std::string_view text);
void print_text(const Redaction& redaction, std::string_view text);
/// JSON stays JSON: each string and each number is looked at by itself, as it is meant and not as it is written. A hidden number
/// becomes a string; true, false and null tell nothing.
std::string json_without_secrets(const Redaction& redaction, std::string_view json);
void print_json(const SourceSet& sources, std::string_view json);
void print_json(const Redaction& redaction, std::string_view json);

void print_findings(const SourceSet& sources, std::span<const Finding> findings);
void print_findings(const SourceSet& sources, std::span<const Finding> findings, const Redaction& redaction);
std::vector<Finding> errors_among(std::span<const Finding> findings);
/// Only the errors among them.
void print_errors(const SourceSet& sources, std::span<const Finding> findings);

}  // namespace fleetlint::cli
