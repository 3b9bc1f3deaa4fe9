#pragma once
// Which files a phase has something to say about.
#include <string>

namespace fleetlint::cli {

/// Whether this is ARM JSON by its name; then it is told that the phase (`fleetlint dump PHASE`) is one of Bicep.
bool refuse_json(const std::string& path, const char* phase);

}  // namespace fleetlint::cli
