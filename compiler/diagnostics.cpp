#include "diagnostics.h"

namespace fleetlint::compiler {
namespace {

constexpr DiagnosticRow rows[] = {
#define DIAGNOSTIC(kind, code, severity, message) {code, Severity::severity, message},
#include "diagnostics.def"
};

}  // namespace

const DiagnosticRow& row(Diagnostic kind) { return rows[static_cast<unsigned>(kind)]; }

}  // namespace fleetlint::compiler
