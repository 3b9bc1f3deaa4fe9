#include "diagnostics.h"

#include <algorithm>
#include <iterator>

#include "fleetlint/compiler/diagnostic_list.h"

namespace fleetlint::compiler {
namespace {

constexpr DiagnosticRow rows[] = {
#define DIAGNOSTIC(kind, code, severity, message) {code, Severity::severity, message},
#include "diagnostics.def"
};

/// Of each row: only names and paths fill its holes.
constexpr bool only_names[] = {
#define DIAGNOSTIC(kind, code, severity, message) false,
#define DIAGNOSTIC_OF_NAMES(kind, code, severity, message) true,
#include "diagnostics.def"
};

/// Of artifacts that are not restored: their messages come with the reference and name it, so they have no row.
constexpr std::string_view codes_of_artifacts[] = {"BCP190", "BCP192"};

}  // namespace

bool may_quote_values(std::string_view code) {
  if (std::ranges::find(codes_of_artifacts, code) != std::end(codes_of_artifacts)) return false;
  bool known = false;
  for (std::size_t i = 0; i < std::size(rows); ++i) {
    if (rows[i].code != code) continue;
    known = true;
    if (!only_names[i] && rows[i].message.find("{}") != std::string_view::npos) return true;
  }
  return !known;
}

const DiagnosticRow& row(Diagnostic kind) { return rows[static_cast<unsigned>(kind)]; }

std::vector<ListedDiagnostic> listed_diagnostics() {
  std::vector<ListedDiagnostic> list;
  for (const auto& each : rows) list.push_back({each.code, each.severity, each.message});
  return list;
}

}  // namespace fleetlint::compiler
