#pragma once
// The one way in which commands tell findings to people, on standard error.
#include <span>
#include <string>
#include <string_view>

#include "fleetlint/base/finding.h"
#include "fleetlint/base/redaction.h"
#include "fleetlint/base/source.h"

namespace fleetlint::cli {

/// `file:line:column: error CODE: message` (columns in UTF-16 code units, as editors count them), the line of source with
/// carets, notes with their places, and what to do. Nothing secret is shown; that takes reading all sources, on so many threads.
std::string findings_text(const SourceSet& sources, std::span<const Finding> findings, unsigned threads = 1);
std::string findings_text(const SourceSet& sources, std::span<const Finding> findings, const Redaction& redaction);

/// What a command prints on standard output about these sources, without what is secret in them.
void print_text(const SourceSet& sources, std::string_view text);
void print_text(const Redaction& redaction, std::string_view text);

void print_findings(const SourceSet& sources, std::span<const Finding> findings, unsigned threads = 1);
void print_findings(const SourceSet& sources, std::span<const Finding> findings, const Redaction& redaction);
/// Only the errors among them.
void print_errors(const SourceSet& sources, std::span<const Finding> findings, unsigned threads = 1);

}  // namespace fleetlint::cli
