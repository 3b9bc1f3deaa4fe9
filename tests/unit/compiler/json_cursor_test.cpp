// Walking over the JSON of type files without a tree.
#include "types/json_cursor.h"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

namespace fleetlint::compiler {
namespace {

/// Arrays of objects whose texts are full of brackets, quotes and escapes, and where each object begins.
struct Sample {
  std::string text;
  std::vector<std::uint32_t> begins;
};

std::string value(std::mt19937& random, int depth) {
  static const std::string words[] = {"", "x", "a{b", "]}", "\\\"{", "\\\\", "name of something that is long enough for a block", "[[[", "\\n"};
  if (depth == 0 || random() % 3 == 0) return "\"" + words[random() % std::size(words)] + "\"";
  std::string out = random() % 2 == 0 ? "{" : "[";
  const bool object = out == "{";
  const auto count = random() % 4;
  for (unsigned i = 0; i < count; ++i) out += (i > 0 ? "," : "") + (object ? "\"k" + std::to_string(i) + "\":" : std::string()) + value(random, depth - 1);
  return out + (object ? "}" : "]");
}

Sample sample(unsigned seed) {
  std::mt19937 random(seed);
  Sample made;
  made.text = std::string(random() % 70, ' ') + "[";
  const auto count = random() % 40;
  for (unsigned i = 0; i < count; ++i) {
    made.text += i > 0 ? (random() % 2 == 0 ? ",\n " : ",") : "";
    made.begins.push_back(static_cast<std::uint32_t>(made.text.size()));
    made.text += "{\"a\":" + value(random, 5) + "}";
  }
  made.text += "]";
  return made;
}

TEST(JsonCursor, FindsTheObjectsOfAnArray) {
  for (unsigned seed = 0; seed < 500; ++seed) {
    const auto made = sample(seed);
    JsonCursor cursor(made.text);
    ASSERT_EQ(cursor.objects_of_array(), made.begins) << made.text;
    EXPECT_FALSE(cursor.failed());
    EXPECT_EQ(cursor.position(), made.text.size());
  }
}

TEST(JsonCursor, StepsOverValues) {
  for (unsigned seed = 0; seed < 500; ++seed) {
    const auto made = sample(seed);
    const auto text = made.text + ",7";
    JsonCursor cursor(text);
    cursor.skip_value();
    ASSERT_EQ(cursor.position(), made.text.size()) << made.text;
  }
}

TEST(JsonCursor, EndsWithTheTextWhereverThatIsCut) {
  const auto made = sample(3);
  for (std::size_t size = 0; size < made.text.size(); ++size) {
    const auto cut = made.text.substr(0, size);
    JsonCursor cursor(cut);
    const auto found = cursor.objects_of_array();
    EXPECT_TRUE(cursor.failed());
    EXPECT_LE(found.size(), made.begins.size());
    EXPECT_LE(cursor.position(), cut.size());
  }
}

TEST(JsonCursor, FindsNothingInWhatIsNoArray) {
  JsonCursor cursor("{\"a\":[{},{}]} 1");
  EXPECT_TRUE(cursor.objects_of_array().empty());
  EXPECT_EQ(cursor.position(), 13u);
}

}  // namespace
}  // namespace fleetlint::compiler
