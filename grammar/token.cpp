#include "fleetlint/grammar/token.h"

#include <array>

namespace fleetlint::syntax {
namespace {

struct Keyword {
  std::string_view text;
  TokenKind kind;
};
constexpr Keyword keywords[] = {
#define TOKEN(Name, Text)
#define KEYWORD(Name, Text) {Text, TokenKind::Name},
#define RESERVED(Name, Text) {Text, TokenKind::Name},
#include "fleetlint/grammar/token_kind.def"
};

// A hash table made by the compiler: most words are no keywords, and one look at an empty bucket says so.
constexpr unsigned bucket(std::string_view word) {
  return (static_cast<unsigned>(word.size()) * 31 + static_cast<unsigned char>(word[0])) & 255;
}
struct Buckets {
  std::array<std::uint8_t, 256> first{};
  std::array<std::uint8_t, 64> next{};
};
constexpr auto buckets = [] {
  Buckets table;
  unsigned number = 1;
  for (const auto& keyword : keywords) {
    const auto hash = bucket(keyword.text);
    table.next[number] = table.first[hash];
    table.first[hash] = static_cast<std::uint8_t>(number++);
  }
  return table;
}();
constexpr auto longest_keyword = [] {
  std::size_t longest = 0;
  for (const auto& keyword : keywords)
    longest = keyword.text.size() > longest ? keyword.text.size() : longest;
  return longest;
}();

constexpr std::string_view reference_names[] = {
#define TOKEN(Name, Text) #Name,
#define KEYWORD(Name, Text) "Identifier",
#define RESERVED(Name, Text) #Name,
#include "fleetlint/grammar/token_kind.def"
};
constexpr std::string_view display_texts[] = {
#define TOKEN(Name, Text) Text,
#include "fleetlint/grammar/token_kind.def"
};

}  // namespace

std::string_view reference_name(TokenKind kind) { return reference_names[static_cast<unsigned>(kind)]; }
std::string_view display_text(TokenKind kind) { return display_texts[static_cast<unsigned>(kind)]; }

TokenKind classify_word(std::string_view word) {
  if (word.empty() || word.size() > longest_keyword) return TokenKind::Identifier;
  for (unsigned i = buckets.first[bucket(word)]; i != 0; i = buckets.next[i])
    if (keywords[i - 1].text == word) return keywords[i - 1].kind;
  return TokenKind::Identifier;
}

}  // namespace fleetlint::syntax
