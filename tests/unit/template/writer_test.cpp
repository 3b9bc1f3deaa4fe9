#include "fleetlint/template/writer.h"

#include <gtest/gtest.h>

namespace fleetlint::arm {
namespace {

std::shared_ptr<TemplateIr> read(std::string text) {
  SourceSet sources;
  return read_json(sources, sources.add("t.json", std::move(text)), ExpressionMode::expressions, Limits{});
}

TEST(Writer, EscapesOnlyWhatMustBe) {
  EXPECT_EQ(write_json(read(R"("a\/b\u00e9\t\u0001\u2028\u0085\"\\\u007f")")->root), "\"a/b\xC3\xA9\\t\\u0001\\u2028\\u0085\\\"\\\\\x7F\"");
}

TEST(Writer, EscapesAtEveryPlaceOfTextsOfEveryLength) {
  const std::pair<std::string, std::string> specials[] = {{"\"", "\\\""}, {"\n", "\\n"}, {"\xE2\x80\xA8", "\\u2028"}, {"\xE2\x82\xAC", "\xE2\x82\xAC"}, {"x", "x"}};
  for (const auto& [raw, escaped] : specials)
    for (std::size_t before = 0; before < 36; ++before)
      for (std::size_t after : {0u, 1u, 7u, 8u, 15u, 16u, 17u, 70u}) {
        const std::string front(before, 'a'), back(after, 'b');
        Node node;
        node.kind = NodeKind::string;
        const auto text = front + raw + back;
        node.text = text;
        EXPECT_EQ(write_json(node), '"' + front + escaped + back + '"');
        std::string appended;
        append_json_string(appended, text);
        EXPECT_EQ(write_json(node), appended);
      }
}

TEST(Writer, MovesEmbeddedTextsToTheRight) {
  const auto outer = read(R"({"resources": [{"properties": {"template": {"a": 1}}}]})");
  for (std::size_t size : {0u, 1u, 14u, 15u, 16u, 17u, 100u}) {
    const auto inner = "{\n  \"" + std::string(size, 'n') + "\": [\n    1\n  ]\n}";
    const auto text = write_json(outer->root, ExpressionMode::expressions, [&](const Node&) { return &inner; });
    EXPECT_EQ(text, "{\n  \"resources\": [\n    {\n      \"properties\": {\n        \"template\": {\n          \"" + std::string(size, 'n') +
                        "\": [\n            1\n          ]\n        }\n      }\n    }\n  ]\n}");
  }
}

TEST(Hash, OfPrintedTextIsThatOfTheNodes) {
  const auto ir = read(R"({"a": ["x: y", "[concat('ä', 'b')]", {"q\"": ": "}, [], {}], "b": {"c": 1.5, "d": null}})");
  TextMemory memory, other;
  EXPECT_EQ(embedded_hash_text(write_json(ir->root), memory), embedded_hash_text(ir->root, {}, other));
  EXPECT_EQ(embedded_hash_text(ir->root, {}, memory), R"({"A":["X: Y","[CONCAT('Ä', 'B')]",{"Q\"":": "},[],{}],"B":{"C":1.5,"D":NULL}})");
}

TEST(Writer, EmptyContainersStayOnOneLine) {
  EXPECT_EQ(write_json(read(R"({"a":{},"b":[],"c":[{}]})")->root), "{\n  \"a\": {},\n  \"b\": [],\n  \"c\": [\n    {}\n  ]\n}");
}

TEST(Hash, OfText) {
  EXPECT_EQ(hash64("snap-crackle-pop") >> 59, 1u);  // uniqueString of the three is byghxckddilkc: 'b' is digit 1
  EXPECT_EQ(hash64(""), 0u);
}

constexpr char empty_template[] = R"({
  "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
  "contentVersion": "1.0.0.0",
  "metadata": {"_generator": {"name": "bicep", "version": "dev", "templateHash": "12740863314443779634"}},
  "resources": []
})";

TEST(Hash, OfTheEmptyTemplate) {
  EXPECT_EQ(template_hash(read(empty_template)->root), "12740863314443779634");
  std::string symbolic = empty_template;
  symbolic.replace(symbolic.find("[]"), 2, "{}");
  EXPECT_EQ(template_hash(read(symbolic)->root), "12740863314443779634");
}

TEST(Hash, ForgetsTheOrderOfTheFrame) {
  const auto a = R"({"metadata": {"_generator": {"name": "x"}}, "resources": [{"name": "n", "type": "T/t", "properties": {"b": 1, "a": 2}}],
    "parameters": {"p": {"metadata": {"description": "ö"}, "type": "string"}}, "outputs": {"o": {"value": null, "type": "string"}}})";
  const auto b = R"({"outputs": {"o": {"type": "string"}}, "parameters": {"p": {"type": "string", "metadata": {"description": "Ö"}}},
    "resources": [{"type": "T/t", "name": "n", "properties": {"b": 1, "a": 2}}], "metadata": {"_generator": {"name": "x", "templateHash": "1"}}})";
  const auto c = R"({"outputs": {"o": {"type": "string"}}, "parameters": {"p": {"type": "string", "metadata": {"description": "Ö"}}},
    "resources": [{"type": "T/t", "name": "n", "properties": {"a": 2, "b": 1}}], "metadata": {"_generator": {"name": "x", "templateHash": "1"}}})";
  EXPECT_EQ(template_hash(read(a)->root), template_hash(read(b)->root));
  EXPECT_NE(template_hash(read(a)->root), template_hash(read(c)->root)) << "properties keep their order";
}

TEST(Writer, KeepsTheSpellingOfWhatWasRead) {
  const std::string text = "{\n  \"[ concat( 'n' ) ]\": \"[ concat( 'a' ) ]\",\n  \"b\": \"[[x]\"\n}";
  const auto ir = read(text);
  EXPECT_EQ(write_json(ir->root), text);
  Arena arena;
  EXPECT_EQ(write_json(normalize(ir->root, arena)), "{\n  \"[concat('n')]\": \"[concat('a')]\",\n  \"b\": \"[[x]\"\n}");
  SourceSet sources;
  const auto unread = read_json(sources, sources.add("a.json", text), ExpressionMode::unread, Limits{});
  EXPECT_EQ(write_json(unread->root), text);
}

TEST(Normalize, OrdersTheFrameAndCanonicalizes) {
  const auto ir = read(R"({"resources": [{"dependsOn": [], "name": "[ concat( 'a' ) ]", "apiVersion": "v", "type": "T/t", "tags": {}}],
    "parameters": {}, "contentVersion": "1", "$schema": "s"})");
  Arena arena;
  const auto text = write_json(normalize(ir->root, arena));
  EXPECT_EQ(text, R"({
  "$schema": "s",
  "contentVersion": "1",
  "parameters": {},
  "resources": [
    {
      "type": "T/t",
      "apiVersion": "v",
      "name": "[concat('a')]",
      "tags": {},
      "dependsOn": []
    }
  ]
})");
  EXPECT_EQ(write_json(normalize(read(text)->root, arena)), text);
}

}  // namespace
}  // namespace fleetlint::arm
