#pragma once
// What formatting may not change: the tokens but line breaks and commas, and the comments.
#include <string>
#include <vector>

#include "fleetlint/grammar/format.h"
#include "fleetlint/grammar/parse.h"

namespace fleetlint::syntax {

/// Texts of all tokens and comments that carry meaning, in order. Commas and leading bars of unions are
/// layout.
inline std::vector<std::string> meaning_of(const SyntaxTree& tree) {
  std::vector<std::string> result;
  const auto& tokens = tree.tokens;
  for (std::uint32_t token = 0; token < tokens.size(); ++token) {
    const auto gap = tokens.gap_before(token);
    const auto between = tokens.text.substr(gap.begin, gap.size());
    std::string comments;  // blanks and line breaks inside may change
    for (const char c : between)
      if (c != ' ' && c != '\t' && c != '\r' && c != '\n' &&
          !(token == 0 && static_cast<unsigned char>(c) >= 0x80))
        comments += c;
    if (!comments.empty()) result.push_back(comments);
    const auto kind = tokens.kind(token);
    if (kind == TokenKind::NewLine || kind == TokenKind::Comma || kind == TokenKind::Pipe ||
        kind == TokenKind::EndOfFile)
      continue;
    std::string text;
    for (const char c : tokens.text_of(token))
      if (c != '\r') text += c;
    result.push_back(std::move(text));
  }
  return result;
}

/// Says what formatting has broken, or nothing. Only for text without syntax errors.
inline std::string formatting_defect(std::string_view text, FileKind kind, std::uint32_t width) {
  const auto tree = parse(text, kind);
  if (tree.has_errors()) return {};
  FormatOptions options;
  options.width = width;
  const auto formatted = format(tree, options);
  const auto again = parse(formatted, kind);
  if (again.has_errors())
    return "the formatted text has an error: " + again.errors.front().message() + "\n" + formatted;
  const auto before = meaning_of(tree), after = meaning_of(again);
  for (std::size_t i = 0; i < std::max(before.size(), after.size()); ++i)
    if (i >= before.size() || i >= after.size() || before[i] != after[i])
      return "`" + (i < before.size() ? before[i] : "nothing") + "` became `" +
             (i < after.size() ? after[i] : "nothing") + "` in\n" + formatted;
  if (format(again, options) != formatted) return "formatting twice changes the text again:\n" + formatted;
  return {};
}

}  // namespace fleetlint::syntax
