#pragma once
// Every diagnostic that the compiler's table knows, for people who look one up.
#include <string_view>
#include <vector>

#include "fleetlint/base/finding.h"

namespace fleetlint::compiler {

struct ListedDiagnostic {
  std::string_view code;
  Severity severity = Severity::error;
  std::string_view message;  ///< `{}` for each part that depends on the source
};

/// In the order of the table; a code may stand there more than once, with another message each.
std::vector<ListedDiagnostic> listed_diagnostics();

}  // namespace fleetlint::compiler
