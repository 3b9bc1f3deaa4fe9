#include <gtest/gtest.h>

#include "fleetlint/template/writer.h"
#include "load/loaded_file.h"

namespace fleetlint::compiler::load {
namespace {

std::string selected(const std::string& json, std::string_view path) {
  Arena arena;
  const auto root = parse_json(json, {}, arena, Limits{});
  if (!root) return "no JSON";
  const auto nodes = select_tokens(*root, path, Limits{});
  if (!nodes) return "no path";
  std::string text;
  for (const auto& node : *nodes) text += (text.empty() ? "" : " ") + arm::write_json(node, arm::ExpressionMode::literal);
  return text;
}

TEST(Load, JsonPathsSelectMembersItemsAndDescendants) {
  const std::string json = R"({"a": {"b": [1, 2, 3], "c d": "x"}, "list": [{"n": 1, "k": "p"}, {"n": 5, "k": "q"}]})";
  EXPECT_EQ(selected(json, "a.b[1]"), "2");
  EXPECT_EQ(selected(json, "$.a['c d']"), "\"x\"");
  EXPECT_EQ(selected(json, "a.b[*]"), "1 2 3");
  EXPECT_EQ(selected(json, "..n"), "1 5");
  EXPECT_EQ(selected(json, "list[?(@.n > 2)].k"), "\"q\"");
  EXPECT_EQ(selected(json, "a.none"), "");
  EXPECT_EQ(selected(json, "a[?"), "no path");
}

TEST(Load, BytesBecomeTextByTheirMarkOrTheAskedEncoding) {
  EXPECT_EQ(decode("\xEF\xBB\xBFx", Encoding::us_ascii), "x");
  EXPECT_EQ(decode(std::string_view("\xFF\xFE\x41\x00", 4), Encoding::utf_8), "A");
  EXPECT_EQ(decode("\xE9", Encoding::iso_8859_1), "\xC3\xA9");
  EXPECT_EQ(decode("\xFF", Encoding::utf_8), "\xEF\xBF\xBD");
  EXPECT_FALSE(encoding_named("latin-1"));
}

TEST(Load, Base64PadsToFourCharacters) {
  EXPECT_EQ(base64(""), "");
  EXPECT_EQ(base64("f"), "Zg==");
  EXPECT_EQ(base64("foobar"), "Zm9vYmFy");
}

TEST(Load, YamlScalarsHaveTheirJsonKind) {
  Arena arena;
  const auto root = parse_yaml("a: 1\nb: [x, true, null]\nc: '1'\n", {}, arena, Limits{});
  ASSERT_TRUE(root);
  EXPECT_EQ(arm::write_json(*root, arm::ExpressionMode::literal),
            "{\n  \"a\": 1,\n  \"b\": [\n    \"x\",\n    true,\n    null\n  ],\n  \"c\": \"1\"\n}");
}

}  // namespace
}  // namespace fleetlint::compiler::load
