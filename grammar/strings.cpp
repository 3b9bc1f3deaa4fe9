// Values of literals.
#include <optional>

#include "fleetlint/grammar/parse.h"
#include "string_escape.h"
#include "string_pieces.h"

namespace fleetlint::syntax {
namespace {

constexpr bool is_high_surrogate(std::uint32_t unit) { return unit >= 0xD800 && unit <= 0xDBFF; }
constexpr bool is_low_surrogate(std::uint32_t unit) { return unit >= 0xDC00 && unit <= 0xDFFF; }

std::optional<std::string> decode_single_line(std::string_view content) {
  std::string value;
  value.reserve(content.size());
  std::uint32_t pending_surrogate = 0;  // `\u{D83D}\u{DE00}` is one character, as it is in UTF-16
  const auto flush = [&] {
    if (pending_surrogate != 0) append_scalar(value, pending_surrogate);
    pending_surrogate = 0;
  };
  while (!content.empty()) {
    if (content[0] == '\'') return std::nullopt;
    if (content[0] != '\\') {
      flush();
      std::size_t plain = 1;
      while (plain < content.size() && content[plain] != '\\' && content[plain] != '\'') ++plain;
      value.append(content.substr(0, plain));
      content.remove_prefix(plain);
      continue;
    }
    const auto escape = scan_escape(content);
    if (escape.length == 0) return std::nullopt;
    content.remove_prefix(escape.length);
    if (pending_surrogate != 0 && is_low_surrogate(escape.code_point)) {
      append_scalar(value, 0x10000 + ((pending_surrogate - 0xD800) << 10) + (escape.code_point - 0xDC00));
      pending_surrogate = 0;
      continue;
    }
    flush();
    if (is_high_surrogate(escape.code_point)) {
      pending_surrogate = escape.code_point;
      continue;
    }
    append_scalar(value, escape.code_point);
    if (escape.with_brace) value += '{';
  }
  flush();
  return value;
}

std::string decode_multi_line(TokenKind kind, std::string_view content) {
  if (kind == TokenKind::StringComplete || kind == TokenKind::StringLeftPiece) {
    if (content.starts_with('\r')) content.remove_prefix(1);
    if (content.starts_with('\n')) content.remove_prefix(1);
  }
  return std::string(content);
}

}  // namespace

StringForm string_form(std::string_view first_piece) {
  if (first_piece.size() <= 2 || (first_piece[0] != '$' && first_piece[1] != '\'')) return {};
  StringForm form{true, 0};
  while (form.dollars < first_piece.size() && first_piece[form.dollars] == '$') ++form.dollars;
  return form;
}

std::optional<std::string_view> piece_content(TokenKind kind, std::string_view piece, StringForm form) {
  const bool opens = kind == TokenKind::StringComplete || kind == TokenKind::StringLeftPiece;
  const bool closes = kind == TokenKind::StringComplete || kind == TokenKind::StringRightPiece;
  if (form.is_multi_line && form.dollars == 0 && kind != TokenKind::StringComplete) return std::nullopt;
  const std::size_t quotes = form.is_multi_line ? 3 : 1;
  const std::size_t start = opens ? form.dollars + quotes : 1;
  const std::size_t hole = form.is_multi_line ? form.dollars : 1;
  const std::size_t end = closes ? quotes : hole + 1;
  if (piece.size() < start + end) return std::nullopt;
  const auto tail = piece.substr(piece.size() - end);
  for (std::size_t i = 0; i < end; ++i) {
    const char expected = closes ? '\'' : i == hole ? '{' : '$';
    if (tail[i] != expected) return std::nullopt;
  }
  return piece.substr(start, piece.size() - start - end);
}

std::optional<std::string> piece_value(TokenKind kind, std::string_view piece, StringForm form) {
  const auto content = piece_content(kind, piece, form);
  if (!content) return std::nullopt;
  if (form.is_multi_line) return decode_multi_line(kind, *content);
  return decode_single_line(*content);
}

std::optional<std::vector<std::string>> string_segments(Node string) {
  std::vector<std::string> segments;
  const auto& tokens = string.tree().tokens;
  StringForm form;
  for (const auto element : string.elements()) {
    if (element.node) continue;
    const auto piece = tokens.text_of(element.token);
    if (segments.empty()) form = string_form(piece);
    auto value = piece_value(tokens.kind(element.token), piece, form);
    if (!value) return std::nullopt;
    segments.push_back(std::move(*value));
  }
  return segments;
}

std::optional<std::string> literal_string(Node string) {
  if (!string.is(NodeKind::String) && !string.is(NodeKind::StringTypeLiteral)) return std::nullopt;
  if (string.raw().subtree_size != 1) return std::nullopt;
  auto segments = string_segments(string);
  if (!segments || segments->size() != 1) return std::nullopt;
  return std::move(segments->front());
}

std::uint64_t integer_value(Node integer) {
  std::uint64_t value = 0;
  for (const char digit : integer.text()) value = value * 10 + static_cast<std::uint64_t>(digit - '0');
  return value;
}

}  // namespace fleetlint::syntax
