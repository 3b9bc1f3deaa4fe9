#include <gtest/gtest.h>

#include "fleetlint/template/reader.h"
#include "fleetlint/template/writer.h"

namespace fleetlint::arm {
namespace {

std::string canonical(std::string_view text) {
  Arena arena;
  const auto parsed = parse_expression(text, {}, arena, Limits{});
  return parsed.expression ? to_text(*parsed.expression) : "error " + std::to_string(parsed.error_offset) + ": " + std::string(parsed.error);
}

TEST(Expression, CanonicalTextHasNoOtherBlanks) {
  EXPECT_EQ(canonical(" concat ( 'a' ,\n\tparameters( 'b' ) ) "), "concat('a', parameters('b'))");
  EXPECT_EQ(canonical("variables('v') . b [ 0 ][ 'c-d' ]"), "variables('v').b[0]['c-d']");
  EXPECT_EQ(canonical("x()['y']"), "x().y");
  EXPECT_EQ(canonical("x()[f('y')]"), "x()[f('y')]");
  EXPECT_EQ(canonical("7 . y"), "7['y']");  // found by fuzzing: `7.y` reads as a fraction
  EXPECT_EQ(canonical("7['y']"), "7['y']");
  EXPECT_EQ(canonical("contoso.unique('x')"), "contoso.unique('x')");
  EXPECT_EQ(canonical("'it''s'"), "'it''s'");
  EXPECT_EQ(canonical("''"), "''");
  EXPECT_EQ(canonical("''''"), "''''");
  EXPECT_EQ(canonical("f(-1, 007, 2147483647, -2147483648)"), "f(-1, 7, 2147483647, -2147483648)");
}

TEST(Expression, CanonicalTextParsesBackToItself) {
  for (const auto* text : {"format('{0}-{1}', parameters('a'), copyIndex('l', 1))", "if(equals(a('x'), true()), createObject('k', null()), 'n')",
                           "reference(resourceId('A.B/c', 'd'), '2022-09-01', 'Full').identity.principalId", "a()[b()[c()].d].e"}) {
    EXPECT_EQ(canonical(text), text);
  }
}

TEST(Expression, StringsAreDecoded) {
  Arena arena;
  const auto parsed = parse_expression("f('a''b', 'c')", {}, arena, Limits{});
  ASSERT_NE(parsed.expression, nullptr);
  EXPECT_EQ(parsed.expression->arguments[0]->text, "a'b");
  EXPECT_EQ(parsed.expression->arguments[1]->text, "c");
  EXPECT_TRUE(parsed.expression->is_call("f"));
}

TEST(Expression, PlacesStartAtTheBase) {
  Arena arena;
  const auto parsed = parse_expression("f('a').b", {SourceId{0}, {100, 108}}, arena, Limits{});
  ASSERT_NE(parsed.expression, nullptr);
  EXPECT_EQ(parsed.expression->location.span, (Span{100, 108}));
  EXPECT_EQ(parsed.expression->key().location.span, (Span{107, 108}));
  EXPECT_TRUE(parsed.expression->dotted);
}

TEST(Expression, ErrorsSayWhatIsMissingWhere) {
  EXPECT_EQ(canonical("concat('a'"), "error 10: expected `,` or `)`");
  EXPECT_EQ(canonical("concat('a',)"), "error 11: expected a function call, a string or an integer");
  EXPECT_EQ(canonical("concat(,'a')"), "error 7: expected a function call, a string or an integer");
  EXPECT_EQ(canonical("concat('a' 'b')"), "error 11: expected `,` or `)`");
  EXPECT_EQ(canonical("concat('a'))"), "error 11: unexpected text after the expression");
  EXPECT_EQ(canonical("1 + 2"), "error 2: unexpected text after the expression");
  EXPECT_EQ(canonical("variables('a')[]"), "error 15: expected a function call, a string or an integer");
  EXPECT_EQ(canonical("variables('a')."), "error 15: expected a property name");
  EXPECT_EQ(canonical("@foo()"), "error 0: expected a function call, a string or an integer");
  EXPECT_EQ(canonical(""), "error 0: expected a function call, a string or an integer");
  EXPECT_EQ(canonical("foo"), "error 3: expected `(`: a bare word is not an expression");
  EXPECT_EQ(canonical("'abc"), "error 4: the string is not terminated");
  EXPECT_EQ(canonical("add(1.5, 2)"), "error 5: expressions have no fractional numbers; use `json('…')`");
  EXPECT_EQ(canonical("2147483648"), "error 0: the integer does not fit 32 bits; use `json('…')`");
  EXPECT_EQ(canonical("12abc()"), "error 0: expected a function call, a string or an integer");
}

TEST(Expression, LongChainsAreNotDeep) {
  std::string text = "a()";
  for (int i = 0; i < 50'000; ++i) text += ".b";
  EXPECT_EQ(canonical(text), text);
}

}  // namespace
}  // namespace fleetlint::arm
