#pragma once
// The declared symbols of a file with their types, for `dump symbols`.
#include <string>
#include <vector>

#include "fleetlint/base/source.h"

namespace fleetlint::compiler {

class SemanticModel;

struct SymbolLine {
  Span span;         ///< of the name
  std::string text;  ///< `Variable x. Type: 'a'. Declaration start char: 0, length: 11`
};

/// In the order in which the reference collects them: extensions, locals of scopes, then kind by kind.
std::vector<SymbolLine> describe_symbols(const SemanticModel& model);

}  // namespace fleetlint::compiler
