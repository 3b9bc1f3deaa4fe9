#include "fleetlint/base/nearest_name.h"

#include <gtest/gtest.h>

namespace fleetlint {
namespace {

constexpr std::string_view names[] = {"--format", "--param", "--parameters", "-j"};

TEST(NearestName, CountsLettersWithoutCase) {
  EXPECT_EQ(edit_distance("Format", "fORMAT"), 0u);
  EXPECT_EQ(edit_distance("formt", "format"), 1u);
  EXPECT_EQ(edit_distance("fromat", "format"), 2u);
  EXPECT_EQ(edit_distance("", "abc"), 3u);
  EXPECT_EQ(edit_distance("a", "abcdef", 2), 5u);  // the lengths decide
}

TEST(NearestName, TakesTheFirstOfTheNearest) {
  EXPECT_EQ(nearest_name("--formt", names), "--format");
  EXPECT_EQ(nearest_name("--PARAMS", names), "--param");
  EXPECT_EQ(did_you_mean("--parms", names), "; did you mean `--param`?");
}

TEST(NearestName, SaysNothingOfWhatIsNotNear) {
  EXPECT_EQ(nearest_name("--output", names), "");
  EXPECT_EQ(nearest_name("-x", names), "") << "any two letters are near each other";
  EXPECT_EQ(nearest_name(std::string(65, 'x'), names), "");
  EXPECT_EQ(nearest_name("", names), "");
  EXPECT_EQ(did_you_mean("--output", names), "");
}

}  // namespace
}  // namespace fleetlint
