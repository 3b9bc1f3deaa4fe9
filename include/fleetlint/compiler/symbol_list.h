#pragma once
// The declared symbols of a file with their types, for `dump symbols`.
#include <span>
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
/// `chain`: the file, then the parameter files that it extends, the nearest first. What it has from them stands at the place
/// that it has in its own file, as in the reference, as far as this file reaches.
std::vector<SymbolLine> describe_symbols(std::span<const SemanticModel* const> chain);

}  // namespace fleetlint::compiler
