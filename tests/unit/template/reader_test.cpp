#include "fleetlint/template/reader.h"

#include <gtest/gtest.h>

#include "fleetlint/template/writer.h"

namespace fleetlint::arm {
namespace {

struct Read {
  SourceSet sources;
  SourceId id;
  std::shared_ptr<TemplateIr> ir;
  explicit Read(std::string text, ExpressionMode mode = ExpressionMode::expressions, Limits limits = {}) {
    id = sources.add("t.json", std::move(text));
    ir = read_json(sources, id, mode, limits);
  }
  const Node& root() const { return ir->root; }
  std::string_view text(Location location) const { return sources.at(location).text(location.span); }
  std::string codes() const {
    std::string out;
    for (const auto& finding : ir->findings) out += (out.empty() ? "" : " ") + finding.code;
    return out;
  }
};

TEST(Reader, EveryValueKnowsItsBytes) {
  const Read read(R"({ "a" : [ 1, -2.50, true , null, "x\"y" ], // note
 /* more */ "b": { } })");
  ASSERT_TRUE(read.ir->findings.empty());
  const auto& items = read.root().find("a")->items;
  ASSERT_EQ(items.size(), 5u);
  EXPECT_EQ(read.text(items[0].location), "1");
  EXPECT_EQ(read.text(items[1].location), "-2.50");
  EXPECT_EQ(items[1].text, "-2.50");
  EXPECT_EQ(read.text(items[2].location), "true");
  EXPECT_EQ(read.text(items[3].location), "null");
  EXPECT_EQ(read.text(items[4].location), R"("x\"y")");
  EXPECT_EQ(items[4].text, "x\"y");
  EXPECT_EQ(read.text(read.root().find("b")->location), "{ }");
  EXPECT_EQ(read.text(read.root().find_member("b")->name_location), R"("b")");
  EXPECT_EQ(read.text(read.root().find("a")->location), R"([ 1, -2.50, true , null, "x\"y" ])");
}

TEST(Reader, TakesWhatThePlatformTakes) {
  const Read read("\xEF\xBB\xBF{\"script\": \"line 1\n\tline 2\", \"list\": [1, 2,], // end \"quote\n}");
  EXPECT_EQ(read.codes(), "");
  EXPECT_EQ(read.root().find("script")->text, "line 1\n\tline 2");
  EXPECT_EQ(read.text(read.root().find("script")->location), "\"line 1\n\tline 2\"");
  EXPECT_EQ(read.root().find("list")->items.size(), 2u);
}

TEST(Reader, LineBreaksInsideExpressionsKeepTheirPlaces) {
  const Read read("{\"v\": \"[concat('a',\n  parameters('b'))]\"}");
  EXPECT_EQ(read.codes(), "");
  const auto* value = read.root().find("v");
  ASSERT_TRUE(value->is_expression());
  EXPECT_EQ(to_text(*value->expression), "concat('a', parameters('b'))");
  EXPECT_EQ(read.text(value->expression->arguments[1]->location), "parameters('b')");
}

TEST(Reader, PlacesAreMappedThroughEscapes) {
  const Read read(R"({"v": "[concat('\u00e9\\', \"\", parameters('b'))]", "w": "[concat('\u00e9\\\n', parameters('b'))]"})");
  const auto* broken = read.root().find("v");
  ASSERT_EQ(read.codes(), "FL0105");
  EXPECT_EQ(read.text({read.ir->findings[0].location.source, read.ir->findings[0].location.span}), "\\");
  EXPECT_TRUE(broken->is_expression());
  const auto* value = read.root().find("w");
  ASSERT_TRUE(value->is_expression());
  EXPECT_EQ(value->expression->arguments[0]->text, "\xC3\xA9\\\n");
  EXPECT_EQ(read.text(value->expression->arguments[0]->location), R"('\u00e9\\\n')");
  EXPECT_EQ(read.text(value->expression->arguments[1]->location), "parameters('b')");
}

TEST(Reader, BracketsDecideWhatAStringIs) {
  const Read read(R"({"a": "[null()]", "b": "[[x]", "c": "[x", "d": "[[", "e": "[[x", "[f()]": 1, "[[g]": 2})");
  EXPECT_EQ(read.codes(), "");
  EXPECT_TRUE(read.root().find("a")->is_expression());
  EXPECT_EQ(read.root().find("b")->text, "[x]");
  EXPECT_EQ(read.root().find("c")->text, "[x");
  EXPECT_EQ(read.root().find("d")->text, "[[");
  EXPECT_EQ(read.root().find("e")->text, "[[x");
  ASSERT_NE(read.root().members[5].name_expression, nullptr);
  EXPECT_EQ(read.root().members[5].name, "[f()]");
  EXPECT_EQ(read.root().members[6].name, "[g]");
  EXPECT_EQ(write_json(read.root()), "{\n  \"a\": \"[null()]\",\n  \"b\": \"[[x]\",\n  \"c\": \"[x\",\n  \"d\": \"[[\",\n  \"e\": \"[[x\",\n"
                                     "  \"[f()]\": 1,\n  \"[[g]\": 2\n}");
  const Read literal(R"({"a": "[null()]"})", ExpressionMode::literal);
  EXPECT_EQ(literal.root().find("a")->text, "[null()]");
  EXPECT_EQ(write_json(literal.root(), ExpressionMode::literal), "{\n  \"a\": \"[null()]\"\n}");
}

TEST(Reader, MetadataMayLookLikeAnExpression) {
  const Read read(R"({"metadata": {"description": "[Required]"}, "x": "[Required]"})");
  ASSERT_EQ(read.codes(), "FL0105");
  EXPECT_EQ(read.root().find("metadata")->find("description")->text, "[Required]");
  // Printed as it stood: a second bracket would change the text.
  const Read again(R"({"metadata": {"a": "[see (below]", "b": "[[see]", "c": "[Required] text"}})");
  EXPECT_EQ(write_json(*again.root().find("metadata")), "{\n  \"a\": \"[see (below]\",\n  \"b\": \"[[see]\",\n  \"c\": \"[Required] text\"\n}");
}

TEST(Reader, BrokenInputKeepsWhatCameBefore) {
  const Read read(R"({"a": 1, "b": {"c": [1, 2}, "d": 3})");
  EXPECT_EQ(read.codes(), "FL0101");
  EXPECT_EQ(read.text(read.ir->findings[0].location), "}");
  EXPECT_EQ(read.root().find("a")->integer, 1);
  EXPECT_EQ(read.root().find("b")->find("c")->items.size(), 2u);
  EXPECT_EQ(Read("").codes(), "FL0101");
  EXPECT_EQ(Read("{} x").codes(), "FL0101");
  EXPECT_EQ(Read(std::string("{}\0{}", 5)).codes(), "FL0101");
  EXPECT_EQ(Read("{\"a\": tru").codes(), "FL0101");
  EXPECT_EQ(Read("/* open").codes(), "FL0101 FL0101");
  EXPECT_EQ(Read("\xFF\xFE{").codes(), "FL0101");  // UTF-16 that ends in the middle of a character
}

TEST(Reader, BadTextIsToldOnceAndReplaced) {
  const Read read("{\"a\": \"x\xC0y\", \"b\": \"\\ud800\", \"c\": \"\\q\"}");
  EXPECT_EQ(read.codes(), "FL0102 FL0103 FL0103");
  EXPECT_EQ(read.root().find("a")->text, "x?y");
  EXPECT_EQ(read.root().find("b")->text, "\xEF\xBF\xBD");
  EXPECT_EQ(read.root().find("c")->text, "\\q");
}

// Found by fuzzing: a bad byte between values was taken for their beginning.
TEST(Reader, SpansStepOverBytesThatAreNoText) {
  const Read marked("\xEF[1]");
  EXPECT_EQ(marked.text(marked.root().location), "[1]");
  const Read read("{\"a\": \xC0 [ \x8F 7 ]}");
  EXPECT_EQ(read.codes(), "FL0102");
  EXPECT_EQ(read.text(read.root().find("a")->location), "[ \x8F 7 ]");
  EXPECT_EQ(Read("\xEF\xBB\xBF{}").root().location.span.begin, 3u);
}

TEST(Reader, OfDuplicateNamesTheLastCountsAndItIsTold) {
  const Read read(R"({"a": 1, "b": 2, "a": 3})");
  ASSERT_EQ(read.codes(), "FL0106");
  ASSERT_EQ(read.root().members.size(), 2u);
  EXPECT_EQ(read.root().find("a")->integer, 3);
  EXPECT_EQ(read.root().find("b")->integer, 2);
  EXPECT_EQ(read.text(read.ir->findings[0].notes.at(0).location), "\"a\"");
  std::string many = "{";
  for (int i = 0; i < 50; ++i) many += "\"k" + std::to_string(i % 49) + "\": 0,";
  EXPECT_EQ(Read(many + "}").codes(), "FL0106");
}

TEST(Reader, NestingIsBounded) {
  const std::size_t depth = 100'000;
  const Read read("[7, " + std::string(depth, '[') + std::string(depth, ']') + ", 8]");
  ASSERT_EQ(read.codes(), "FL0104");
  ASSERT_EQ(read.root().items.size(), 3u);
  EXPECT_EQ(read.root().items[2].integer, 8);
  EXPECT_EQ(Read(std::string(depth, '[')).codes(), "FL0104 FL0101");
  std::string objects;
  for (std::size_t i = 0; i < depth; ++i) objects += "{\"a\":";
  EXPECT_EQ(Read(objects).codes(), "FL0104 FL0101");
  std::string nested = "\"[";
  for (std::size_t i = 0; i < depth; ++i) nested += "f(";
  EXPECT_EQ(Read(nested + "]\"").codes(), "FL0105");
}

TEST(Reader, ExpressionsHaveAtMost24576Characters) {
  const auto expression = [](std::size_t size, const std::string& filler) {
    std::string text;
    for (std::size_t i = 0; i + 6 < size; ++i) text += filler;
    return "{\"v\": \"[f('" + text + "')]\"}";  // six characters around the filler, and brackets
  };
  EXPECT_EQ(Read(expression(24'575, "a")).codes(), "");
  EXPECT_EQ(Read(expression(24'577, "a")).codes(), "FL0222");
  EXPECT_EQ(Read(expression(24'575, "é")).codes(), "") << "not bytes are counted";
}

TEST(Reader, TruncationsNeverHurt) {
  const std::string text = R"({"$schema": "s", "r": [{"name": "[concat('a', variables('b')[0].c)]", "n": -1.5e3, "t": "\u00e9\n"}], /* c */ "x": true})";
  for (std::size_t i = 0; i <= text.size(); ++i) {
    const Read read(text.substr(0, i));
    EXPECT_EQ(read.ir->has_errors(), i < text.size()) << i;
  }
}

TEST(Reader, IntegersKeepTheirWidth) {
  const Read read("[9223372036854775807, 9223372036854775808, -9223372036854775808, -0, 1e2, 1.0]");
  const auto& items = read.root().items;
  EXPECT_EQ(items[0].integer, INT64_MAX);
  EXPECT_EQ(items[1].kind, NodeKind::number);
  EXPECT_EQ(items[2].integer, INT64_MIN);
  for (std::size_t i = 3; i < 6; ++i) EXPECT_EQ(items[i].kind, NodeKind::number) << i;
  EXPECT_EQ(write_json(read.root()), "[\n  9223372036854775807,\n  9223372036854775808,\n  -9223372036854775808,\n  -0,\n  1e2,\n  1.0\n]");
}

}  // namespace
}  // namespace fleetlint::arm
