#include <gtest/gtest.h>

#include "tree_shape.h"

namespace fleetlint::syntax {
namespace {

TEST(SyntaxTree, IsWalkedForwards) {
  const auto tree = parse("var a = f(1, 2, 3)\n", FileKind::template_file);
  const auto call = tree.root().first_child().part(Role::value);
  ASSERT_TRUE(call.is(NodeKind::FunctionCall));
  std::vector<std::string> arguments;
  for (const auto child : call.children())
    if (child.is(NodeKind::FunctionArgument)) arguments.emplace_back(child.text());
  EXPECT_EQ(arguments, (std::vector<std::string>{"1", "2", "3"}));
  EXPECT_EQ(call.child_count(), 4u);
  EXPECT_EQ(call.name_text(), "f");
}

TEST(SyntaxTree, SaysWhichOperator) {
  const auto tree = parse("var a = -b <= c\n", FileKind::template_file);
  const auto binary = tree.root().first_child().part(Role::value);
  EXPECT_EQ(binary.operator_kind(), TokenKind::LessThanOrEqual);
  EXPECT_EQ(binary.part(Role::left).operator_kind(), TokenKind::Minus);
  EXPECT_EQ(binary.part(Role::left).part(Role::value).name_text(), "b");
  EXPECT_EQ(binary.part(Role::right).text(), "c");
}

TEST(SyntaxTree, EndsBrokenNodesAtTheNextToken) {
  const auto tree = parse("var a = b +   \n", FileKind::template_file);
  EXPECT_EQ(tree.root().first_child().span(), (Span{0, 14}));
  EXPECT_TRUE(tree.root().first_child().contains_error());
  EXPECT_EQ(tree.root().span(), (Span{0, 15}));
}

TEST(SyntaxTree, FindsTheInnermostNode) {
  const std::string text = "var a = b.cde\n";
  const auto tree = parse(text, FileKind::template_file);
  EXPECT_EQ(tree.node_at(11).text(), "cde");
  EXPECT_EQ(tree.node_at(8).text(), "b");
  EXPECT_EQ(tree.node_at(4).text(), "a");
  EXPECT_EQ(tree.node_at(13).text(), "cde");
}

TEST(SyntaxTree, KnowsParents) {
  const auto tree = parse("var a = b.c\n", FileKind::template_file);
  const auto parents = tree.parents();
  ASSERT_EQ(parents.size(), tree.nodes.size());
  for (std::uint32_t i = 1; i < parents.size(); ++i) {
    bool found = false;
    for (const auto child : tree.node(parents[i]).children()) found |= child.index() == i;
    EXPECT_TRUE(found) << i;
  }
}

TEST(Strings, AreDecoded) {
  const auto value = [](std::string_view literal) {
    const auto source = "var a = " + std::string(literal);
    const auto tree = parse(source, FileKind::template_file);
    const auto result = literal_string(tree.root().first_child().part(Role::value));
    return result ? *result : std::string("nothing");
  };
  EXPECT_EQ(value("''"), "");
  EXPECT_EQ(value(R"('a\n\t\\\'\$\${b}')"), "a\n\t\\'$${b}");
  EXPECT_EQ(value(R"('\u{1F600}\u{41}')"),
            "\xF0\x9F\x98\x80"
            "A");
  EXPECT_EQ(value(R"('\u{D83D}\u{DE00}')"), "\xF0\x9F\x98\x80");
  EXPECT_EQ(value(R"('\u{D83D}x')"), "\xEF\xBF\xBDx");
  EXPECT_EQ(value("'''\nab'c\n'''"), "ab'c\n");
  EXPECT_EQ(value("'''\r\nab'''"), "ab");
  EXPECT_EQ(value("'''\\n'''"), "\\n");
  EXPECT_EQ(value("''''a''''"), "'a'");
  EXPECT_EQ(value("''''''"), "");
  EXPECT_EQ(value("$'''a$b'''"), "a$b");
  EXPECT_EQ(value("'a${b}'"), "nothing");
  EXPECT_EQ(value("'\\q'"), "nothing");
}

TEST(Strings, AreDecodedPieceByPiece) {
  const auto pieces = [](std::string_view literal) {
    const auto source = "var a = " + std::string(literal);
    const auto tree = parse(source, FileKind::template_file);
    const auto segments = string_segments(tree.root().first_child().part(Role::value));
    return segments.value_or(std::vector<std::string>{});
  };
  EXPECT_EQ(pieces(R"('a\'${b}\n${c}')"), (std::vector<std::string>{"a'", "\n", ""}));
  EXPECT_EQ(pieces("$$'''\na$${b}${c}\n'''"), (std::vector<std::string>{"a", "${c}\n"}));
  EXPECT_EQ(pieces("$$'''$$${b}'''"), (std::vector<std::string>{"$", ""}));
}

TEST(SyntaxErrors, BecomeFindings) {
  const auto tree = parse("var a = 1 2", FileKind::template_file);
  const auto findings = syntax_findings(tree, SourceId{7});
  ASSERT_EQ(findings.size(), 1u);
  EXPECT_EQ(findings[0].code, "BCP019");
  EXPECT_EQ(findings[0].message, "Expected a new line character at this location.");
  EXPECT_EQ(findings[0].location.source.index, 7u);
  EXPECT_EQ(findings[0].location.span, (Span{10, 11}));
  EXPECT_EQ(parse("param p int = (1", FileKind::template_file).errors[0].message(),
            "Expected the \")\" character at this location.");
}

TEST(SyntaxErrors, KnowAnExperimentalStatement) {
  const auto tree = parse("oops", FileKind::parameter_file);
  EXPECT_TRUE(syntax_findings(tree, SourceId{0})[0].message.ends_with("\"var\", \"type\"."));
  EXPECT_TRUE(
      syntax_findings(tree, SourceId{0}, true)[0].message.ends_with("\"type\", \"extensionConfig\"."));
}

TEST(SyntaxErrors, AreLimited) {
  Limits limits;
  limits.syntax_findings = 5;
  std::string text;
  for (int i = 0; i < 50; ++i) text += "oops\n";
  const auto tree = parse(text, FileKind::template_file, limits);
  ASSERT_EQ(tree.errors.size(), 6u);
  EXPECT_EQ(tree.errors.back().code(), "FL0002");
  EXPECT_EQ(tree.errors.back().message(), "more than 5 syntax errors: the rest is not shown");
}

}  // namespace
}  // namespace fleetlint::syntax
