// The canonical text of a value is an expression again, and gives the same value.
#include <gtest/gtest.h>

#include <random>
#include <string>

#include "expression_support.h"
#include "fleetlint/template/writer.h"

namespace fleetlint::eval::test {
namespace {

constexpr char unknowns[] = R"({"s": {"$unknown": {"type": "string", "minLength": 2}}, "i": {"$unknown": {"type": "int", "minValue": 1, "maxValue": 9}}, "b": {"$unknown": {"type": "bool"}},
  "a": {"$unknown": {"type": "array", "items": {"type": "string"}}}, "o": {"x": {"$unknown": {"type": "object"}}, "y z": {"$unknown": {"type": "int"}}, "list": [1, {"$unknown": {"type": "string"}}]}})";

/// A random expression over known literals and unknown parameters.
class Generator {
 public:
  explicit Generator(std::mt19937& random) : random_(random) {}

  std::string text(int depth) {
    switch (depth == 0 ? below(4) : below(13)) {
      case 0: return "parameters('s')";
      case 1: return "'it''s é'";
      case 2: return "parameters('o').list[1]";
      case 3: return "resourceGroup().name";
      case 4: return "concat(" + text(depth - 1) + ", '-', " + text(depth - 1) + ")";
      case 5: return "format('{0}{1}', " + text(depth - 1) + ", " + integer(depth - 1) + ")";
      case 6: return "toLower(" + text(depth - 1) + ")";
      case 7: return "if(" + boolean(depth - 1) + ", " + text(depth - 1) + ", " + text(depth - 1) + ")";
      case 8: return "string(createObject('k', " + any(depth - 1) + "))";
      case 9: return "join(createArray(" + text(depth - 1) + ", 'z'), ',')";
      case 10: return "createObject('k', " + text(depth - 1) + ", 'l', parameters('i')).k";
      case 11: return "resourceId('A.B/c', " + text(depth - 1) + ")";
      default: return "replace(" + text(depth - 1) + ", 'a', " + text(depth - 1) + ")";
    }
  }
  std::string integer(int depth) {
    switch (depth == 0 ? below(3) : below(6)) {
      case 0: return "parameters('i')";
      case 1: return "json('12345678901')";
      case 2: return "parameters('o')['y z']";
      case 3: return "add(" + integer(depth - 1) + ", 2)";
      case 4: return "length(" + text(depth - 1) + ")";
      default: return "if(" + boolean(depth - 1) + ", " + integer(depth - 1) + ", 7)";
    }
  }
  std::string boolean(int depth) {
    switch (depth == 0 ? below(2) : below(5)) {
      case 0: return "parameters('b')";
      case 1: return "equals(parameters('s'), 'q')";
      case 2: return "and(" + boolean(depth - 1) + ", parameters('b'))";
      case 3: return "not(" + boolean(depth - 1) + ")";
      default: return "less(" + integer(depth - 1) + ", 5)";
    }
  }
  std::string any(int depth) {
    switch (below(depth == 0 ? 3 : 6)) {
      case 0: return text(0);
      case 1: return "null()";
      case 2: return "parameters('a')[0]";
      case 3: return "createArray(" + text(depth - 1) + ", " + integer(depth - 1) + ", true())";
      case 4: return "union(parameters('o').x, createObject('n', " + text(depth - 1) + "))";
      default: return "createObject(" + text(depth - 1) + ", 1, 'fixed', " + boolean(depth - 1) + ")";
    }
  }

 private:
  unsigned below(unsigned count) { return static_cast<unsigned>(random_() % count); }
  std::mt19937& random_;
};

TEST(ExpressionText, ParsesBackAndGivesTheSame) {
  std::mt19937 random(20261130);
  Surrounding around;
  around.parameters = unknowns;
  std::size_t compared = 0;
  for (int round = 0; round < 1500; ++round) {
    Generator generator(random);
    const std::string asked = "[" + generator.any(4) + "]";
    const Evaluated first(asked, around);
    if (first.value.failure()) continue;
    const std::string text = expression_text(first.value);
    ASSERT_EQ(text.find("unknown()"), std::string::npos) << asked << "\n" << text;
    Arena arena;
    const auto parsed = arm::parse_expression(text, {}, arena, Limits());
    ASSERT_TRUE(parsed.expression) << asked << "\n" << text << "\n" << parsed.error;
    EXPECT_EQ(arm::to_text(*parsed.expression), text) << asked;
    const Evaluated second("[" + text + "]", around);
    ASSERT_EQ(second.text(), first.text()) << asked << "\n" << text;
    ++compared;
  }
  EXPECT_GT(compared, 1000u);
}

}  // namespace
}  // namespace fleetlint::eval::test
