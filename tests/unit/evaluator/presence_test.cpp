#include "fleetlint/evaluator/presence.h"

#include <gtest/gtest.h>

#include "evaluated_case.h"

namespace fleetlint::eval {
namespace {

struct Case : EvaluatedCase {
  using EvaluatedCase::EvaluatedCase;
  const EvaluatedResource& at(std::size_t i) const { return *result->resources.at(i); }
};

std::string nested(std::string_view more, std::string_view resources) {
  return R"({"type": "Microsoft.Resources/deployments", "apiVersion": "2022-09-01", "name": "d", )" + std::string(more) +
         R"("properties": {"mode": "Incremental", "expressionEvaluationOptions": {"scope": "inner"}, "template": {)" + template_head + R"(, "resources": [)" + std::string(resources) + "]}}}";
}
constexpr char plain[] = R"({"type": "A.B/c", "apiVersion": "2024-01-01", "name": "n", "resources": [{"type": "d", "apiVersion": "2024-01-01", "name": "m"}]})";

TEST(Presence, OfAResourceDependsOnTheDeploymentsAroundIt) {
  const std::string parameters = R"("parameters": {"b": {"type": "bool"}, "n": {"type": "int"}}, "resources": [)";
  for (const std::string more : {R"("condition": "[parameters('b')]", )", R"("copy": {"name": "l", "count": "[parameters('n')]"}, )"}) {
    const Case run(parameters + nested(more, plain) + "]");
    ASSERT_EQ(run.result->resources.size(), 3u);
    for (std::size_t i = 0; i < 3; ++i) {
      EXPECT_EQ(is_made(run.at(i)), Tri::unknown) << more << i;
      EXPECT_NE(cause_of(run.at(i)).text.find("missing-parameter"), std::string::npos) << more << i;
    }
  }
  const Case certain(parameters + nested("", plain) + "]");
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_EQ(is_made(certain.at(i)), Tri::yes);
    EXPECT_TRUE(cause_of(certain.at(i)).text.empty());
  }
}

TEST(Presence, ACauseNamesTheExpressionAndWhereItsValueComesFrom) {
  const Case run(R"("parameters": {"b": {"type": "bool", "defaultValue": false}}, "variables": {"v": "[parameters('b')]"},
    "resources": [{"condition": "[variables('v')]", "type": "A.B/c", "apiVersion": "2024-01-01", "name": "n"}])");
  const auto cause = cause_of(run.at(0));
  EXPECT_EQ(cause.text, "its condition `variables('v')` is false");
  ASSERT_EQ(cause.way.size(), 3u);
  EXPECT_EQ(cause.way[0].message, "from variable `v`");
  EXPECT_EQ(cause.way[2].message, "default of parameter `b`");
}

TEST(Presence, OneOperandOfAConjunctionIsResponsible) {
  const Case run(R"("parameters": {"a": {"type": "bool", "defaultValue": true}, "b": {"type": "bool", "defaultValue": false}},
    "resources": [{"condition": "[and(parameters('a'), parameters('b'))]", "type": "A.B/c", "apiVersion": "2024-01-01", "name": "n"}])");
  const auto cause = cause_of(run.at(0));
  ASSERT_EQ(cause.way.size(), 2u);
  EXPECT_EQ(cause.way[1].message, "default of parameter `b`");
}

TEST(Presence, DeclarationsWithoutResourceAreListed) {
  EXPECT_TRUE(absences(*Case(R"("resources": [)" + std::string(plain) + "]").result).empty());
  const Case empty(R"("resources": [{"copy": {"name": "l", "count": "[sub(1, 1)]"}, "type": "A.B/c", "apiVersion": "2024-01-01", "name": "[concat('n', copyIndex())]",
    "resources": [{"type": "d", "apiVersion": "2024-01-01", "name": "m"}]}])");
  auto found = absences(*empty.result);
  ASSERT_EQ(found.size(), 2u);
  EXPECT_EQ(found[0].name, "[concat('n', copyIndex())]");
  EXPECT_EQ(found[0].cause.text, "its loop has no items: `sub(1, 1)` is 0");
  EXPECT_EQ(found[1].type, "A.B/c/d");
  EXPECT_EQ(found[1].name, "[concat('n', copyIndex())]/m");

  const Case off(R"("resources": [)" + nested(R"("condition": false, )", plain + (", " + nested("", plain))) + "]");
  found = absences(*off.result);
  ASSERT_EQ(found.size(), 5u);
  EXPECT_EQ(found[1].type, "A.B/c/d");
  EXPECT_EQ(found[2].name, "d");
  EXPECT_EQ(found[4].cause.text, "the deployment `d` is not made: its condition is false");
  EXPECT_EQ(off.result->resources.size(), 1u);
}

}  // namespace
}  // namespace fleetlint::eval
