#pragma once
// Answers that are made from a finished analysis.
#include <map>
#include <string>

#include "analysis.h"
#include "documents.h"
#include "json.h"

namespace fleetlint::lsp {

/// Diagnostics of all files that the findings point at, by path.
std::map<std::string, JsonArray> diagnostics_of(const Analysis& analysis, PositionEncoding encoding);

/// What is known about the name or value under the cursor, in every evaluation; null when nothing is.
Json hover_at(const Analysis& analysis, const Document& document, const Json& position, PositionEncoding encoding);

/// Fixes and suppressions of the findings in the range.
JsonArray code_actions_at(const Analysis& analysis, const Document& document, const Json& range, const Json& context,
                          PositionEncoding encoding);

}  // namespace fleetlint::lsp
