// Small templates that stand for values of any size: evaluation ends, within its limits, and says that it reached one.
#include <gtest/gtest.h>

#include <fmt/format.h>

#include <algorithm>

#include "fleetlint/evaluator/evaluate.h"
#include "fleetlint/evaluator/parameter_file.h"
#include "fleetlint/template/reader.h"
#include "evaluated_case.h"

namespace fleetlint::eval {
namespace {

struct Case : EvaluatedCase {
  using EvaluatedCase::EvaluatedCase;
  std::size_t count(std::string_view code) const {
    return static_cast<std::size_t>(std::count_if(result->findings.begin(), result->findings.end(), [&](const Finding& finding) { return finding.code == code; }));
  }
};

std::string output(std::string_view expression, std::string_view type = "object") {
  return fmt::format(R"("outputs": {{"o": {{"type": "{}", "value": "[{}]"}}}})", type, expression);
}

/// Variables `<letter>0` to `<letter>49`, each an object of the one before, twice: 2^50 members, a hundred values.
std::string doubled(char letter, std::string_view first) {
  std::string variables = fmt::format(R"("{}0": {})", letter, first);
  for (int i = 1; i < 50; ++i) variables += fmt::format(R"(, "{0}{1}": "[createObject('a', variables('{0}{2}'), 'b', variables('{0}{2}'))]")", letter, i, i - 1);
  return variables;
}

void expect_limited(const std::string& sections) {
  const Case run(sections);
  const Limits limits;
  EXPECT_EQ(run.count("FL0299"), 1u) << sections.substr(0, 200);
  EXPECT_LE(run.result->arena.bytes(), limits.value_bytes * 3 / 2) << sections.substr(0, 200);
}

void expect_within_limits(const std::string& sections) {
  const Case run(sections);
  EXPECT_EQ(run.count("FL0299"), 0u) << sections.substr(0, 200);
  EXPECT_LE(run.result->arena.bytes(), std::size_t{32} << 20) << sections.substr(0, 200);
}

TEST(HostileTemplate, MergesOfSharedPartsEnd) {
  const auto variables = fmt::format(R"("variables": {{{}, {}}}, "parameters": {{"p": {{"type": "object"}}}}, )", doubled('v', R"({"a": 1})"), doubled('w', R"({"a": 2})"));
  expect_limited(variables + output("union(variables('v49'), variables('w49'))"));
  expect_limited(variables + output("union(parameters('p'), variables('v49'))"));
  expect_within_limits(variables + output("intersection(variables('v49'), variables('w49'))"));
  expect_within_limits(variables + output("equals(variables('v49'), variables('w49'))", "bool"));
}

TEST(HostileTemplate, TypesAreCheckedOncePerSharedPart) {
  expect_within_limits(fmt::format(R"("languageVersion": "2.0", "resources": {{}}, "variables": {{{}}}, "definitions": {{"t": {{"type": "object", "additionalProperties": {{"$ref": "#/definitions/t"}}}}}},
    "outputs": {{"o": {{"$ref": "#/definitions/t", "value": "[variables('v49')]"}}}})",
                                   doubled('v', R"({"a": {}})")));
}

TEST(HostileTemplate, KeysThatAreUnknownFromAnItemOnEnd) {
  expect_limited(output("toObject(range(0, 10000), lambda('a', string(lambdaVariables('a'))), lambda('a', range(0, 10000)))"));
}

TEST(HostileTemplate, DependenciesOfEverythingOnEverythingAreResolvedOnce) {
  std::string resources, depends;
  for (int i = 0; i < 800; ++i) {
    resources += fmt::format(R"({}{{"type": "A.B/c", "apiVersion": "2024-01-01", "name": "n{}", "dependsOn": [{}]}})", i ? ", " : "", i, depends);
    depends += fmt::format("{}\"n{}\"", i ? ", " : "", i);
  }
  const Case run(fmt::format(R"("resources": [{}])", resources));
  EXPECT_TRUE(run.result->findings.empty());
  EXPECT_EQ(run.result->resources.back()->depends_on.size(), 799u);
}

TEST(HostileTemplate, ALoopNamedManyTimesIsOneDependencyForEachItem) {
  std::string names = "\"first\"";
  for (int i = 0; i < 500; ++i) names += ", \"first\"";
  const Case run(fmt::format(R"("resources": [{{"type": "A.B/c", "apiVersion": "2024-01-01", "name": "[concat('n', copyIndex())]", "copy": {{"name": "first", "count": 400}}}},
    {{"type": "A.B/d", "apiVersion": "2024-01-01", "name": "[concat('m', copyIndex())]", "copy": {{"name": "second", "count": 400}}, "dependsOn": [{}]}}])",
                            names));
  EXPECT_EQ(run.result->resources.back()->depends_on.size(), 400u);
}

TEST(HostileTemplate, LimitsOfTheServiceForWhatAnExpansionMakes) {
  const auto resource = [](int count, int size) {
    return fmt::format(R"("resources": [{{"type": "A.B/c", "apiVersion": "2024-01-01", "name": "[concat('n', copyIndex())]", "copy": {{"name": "l", "count": {}}},
      "properties": {{"text": "[map(range(0, {}), lambda('i', string(range(0, 100))))]"}}}}])",
                       count, size);
  };
  EXPECT_EQ(Case(resource(2, 3000)).count("FL0222"), 0u);  // 0.9 MB each
  EXPECT_EQ(Case(resource(2, 4000)).count("FL0222"), 1u);  // 1.2 MB each, told once
  const Case many(resource(10, 2000));                     // 6 MB together
  ASSERT_EQ(many.count("FL0222"), 1u);
  EXPECT_NE(many.result->findings[0].message.find("4 MB"), std::string::npos);
  // What is perhaps not made does not count.
  EXPECT_EQ(Case(R"("parameters": {"p": {"type": "bool"}}, "resources": [{"condition": "[parameters('p')]", "type": "A.B/c", "apiVersion": "2024-01-01", "name": "[concat('n', copyIndex())]",
    "copy": {"name": "l", "count": 10}, "properties": {"text": "[map(range(0, 2000), lambda('i', string(range(0, 100))))]"}}])").count("FL0222"), 0u);
}

TEST(HostileTemplate, AParameterFileHasAtMostFourMegabytes) {
  for (const bool large : {false, true}) {
    SourceSet sources;
    const auto file = arm::read_json(sources, sources.add("p.json", fmt::format(R"({{"parameters": {{"a": {{"value": "{}"}}}}}})", std::string((large ? 5u : 3u) << 20, 'x'))),
                                     arm::ExpressionMode::literal, Limits{});
    const auto assignments = read_parameter_file(file, Limits{});
    EXPECT_EQ(assignments.findings.size(), large ? 1u : 0u);
    EXPECT_EQ(assignments.parameters.size(), 1u);
  }
}

}  // namespace
}  // namespace fleetlint::eval
