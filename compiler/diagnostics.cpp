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

/// What fills the holes of these messages are names and paths.
constexpr std::string_view only_names[] = {"BCP028", "BCP057", "BCP062", "BCP063", "BCP079", "BCP080", "BCP082", "BCP091", "BCP145", "BCP190", "BCP192", "BCP287"};

}  // namespace

bool may_quote_values(std::string_view code) {
  if (std::ranges::find(only_names, code) != std::end(only_names)) return false;
  const auto has_code = [&](const DiagnosticRow& each) { return each.code == code; };
  const auto quotes = [&](const DiagnosticRow& each) { return each.code == code && each.message.find("{}") != std::string_view::npos; };
  return std::ranges::none_of(rows, has_code) || std::ranges::any_of(rows, quotes);
}

const DiagnosticRow& row(Diagnostic kind) { return rows[static_cast<unsigned>(kind)]; }

std::vector<ListedDiagnostic> listed_diagnostics() {
  std::vector<ListedDiagnostic> list;
  for (const auto& each : rows) list.push_back({each.code, each.severity, each.message});
  return list;
}

}  // namespace fleetlint::compiler
