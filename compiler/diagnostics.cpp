#include "diagnostics.h"

#include "fleetlint/compiler/diagnostic_list.h"

namespace fleetlint::compiler {
namespace {

constexpr DiagnosticRow rows[] = {
#define DIAGNOSTIC(kind, code, severity, message) {code, Severity::severity, message},
#include "diagnostics.def"
};

}  // namespace

const DiagnosticRow& row(Diagnostic kind) { return rows[static_cast<unsigned>(kind)]; }

std::vector<ListedDiagnostic> listed_diagnostics() {
  std::vector<ListedDiagnostic> list;
  for (const auto& each : rows) list.push_back({each.code, each.severity, each.message});
  return list;
}

}  // namespace fleetlint::compiler
