#include "fleetlint/evaluator/function_reference.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <set>
#include <sstream>

namespace fleetlint::eval {
namespace {

TEST(FunctionReference, PageInDocsIsUpToDate) {
  std::ifstream file(FLEETLINT_SOURCE_DIR "/docs/functions.md");
  std::stringstream text;
  text << file.rdbuf();
  EXPECT_EQ(text.str(), function_reference_page()) << "run `fleetlint functions --format markdown > docs/functions.md`";
}

TEST(FunctionReference, EveryFunctionHasOneRowAndALine) {
  std::set<std::string_view> names;
  for (const FunctionInfo& info : function_reference()) {
    EXPECT_TRUE(names.insert(info.name).second) << info.name;
    EXPECT_TRUE(info.doc.ends_with('.')) << info.name;
  }
  EXPECT_GE(names.size(), 110u);
}

}  // namespace
}  // namespace fleetlint::eval
