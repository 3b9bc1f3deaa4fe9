#include "fleetlint/base/finding.h"

#include <algorithm>
#include <tuple>

namespace fleetlint {

std::string_view to_string(Severity severity) {
  switch (severity) {
    case Severity::off: return "off";
    case Severity::info: return "info";
    case Severity::warning: return "warning";
    case Severity::error: return "error";
  }
  return "";
}

void sort_findings(std::vector<Finding>& findings) {
  std::stable_sort(findings.begin(), findings.end(), [](const Finding& a, const Finding& b) {
    return std::tie(a.location, a.code, a.message) < std::tie(b.location, b.code, b.message);
  });
}

}  // namespace fleetlint
