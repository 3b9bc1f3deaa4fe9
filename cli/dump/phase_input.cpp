#include "phase_input.h"

#include <cstdio>

#include "fleetlint/base/finding.h"
#include "fleetlint/compiler/artifact.h"

namespace fleetlint::cli {

bool refuse_json(const std::string& path, const char* phase) {
  if (compiler::file_kind(path) != compiler::FileKind::template_json) return false;
  std::fprintf(stderr, "fleetlint: %s: is JSON; `dump %s` shows .bicep and .bicepparam files (`fleetlint expand` shows what a JSON template makes)\n", redact_secrets(path).c_str(), phase);
  return true;
}

}  // namespace fleetlint::cli
