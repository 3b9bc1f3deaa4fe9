#pragma once
#include <string>

#include "fleetlint/grammar/format.h"
#include "format/document.h"

namespace fleetlint::syntax::formatting {

std::string_view new_line_text(FormatOptions::NewLine new_line);

/// Prints the documents one after the other, each group on one line when the rest of the line has room for
/// it.
std::string print(const Docs& documents, const FormatOptions& options);

}  // namespace fleetlint::syntax::formatting
