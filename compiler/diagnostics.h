#pragma once
// The diagnostics of the compiler: one table (diagnostics.def), one way to report.
#include <fmt/format.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "fleetlint/base/finding.h"

namespace fleetlint::compiler {

enum class Diagnostic : std::uint16_t {
#define DIAGNOSTIC(kind, code, severity, message) kind,
#include "diagnostics.def"
};

struct DiagnosticRow {
  std::string_view code;
  Severity severity;
  std::string_view message;  ///< `{}` for each argument, in order
};
const DiagnosticRow& row(Diagnostic kind);

/// Whether messages with this code may repeat values, and so texts of other files: a type shows the texts that it allows.
/// True for a code that the table does not have.
bool may_quote_values(std::string_view code);

/// Adds a finding of this kind; the arguments fill the holes of its message. Cold, as all that tell of something: what leads
/// there is laid out apart from what every file goes through.
template <typename... Args>
[[gnu::cold]] void report(std::vector<Finding>& findings, Location location, Diagnostic kind, Args&&... args) {
  const auto& entry = row(kind);
  Finding finding;
  finding.code = entry.code;
  finding.severity = entry.severity;
  finding.message = fmt::format(fmt::runtime(entry.message), std::forward<Args>(args)...);
  finding.location = location;
  findings.push_back(std::move(finding));
}

}  // namespace fleetlint::compiler
