// The demo is what a newcomer sees first: every command works and every family of rules shows itself.
#include <gtest/gtest.h>

#include "process.h"

namespace fleetlint::test {
namespace {

TEST(Demo, ShowsEachFamilyTheTemplateAndARollout) {
  const auto result = run_process({std::string(FLEETLINT_SOURCE_DIR) + "/samples/demo.sh", FLEETLINT_BINARY}, {.timeout = std::chrono::minutes(3)});
  EXPECT_EQ(result.exit_code, 0) << result.out << result.err;
  for (const auto* family : {"FL-UPG-", "FL-IMG-", "FL-HLT-", "FL-API-", "FL-SF-", "FL-SAS-"})
    EXPECT_NE(result.out.find(family), std::string::npos) << family << " does not appear";
  for (const auto* shown : {"$ fleetlint lint", "$ fleetlint build", "$ fleetlint simulate", "deploymentTemplate.json", "web"})
    EXPECT_NE(result.out.find(shown), std::string::npos) << shown << " does not appear";
  EXPECT_EQ(result.out.find("bm90LWEt"), std::string::npos) << "a token is never shown";
}

}  // namespace
}  // namespace fleetlint::test
