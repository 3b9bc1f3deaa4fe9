#pragma once
// Bytes to syntax tree. Any bytes give a tree; what is wrong with them is in its errors. Nothing here throws or recurses
// deeper than the nesting limit.
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "fleetlint/base/finding.h"
#include "fleetlint/base/limits.h"
#include "fleetlint/grammar/syntax.h"

namespace fleetlint::syntax {

/// Parses a .bicep or .bicepparam file. The tree refers to `text`.
SyntaxTree parse(std::string_view text, FileKind file_kind, const Limits& limits = {});

/// parameter_file for a path that ends with ".bicepparam", else template_file.
FileKind file_kind_of(std::string_view path);

/// Only the tokens, with the lexer's errors.
TokenBuffer lex(std::string_view text, std::vector<SyntaxError>& errors);

/// The text again, put together from tokens and gaps: equal to tree.tokens.text, always.
std::string print_source(const SyntaxTree& tree);

/// The values of the pieces of a String or StringTypeLiteral node (one more than it has holes), escapes decoded, the
/// first line break of a multi-line string removed, as UTF-8. Empty when a piece is malformed, which is an error of the tree.
std::optional<std::vector<std::string>> string_segments(Node string);

/// The value of a string without holes, else nothing.
std::optional<std::string> literal_string(Node string);

/// The value of an IntegerLiteral or IntegerTypeLiteral; more than 64 bits is an error of the tree.
std::uint64_t integer_value(Node integer);

/// The errors of the tree as findings, with the reference's codes. Where the experimental feature moduleExtensionConfigs is
/// on, the list of what a parameter file may hold is longer by one.
std::vector<Finding> syntax_findings(const SyntaxTree& tree, SourceId source, bool module_extension_configs = false);

}  // namespace fleetlint::syntax
