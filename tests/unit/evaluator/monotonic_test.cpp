// Knowing less never changes an answer: with any of its parameters unknown, a template gives for each value either the
// same value or an unknown one that admits it.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <random>
#include <string>

#include "fleetlint/evaluator/evaluate.h"
#include "fleetlint/evaluator/parameter_file.h"
#include "fleetlint/evaluator/value_json.h"
#include "fleetlint/template/reader.h"
#include "less_known.h"

namespace fleetlint::eval {
namespace {

constexpr char text[] = R"({
  "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#", "contentVersion": "1.0.0.0",
  "parameters": {
    "name": {"type": "string", "minLength": 1, "maxLength": 8}, "count": {"type": "int", "minValue": 0, "maxValue": 4},
    "on": {"type": "bool"}, "mode": {"type": "string", "allowedValues": ["Manual", "Rolling", "Automatic"]},
    "zones": {"type": "array"}, "tags": {"type": "object"}
  },
  "variables": {
    "prefix": "[toLower(format('{0}-{1}', parameters('name'), parameters('mode')))]",
    "rolling": "[equals(parameters('mode'), 'Rolling')]",
    "copy": [{"name": "list", "count": "[parameters('count')]", "input": {"n": "[concat(parameters('name'), copyIndex('list'))]", "fixed": 1}}]
  },
  "resources": [
    {"type": "A.B/sets", "apiVersion": "v", "name": "[concat(variables('prefix'), copyIndex())]", "copy": {"name": "l", "count": "[parameters('count')]"},
     "condition": "[or(parameters('on'), variables('rolling'))]",
     "zones": "[parameters('zones')]", "tags": "[union(parameters('tags'), createObject('x', 1))]",
     "properties": {"mode": "[if(variables('rolling'), 'R', parameters('mode'))]", "half": "[div(parameters('count'), 2)]"}},
    {"type": "Microsoft.Resources/deployments", "apiVersion": "2022-09-01", "name": "inner", "properties": {"mode": "Incremental",
     "expressionEvaluationOptions": {"scope": "inner"}, "parameters": {"p": {"value": "[variables('list')]"}},
     "template": {"$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#", "contentVersion": "1.0.0.0",
       "parameters": {"p": {"type": "array"}}, "resources": [],
       "outputs": {"n": {"type": "int", "value": "[length(parameters('p'))]"}, "names": {"type": "array", "value": "[map(parameters('p'), lambda('i', lambdaVariables('i').n))]"}}}}}
  ],
  "outputs": {
    "a": {"type": "int", "value": "[reference('inner').outputs.n.value]"}, "b": {"type": "string", "value": "[join(reference('inner').outputs.names.value, ',')]"},
    "c": {"type": "bool", "value": "[and(parameters('on'), contains(parameters('zones'), '1'))]"}, "d": {"type": "string", "value": "[string(parameters('tags'))]"},
    "e": {"type": "bool", "value": "[startsWith(variables('prefix'), 'm')]"}, "f": {"type": "int", "value": "[max(parameters('count'), 2)]"},
    "g": {"type": "string", "value": "[coalesce(tryGet(parameters('tags'), 'owner'), parameters('name'))]"},
    "h": {"type": "array", "value": "[filter(range(0, 5), lambda('i', less(lambdaVariables('i'), parameters('count'))))]"},
    "i": {"type": "string", "condition": "[parameters('on')]", "value": "[padLeft(parameters('count'), 3, '0')]"},
    "j": {"type": "string", "value": "[substring(concat(parameters('name'), 'abcdefgh'), 0, 2)]"}
  }
})";

using test::contradiction;

TEST(Monotonic, KnowingLessNeverChangesAnAnswer) {
  std::mt19937 random(20261130);
  const auto pick = [&](auto&& options) { return options[random() % options.size()]; };
  SourceSet sources;
  const auto ir = arm::read_json(sources, sources.add("t.json", text), arm::ExpressionMode::expressions, Limits{});
  ASSERT_FALSE(ir->has_errors());
#ifdef FLEETLINT_SANITIZED
  constexpr int rounds = 300;
#else
  constexpr int rounds = 2500;
#endif
  int compared = 0;
  for (int round = 0; round < rounds; ++round) {
    using Choices = std::vector<std::string>;
    const std::array<std::pair<std::string, std::string>, 6> values = {{
        {"name", pick(Choices{R"("web")", R"("m")", R"("Ab-1")"})}, {"count", pick(Choices{"0", "1", "3", "4"})}, {"on", pick(Choices{"true", "false"})},
        {"mode", pick(Choices{R"("Manual")", R"("Rolling")", R"("Automatic")"})}, {"zones", pick(Choices{"[]", R"(["1"])", R"(["1", "2"])"})},
        {"tags", pick(Choices{"{}", R"({"owner": "me"})", R"({"x": 2, "y": null})"})}}};
    const auto mask = random() % 64;
    const auto run = [&](bool hide) {
      std::string file = "{\"$schema\": \"p\", \"parameters\": {";
      for (std::size_t i = 0; i < values.size(); ++i) {
        if (hide && (mask >> i & 1)) continue;
        file += (file.ends_with('{') ? "\"" : ", \"") + values[i].first + "\": {\"value\": " + values[i].second + "}";
      }
      const auto parameters = arm::read_json(sources, sources.add("p.json", file + "}}"), arm::ExpressionMode::literal, Limits{});
      auto assignments = read_parameter_file(parameters, Limits{});
      EvaluationInput input;
      input.template_ir = ir;
      input.parameters = assignments.parameters;
      input.owners = assignments.owners;
      input.trace = round % 2 == 0;
      return evaluate(std::move(input));
    };
    const auto all = run(false), some = run(true);
    for (const auto& output : some->deployments[0]->outputs) {
      for (const auto& other : all->deployments[0]->outputs) {
        if (other.name != output.name) continue;
        ++compared;
        ASSERT_EQ(contradiction(output.value, other.value, std::string(output.name)), "") << "round " << round << " mask " << mask;
      }
    }
    for (const auto& finding : some->findings) {
      if (finding.severity != Severity::error) continue;
      const bool told = std::any_of(all->findings.begin(), all->findings.end(), [&](const Finding& f) { return f.code == finding.code; });
      ASSERT_TRUE(told) << finding.message << " round " << round;
    }
    if (some->resources.size() != all->resources.size()) continue;  // a loop of unknown count stands for all its items
    for (std::size_t i = 0; i < some->resources.size(); ++i) {
      const auto less = some->resources[i]->condition, more = all->resources[i]->condition;
      ASSERT_TRUE(less == Tri::unknown || less == more);
      if (more == Tri::no || some->resources[i]->zero_or_more) continue;
      ++compared;
      ASSERT_EQ(contradiction(some->resources[i]->body, all->resources[i]->body, "resource"), "") << "round " << round << " mask " << mask;
    }
  }
  EXPECT_GT(compared, rounds * 9);
}

}  // namespace
}  // namespace fleetlint::eval
