#include <gtest/gtest.h>

#include "tree_shape.h"

namespace fleetlint::syntax {
namespace {

/// Kinds and texts of all tokens but the end: `Identifier:var`.
std::string tokens_of(std::string_view text) {
  std::vector<SyntaxError> errors;
  const auto tokens = lex(text, errors);
  std::string result;
  for (std::uint32_t token = 0; token + 1 < tokens.size(); ++token) {
    if (!result.empty()) result += ' ';
    result += reference_name(tokens.kind(token));
    const auto piece = tokens.text_of(token);
    result += tokens.kind(token) == TokenKind::NewLine ? "" : ":" + std::string(piece);
  }
  for (const auto& error : errors)
    result += " !" + std::string(error.code()) + '@' + std::to_string(error.span.begin) + '-' +
              std::to_string(error.span.end);
  return result;
}

TEST(Lexer, KnowsEveryOperator) {
  EXPECT_EQ(tokens_of("{}()[]@,.?:;=+-*/%!<>"),
            "LeftBrace:{ RightBrace:} LeftParen:( RightParen:) LeftSquare:[ RightSquare:] At:@ Comma:, Dot:. "
            "Question:? Colon:: "
            "Semicolon:; Assignment:= Plus:+ Minus:- Asterisk:* Slash:/ Modulo:% Exclamation:! LeftChevron:< "
            "RightChevron:>");
  EXPECT_EQ(tokens_of("<= >= == != =~ !~ && || ?? :: => | ... ^"),
            "LessThanOrEqual:<= GreaterThanOrEqual:>= Equals:== NotEquals:!= EqualsInsensitive:=~ "
            "NotEqualsInsensitive:!~ "
            "LogicalAnd:&& LogicalOr:|| DoubleQuestion:?? DoubleColon::: Arrow:=> Pipe:| Ellipsis:... Hat:^");
}

TEST(Lexer, HasThreeReservedWordsOnly) {
  EXPECT_EQ(tokens_of("true false null param True"),
            "TrueKeyword:true FalseKeyword:false NullKeyword:null Identifier:param Identifier:True");
  EXPECT_EQ(classify_word("param"), TokenKind::KeywordParam);
  EXPECT_EQ(classify_word("extensionConfig"), TokenKind::KeywordExtensionConfig);
  EXPECT_EQ(classify_word("params"), TokenKind::Identifier);
  EXPECT_EQ(classify_word(""), TokenKind::Identifier);
}

TEST(Lexer, TakesARunOfLineBreaksAsOneToken) {
  EXPECT_EQ(tokens_of("a\r\n\n\rb"), "Identifier:a NewLine Identifier:b");
  EXPECT_EQ(tokens_of("a\n \nb"), "Identifier:a NewLine NewLine Identifier:b");
}

TEST(Lexer, KeepsCommentsAndByteOrderMarkInTheGaps) {
  EXPECT_EQ(tokens_of("\xEF\xBB\xBF"
                      "a /* x\n */ b // c"),
            "Identifier:a Identifier:b");
  EXPECT_EQ(tokens_of("a /* b"), "Identifier:a !BCP002@2-6");
  EXPECT_EQ(tokens_of("a /*/ b"), "Identifier:a !BCP002@2-7");
}

TEST(Lexer, CutsStringsAtTheirHoles) {
  EXPECT_EQ(tokens_of("'a${b}c${d}e'"),
            "StringLeftPiece:'a${ Identifier:b StringMiddlePiece:}c${ Identifier:d StringRightPiece:}e'");
  EXPECT_EQ(tokens_of("'a$b$${c}'"), "StringLeftPiece:'a$b$${ Identifier:c StringRightPiece:}'");
  EXPECT_EQ(tokens_of("'${'${x}'}'"),
            "StringLeftPiece:'${ StringLeftPiece:'${ Identifier:x StringRightPiece:}' StringRightPiece:}'");
}

TEST(Lexer, CutsMultiLineStringsOnlyAtAsManyDollarsAsTheyStartWith) {
  EXPECT_EQ(tokens_of("'''a${b}'''"), "StringComplete:'''a${b}'''");
  EXPECT_EQ(tokens_of("$'''a${b}c'''"), "StringLeftPiece:$'''a${ Identifier:b StringRightPiece:}c'''");
  EXPECT_EQ(tokens_of("$$'''a${b}$${c}'''"),
            "StringLeftPiece:$$'''a${b}$${ Identifier:c StringRightPiece:}'''");
  EXPECT_EQ(tokens_of("''''quoted''''"), "StringComplete:''''quoted''''");
  EXPECT_EQ(tokens_of("'''a\nb"), "StringComplete:'''a\nb !BCP140@0-6");
}

TEST(Lexer, EndsAStringAtALineBreak) {
  EXPECT_EQ(tokens_of("'a\nb"), "StringComplete:'a NewLine Identifier:b !BCP004@0-2");
  EXPECT_EQ(tokens_of("'a${b\nc"),
            "StringLeftPiece:'a${ Identifier:b StringRightPiece: NewLine Identifier:c !BCP004@5-5");
  EXPECT_EQ(tokens_of("'a"), "StringComplete:'a !BCP003@0-2");
  EXPECT_EQ(tokens_of("'a\\"), "StringComplete:'a\\ !BCP005@0-3");
}

TEST(Lexer, ChecksEscapes) {
  EXPECT_EQ(tokens_of(R"('\n\r\t\\\'\$\${x}\u{1F600}')"), R"(StringComplete:'\n\r\t\\\'\$\${x}\u{1F600}')");
  EXPECT_EQ(tokens_of(R"('a\qb')"), R"(StringComplete:'a\qb' !BCP006@2-4)");
  EXPECT_EQ(tokens_of(R"('\u')"), R"(StringComplete:'\u' !BCP133@1-3)");
  EXPECT_EQ(tokens_of(R"('\u{}')"), R"(StringComplete:'\u{}' !BCP133@1-4)");
  EXPECT_EQ(tokens_of(R"('\u{12')"), R"(StringComplete:'\u{12' !BCP133@1-6)");
  EXPECT_EQ(tokens_of(R"('\u{110000}')"), R"(StringComplete:'\u{110000}' !BCP133@1-11)");
  EXPECT_EQ(tokens_of(R"('\u{00000000041}')"), R"(StringComplete:'\u{00000000041}')");
}

TEST(Lexer, ReportsWhatIsNoToken) {
  EXPECT_EQ(tokens_of("a # b"), "Identifier:a Unrecognized:# Identifier:b !BCP001@2-3");
  EXPECT_EQ(tokens_of("\"a\""), "Unrecognized:\" Identifier:a Unrecognized:\" !BCP103@0-1 !BCP103@2-3");
  EXPECT_EQ(tokens_of("$$x"), "Unrecognized:$$ Identifier:x !BCP001@0-2");
  EXPECT_EQ(tokens_of("\xC3\xA9\xFF"), "Unrecognized:\xC3\xA9 Unrecognized:\xFF !BCP001@0-2 !BCP001@2-3");
  EXPECT_EQ(tokens_of(std::string(256, 'a')), "Identifier:" + std::string(256, 'a') + " !BCP024@0-256");
}

TEST(Lexer, ReadsPragmas) {
  const std::string text =
      "#disable-next-line BCP081 no-unused-params // why\nparam a string\n  #disable-diagnostics "
      "A\n#restore-diagnostics A\n";
  std::vector<SyntaxError> errors;
  const auto tokens = lex(text, errors);
  EXPECT_TRUE(errors.empty());
  ASSERT_EQ(tokens.pragmas.size(), 3u);
  const auto text_of = [&](Span span) { return text.substr(span.begin, span.size()); };
  EXPECT_EQ(text_of(tokens.pragmas[0].span), "#disable-next-line BCP081 no-unused-params");
  ASSERT_EQ(tokens.pragmas[0].codes.size(), 2u);
  EXPECT_EQ(text_of(tokens.pragmas[0].codes[1]), "no-unused-params");
  EXPECT_EQ(tokens.pragmas[1].kind, Pragma::Kind::disable_diagnostics);
  EXPECT_EQ(tokens.pragmas[2].kind, Pragma::Kind::restore_diagnostics);
  EXPECT_EQ(tokens.kind(0), TokenKind::NewLine);
}

TEST(Lexer, WantsPragmasAtTheStartOfALineAndWithCodes) {
  EXPECT_EQ(tokens_of("a #disable-next-line X"),
            "Identifier:a Unrecognized:# Identifier:disable Minus:- Identifier:next Minus:- Identifier:line "
            "Identifier:X !BCP001@2-3");
  EXPECT_EQ(tokens_of("#disable-next-line  "), " !BCP226@20-20");
  EXPECT_EQ(tokens_of("#disable-next-line A|B"), "Pipe:| Identifier:B");
}

TEST(Lexer, StopsAtTheTokenLimitWithoutLosingText) {
  Limits limits;
  limits.tokens = 10;
  const std::string text = "a b c d e f g h i j k l m n";
  const auto tree = parse(text, FileKind::template_file, limits);
  EXPECT_EQ(print_source(tree), text);
  EXPECT_EQ(tree.tokens.size(), 12u);
  EXPECT_EQ(tree.errors.back().code(), "FL0003");
}

}  // namespace
}  // namespace fleetlint::syntax
