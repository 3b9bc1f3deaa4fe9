// Templates evaluated as a whole. Small templates of our own; what a construct means is said in the test's name.
#include <gtest/gtest.h>

#include <algorithm>

#include "fleetlint/evaluator/evaluate.h"
#include "fleetlint/evaluator/parameter_file.h"
#include "fleetlint/evaluator/provenance.h"
#include "fleetlint/evaluator/value_json.h"
#include "fleetlint/template/reader.h"

namespace fleetlint::eval {
namespace {

constexpr char head[] = R"("$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#", "contentVersion": "1.0.0.0")";
constexpr char target[] = R"({"subscription": {"subscriptionId": "s1"}, "resourceGroup": {"name": "g1", "location": "westus"}, "deployment": {"name": "main"}})";

/// A template made of `sections`, evaluated.
class Evaluated {
 public:
  explicit Evaluated(const std::string& sections, const std::string& parameters = {}, const std::string& context = target, Limits limits = {}) {
    EvaluationInput input;
    input.sources = &sources_;
    input.limits = limits;
    const auto has_resources = sections.find("\"resources\"") != std::string::npos;
    text_ = std::string("{") + head + (has_resources ? "" : R"(, "resources": [])") + (sections.empty() ? "" : ", ") + sections + "}";
    input.template_ir = arm::read_json(sources_, sources_.add("t.json", text_), arm::ExpressionMode::expressions, limits);
    read_errors = input.template_ir->has_errors();
    if (!parameters.empty()) {
      const auto file = arm::read_json(sources_, sources_.add("p.json", R"({"$schema": "p", "parameters": )" + parameters + "}"), arm::ExpressionMode::literal, limits);
      auto assignments = read_parameter_file(file, limits);
      input.parameters = assignments.parameters;
      input.owners = assignments.owners;
      input.parameters_are_complete = true;
    }
    input.context.data = arm::read_json(sources_, sources_.add("c.json", context), arm::ExpressionMode::literal, limits);
    result = evaluate(std::move(input));
  }

  std::string output(std::string_view name) const {
    for (const auto& field : result->deployments[0]->outputs)
      if (field.name == name) return to_json(field.value);
    return "absent";
  }
  const Value* output_value(std::string_view name) const {
    for (const auto& field : result->deployments[0]->outputs)
      if (field.name == name) return &field.value;
    return nullptr;
  }
  const EvaluatedResource* resource(std::string_view name) const {
    for (const auto& resource : result->resources)
      if (resource->name.is_string() && resource->name.as_string() == name) return resource.get();
    return nullptr;
  }
  std::string names() const {
    std::string all;
    for (const auto& resource : result->resources)
      if (resource->condition != Tri::no) all += (all.empty() ? "" : " ") + (resource->name.is_string() ? std::string(resource->name.as_string()) : "?");
    return all;
  }
  /// The kinds of the findings, in order.
  std::string errors() const {
    std::string all;
    for (const auto& finding : result->findings) {
      const auto kind = error_kind(finding.code);
      all += (all.empty() ? "" : " ") + std::string(kind ? to_string(*kind) : finding.code);
    }
    return all;
  }
  std::string text(Location location) const { return std::string(sources_.at(location).text(location.span)); }

  std::shared_ptr<const EvaluatedTemplate> result;
  bool read_errors = false;

 private:
  SourceSet sources_;
  std::string text_;
};

std::string account(const std::string& name, const std::string& more = {}) {
  return R"({"type": "Microsoft.Storage/storageAccounts", "apiVersion": "2022-09-01", "name": ")" + name + "\"" + (more.empty() ? "" : ", " + more) + "}";
}
std::string outputs(const std::string& expression, const std::string& type = "string") {
  return R"("outputs": {"o": {"type": ")" + type + R"(", "value": ")" + expression + "\"}}";
}

// --- parameters ----------------------------------------------------------------------------------------------------

TEST(Template, ResourcesWithNamesOfTheirOwnNeedLanguageVersion2ButAreEvaluatedAllTheSame) {
  const Evaluated t(R"("resources": {"a": {"type": "A.B/c", "apiVersion": "2024-01-01", "name": "n", "dependsOn": ["b"]}, "b": {"type": "A.B/c", "apiVersion": "2024-01-01", "name": "m"}})");
  ASSERT_EQ(t.result->findings.size(), 1u);
  EXPECT_EQ(t.result->findings[0].code, "FL0202");
  EXPECT_EQ(t.names(), "n m");
  EXPECT_EQ(t.resource("n")->depends_on.size(), 1u);
}

TEST(Parameters, AMissingOneMakesOnlyItsUsersUnknown) {
  const Evaluated t(R"("parameters": {"p": {"type": "string", "allowedValues": ["ax", "ay"]}}, "outputs": {
    "known": {"type": "string", "value": "[concat('a', 'b')]"}, "unknown": {"type": "string", "value": "[parameters('p')]"},
    "derived": {"type": "bool", "value": "[startsWith(parameters('p'), 'a')]"}})");
  EXPECT_EQ(t.errors(), "");
  EXPECT_EQ(t.output("known"), "\"ab\"");
  ASSERT_TRUE(t.output_value("unknown")->is_unknown());
  EXPECT_EQ(t.output_value("unknown")->as_unknown().reason, UnknownReason::missing_parameter);
  EXPECT_EQ(t.output("derived"), "true");
}

TEST(Parameters, AreCompleteWithAFile) {
  const auto declared = R"("parameters": {"p": {"type": "string"}, "q": {"type": "string", "nullable": true}, "r": {"type": "int", "defaultValue": 3}})";
  EXPECT_EQ(Evaluated(declared, R"({"p": {"value": "x"}})").errors(), "");
  EXPECT_EQ(Evaluated(declared, "{}").errors(), "missing-parameter");
  EXPECT_EQ(Evaluated(declared, R"({"p": {"value": "x"}, "z": {"value": 1}})").errors(), "extra-parameter");
  EXPECT_EQ(Evaluated(declared, R"({"p": {"value": 1}})").errors(), "type-mismatch");
  EXPECT_EQ(Evaluated(declared, R"({"P": {"value": "x"}, "R": {"value": null}})").errors(), "") << "names without case; null is not given";
}

TEST(Parameters, DefaultsSeeEachOtherButNoVariables) {
  const Evaluated t(R"("parameters": {"a": {"type": "string", "defaultValue": "[concat(parameters('b'), '1')]"}, "b": {"type": "string", "defaultValue": "x"}}, )" +
                    outputs("[parameters('a')]"));
  EXPECT_EQ(t.output("o"), "\"x1\"");
  EXPECT_EQ(Evaluated(R"("variables": {"v": 1}, "parameters": {"a": {"type": "int", "defaultValue": "[variables('v')]"}})").errors(), "not-allowed-here");
  EXPECT_EQ(Evaluated(R"("parameters": {"a": {"type": "string", "defaultValue": "[parameters('b')]"}, "b": {"type": "string", "defaultValue": "[parameters('a')]"}})").errors(), "circular");
}

TEST(Parameters, FilesAreLiteralAndVaultReferencesUnknownAndSecret) {
  const Evaluated t(R"("parameters": {"p": {"type": "string"}, "s": {"type": "securestring"}}, "outputs": {"p": {"type": "string", "value": "[parameters('p')]"},
    "s": {"type": "string", "value": "[concat('x', parameters('s'))]"}})",
                    R"({"p": {"value": "[concat('a')]"}, "s": {"reference": {"keyVault": {"id": "v"}, "secretName": "n"}}})");
  EXPECT_EQ(t.output("p"), "\"[concat('a')]\"");
  ASSERT_TRUE(t.output_value("s")->is_unknown());
  EXPECT_TRUE(t.output_value("s")->is_secret());
}

TEST(Parameters, SecretsNeverPrint) {
  const Evaluated t(R"("parameters": {"s": {"type": "securestring"}}, "outputs": {"a": {"type": "string", "value": "[concat('pre-', parameters('s'))]"},
    "b": {"type": "int", "value": "[length(parameters('s'))]"}})", R"({"s": {"value": "hunter2"}})");
  EXPECT_EQ(t.output("a"), "\"[redacted]\"");
  EXPECT_EQ(t.output("b"), "7");
}

struct TypeCase {
  const char* type;
  const char* value;
  const char* error;
};
class Types : public testing::TestWithParam<TypeCase> {};
TEST_P(Types, AreChecked) {
  const auto& [type, value, error] = GetParam();
  const Evaluated t(std::string(R"("languageVersion": "2.0", "resources": {}, "definitions": {"node": {"type": "object", "properties": {"name": {"type": "string"}, "next": {"$ref": "#/definitions/node", "nullable": true}}}, "small": {"type": "int", "maxValue": 9}}, "parameters": {"p": )") +
                        type + "}", std::string(R"({"p": {"value": )") + value + "}}");
  EXPECT_EQ(t.errors(), error) << type << " " << value;
}
INSTANTIATE_TEST_SUITE_P(All, Types, testing::Values(
    TypeCase{R"({"type": "string", "minLength": 2, "maxLength": 3})", R"("é€")", ""},
    TypeCase{R"({"type": "string", "minLength": 2})", R"("a")", "constraint"},
    TypeCase{R"({"type": "int", "minValue": 1, "maxValue": 5})", "6", "constraint"},
    TypeCase{R"({"type": "int"})", "1.5", "type-mismatch"},
    TypeCase{R"({"type": "string", "allowedValues": ["a", "b"]})", R"("A")", "not-allowed-value"},
    TypeCase{R"({"type": "array", "allowedValues": ["a", "b"]})", R"(["b", "a"])", ""},
    TypeCase{R"({"type": "array", "items": {"type": "int"}})", R"([1, "x"])", "type-mismatch"},
    TypeCase{R"({"type": "array", "prefixItems": [{"type": "int"}], "items": false})", "[1, 2]", "constraint"},
    TypeCase{R"({"type": "object", "properties": {"a": {"type": "string"}, "b": {"type": "int", "nullable": true}}})", R"({"a": "x"})", ""},
    TypeCase{R"({"type": "object", "properties": {"a": {"type": "string"}}})", R"({"c": 1})", "constraint"},
    TypeCase{R"({"type": "object", "properties": {"a": {"type": "string"}}, "additionalProperties": false})", R"({"a": "x", "c": 1})", "constraint"},
    TypeCase{R"({"type": "object", "additionalProperties": {"type": "int"}})", R"({"c": "x"})", "type-mismatch"},
    TypeCase{R"({"$ref": "#/definitions/node"})", R"({"name": "a", "next": {"name": "b", "next": null}})", ""},
    TypeCase{R"({"$ref": "#/definitions/node"})", R"({"name": "a", "next": {"next": null}})", "constraint"},
    TypeCase{R"({"$ref": "#/definitions/small", "minValue": 3})", "2", "constraint"},
    TypeCase{R"({"$ref": "#/definitions/small", "minValue": 3})", "10", "constraint"},
    TypeCase{R"({"type": "object", "discriminator": {"propertyName": "kind", "mapping": {"n": {"$ref": "#/definitions/node"}}}})", R"({"kind": "n", "name": "a"})", ""},
    TypeCase{R"({"type": "object", "discriminator": {"propertyName": "kind", "mapping": {"n": {"$ref": "#/definitions/node"}}}})", R"({"kind": "m"})", "constraint"},
    TypeCase{R"({"type": "string", "nullable": true})", "null", ""}, TypeCase{R"({"type": "string"})", "null", "type-mismatch"}));

// --- variables, functions, loops -----------------------------------------------------------------------------------

TEST(Variables, AreLazyInAnyOrderAndCyclesAreTold) {
  EXPECT_EQ(Evaluated(R"("variables": {"a": "[concat(variables('b'), 'c')]", "b": "ab"}, )" + outputs("[variables('A')]")).output("o"), "\"abc\"");
  EXPECT_EQ(Evaluated(R"("variables": {"a": "[variables('b')]", "b": "[variables('a')]"})").errors(), "circular");
  EXPECT_EQ(Evaluated(R"("variables": {"a": "[reference('x')]"})").errors(), "not-allowed-here");
}

TEST(Variables, LoopInAllForms) {
  const Evaluated t(R"("variables": {"copy": [{"name": "top", "count": 2, "input": "[copyIndex('top', 1)]"}],
    "inside": {"keep": true, "copy": [{"name": "x", "count": 2, "input": {"n": "[copyIndex('x')]"}}, {"name": "y", "count": 0, "input": 1}]}}, "outputs": {
    "a": {"type": "array", "value": "[variables('top')]"}, "b": {"type": "object", "value": "[variables('inside')]"},
    "c": {"type": "array", "copy": {"count": 2, "input": "[copyIndex(5)]"}}})");
  EXPECT_EQ(t.errors(), "");
  EXPECT_EQ(t.output("a"), "[1,2]");
  EXPECT_EQ(t.output("b"), R"({"keep":true,"x":[{"n":0},{"n":1}],"y":[]})");
  EXPECT_EQ(t.output("c"), "[5,6]");
}

TEST(Loops, OfUnknownCountAreZeroOrMore) {
  const Evaluated t(R"("parameters": {"n": {"type": "int", "maxValue": 5}}, "resources": [)" +
                    account("[concat('st', copyIndex())]", R"("copy": {"name": "c", "count": "[parameters('n')]"}, "properties": {"i": "[copyIndex()]", "k": 1})") + "]");
  EXPECT_EQ(t.errors(), "");
  ASSERT_EQ(t.result->resources.size(), 1u);
  const auto& resource = *t.result->resources[0];
  EXPECT_TRUE(resource.zero_or_more);
  EXPECT_EQ(resource.name.as_unknown().prefix, "st");
  const auto* index = resource.body.find("properties")->find("i");
  EXPECT_EQ(index->as_unknown().max_value, 4);
  EXPECT_EQ(to_json(*resource.body.find("properties")->find("k")), "1");
}

TEST(Loops, CountsAreChecked) {
  const auto loop = [](const std::string& count) { return Evaluated(R"("resources": [)" + account("[concat('s', copyIndex())]", R"("copy": {"name": "c", "count": )" + count + "}") + "]"); };
  EXPECT_EQ(loop("-1").errors(), "arg-value");
  EXPECT_EQ(loop("801").errors(), "limit-exceeded");
  EXPECT_EQ(loop("800").result->resources.size(), 800u);
  EXPECT_EQ(loop("\"2\"").errors(), "arg-type");
  EXPECT_EQ(loop("0").names(), "");
}

TEST(Functions, OfTheUserAreCheckedAndExpanded) {
  const auto functions = R"("functions": [{"namespace": "my", "members": {"twice": {"parameters": [{"name": "x", "type": "string"}], "output": {"type": "string", "value": "[concat(parameters('x'), parameters('X'))]"}}}}], )";
  EXPECT_EQ(Evaluated(functions + outputs("[MY.Twice('ab')]")).output("o"), "\"abab\"");
  EXPECT_EQ(Evaluated(functions + outputs("[my.twice(1)]")).errors(), "type-mismatch");
  EXPECT_EQ(Evaluated(functions + outputs("[my.twice()]")).errors(), "arg-count");
  EXPECT_EQ(Evaluated(functions + outputs("[my.other()]")).errors(), "unknown-function");
}

// --- resources -----------------------------------------------------------------------------------------------------

TEST(Resources, HaveIdsNamesAndParents) {
  const Evaluated t(R"("resources": [{"type": "Microsoft.Network/virtualNetworks", "apiVersion": "v", "name": "net", "resources": [
    {"type": "subnets", "apiVersion": "v", "name": "sub"}]}, {"type": "Microsoft.Network/virtualNetworks/subnets", "apiVersion": "v", "name": "net/other"},
    {"type": "Microsoft.Authorization/locks", "apiVersion": "v", "name": "l", "scope": "Microsoft.Network/virtualNetworks/net"}])");
  EXPECT_EQ(t.errors(), "");
  EXPECT_EQ(t.names(), "net net/sub net/other l");
  const std::string base = "/subscriptions/s1/resourceGroups/g1/providers/Microsoft.Network/virtualNetworks/net";
  EXPECT_EQ(t.resource("net/sub")->id.as_string(), base + "/subnets/sub");
  EXPECT_EQ(t.resource("net/sub")->parent, t.resource("net"));
  EXPECT_EQ(t.resource("net/other")->parent, t.resource("net"));
  EXPECT_EQ(t.resource("l")->id.as_string(), base + "/providers/Microsoft.Authorization/locks/l");
  EXPECT_EQ(t.resource("l")->scope.as_string(), base);
}

TEST(Resources, FindParentsWithUnknownNames) {
  const Evaluated t(R"("parameters": {"n": {"type": "string"}}, "resources": [{"type": "A.B/c/d", "apiVersion": "v", "name": "[format('{0}/{1}', parameters('n'), 'x')]"},
    {"type": "A.B/c", "apiVersion": "v", "name": "other"}, {"type": "A.B/c", "apiVersion": "v", "name": "[parameters('n')]"}])");
  EXPECT_EQ(t.errors(), "");
  EXPECT_EQ(t.result->resources[0]->parent, t.result->resources[2].get());
}

TEST(Resources, KeepKnownPiecesOfUnknownIds) {
  const Evaluated t(R"("parameters": {"n": {"type": "string"}}, "resources": [)" + account("[concat('st', parameters('n'))]") + "]");
  EXPECT_EQ(t.result->resources[0]->id.as_unknown().prefix, "/subscriptions/s1/resourceGroups/g1/providers/Microsoft.Storage/storageAccounts/st");
}

TEST(Resources, ConditionsAreYesNoOrMaybe) {
  const Evaluated t(R"("parameters": {"p": {"type": "bool"}}, "resources": [)" + account("a", R"("condition": false, "properties": {"x": "[div(1, 0)]"})") + ", " +
                    account("b", R"("condition": "[parameters('p')]", "properties": {"x": "[div(1, 0)]"})") + ", " + account("c", R"("condition": "[or(parameters('p'), true())]")") + "]");
  EXPECT_EQ(t.resource("a")->condition, Tri::no);
  EXPECT_EQ(t.resource("b")->condition, Tri::unknown);
  EXPECT_EQ(t.resource("c")->condition, Tri::yes);
  ASSERT_EQ(t.errors(), "divide-by-zero");
  EXPECT_EQ(t.result->findings[0].severity, Severity::warning) << "b may not be deployed";
}

TEST(Resources, DependenciesResolveBySymbolNameIdAndLoop) {
  const Evaluated t(R"("resources": [)" + account("[concat('s', copyIndex())]", R"("copy": {"name": "many", "count": 2})") + ", " + account("x") + ", " +
                    account("off", R"("condition": false)") + ", " +
                    account("y", R"("dependsOn": ["many", "X", "off", "[resourceId('Microsoft.Storage/storageAccounts', 's0')]"])") + "]");
  EXPECT_EQ(t.errors(), "");
  const auto& list = t.resource("y")->depends_on;
  EXPECT_EQ(list.size(), 3u);
  EXPECT_EQ(Evaluated(R"("resources": [)" + account("y", R"("dependsOn": ["nothing"])") + "]").errors(), "not-found");
  EXPECT_EQ(Evaluated(R"("resources": [)" + account("a", R"("dependsOn": ["b"])") + ", " + account("b", R"("dependsOn": ["a"])") + "]").errors(), "circular");
}

TEST(Resources, UnknownNamesAreFoundByHowTheyAreMade) {
  const Evaluated t(R"("parameters": {"n": {"type": "string"}}, "resources": [)" + account("[parameters('n')]") + ", " +
                    account("y", R"("dependsOn": ["[resourceId('Microsoft.Storage/storageAccounts', parameters('n'))]"])") + "]");
  EXPECT_EQ(t.errors(), "");
  EXPECT_EQ(t.resource("y")->depends_on.size(), 1u);
}

TEST(Resources, TwiceTheSameIsAnError) {
  EXPECT_EQ(Evaluated(R"("resources": [)" + account("a") + ", " + account("A") + "]").errors(), "duplicate-resource");
  EXPECT_EQ(Evaluated(R"("resources": [)" + account("a") + ", " + account("a", R"("condition": false)") + "]").errors(), "");
}

TEST(Resources, ExistingOnesPassDependenciesOn) {
  const Evaluated t(R"("languageVersion": "2.0", "resources": {"first": )" + account("a") + R"(, "seen": {"existing": true, "type": "Microsoft.Storage/storageAccounts", "apiVersion": "v", "name": "e", "dependsOn": ["first"]}, "last": )" +
                    account("z", R"("dependsOn": ["seen"], "properties": {"id": "[resourceInfo('seen').id]"})") + "}");
  EXPECT_EQ(t.errors(), "");
  EXPECT_TRUE(t.resource("e")->existing);
  ASSERT_EQ(t.resource("z")->depends_on.size(), 1u);
  EXPECT_TRUE(t.resource("z")->depends_on[0].ends_with("/a"));
  EXPECT_TRUE(t.resource("z")->body.find("properties")->find("id")->as_string().ends_with("/e"));
}

// --- nested deployments --------------------------------------------------------------------------------------------

std::string nested(const std::string& name, const std::string& template_sections, const std::string& more = {}, bool inner = true) {
  return R"({"type": "Microsoft.Resources/deployments", "apiVersion": "2022-09-01", "name": ")" + name + "\"" + (more.find("\"subscriptionId\"") == 0 ? ", " + more : "") +
         R"(, "properties": {"mode": "Incremental")" + (inner ? R"(, "expressionEvaluationOptions": {"scope": "inner"})" : "") +
         (more.find("\"parameters\"") == 0 ? ", " + more : "") + R"(, "template": {)" + head + ", " + template_sections + "}}}";
}

TEST(Nested, OutputsFeedOtherModulesEvenTheirNames) {
  const Evaluated t(R"("resources": [)" +
                    nested("second", R"("parameters": {"n": {"type": "string"}}, "resources": [)" + account("[parameters('n')]") + "]",
                           R"("parameters": {"n": {"value": "[reference(resourceId('Microsoft.Resources/deployments', 'first'), '2022-09-01').outputs.o.value]"}})") + ", " +
                    nested("first", R"("resources": [], )" + outputs("[concat('st', '9')]")) + "]");
  EXPECT_EQ(t.errors(), "");
  EXPECT_EQ(t.names(), "second st9 first");
}

TEST(Nested, ResultsOfModulesWithUnknownNamesAreFound) {
  const auto name = "[format('{0}-m', uniqueString(deployment().name, parameters('p')))]";
  const Evaluated t(R"("parameters": {"p": {"type": "string"}}, "resources": [)" + nested(name, R"("resources": [], )" + outputs("known")) + "], " +
                    outputs("[reference(resourceId('Microsoft.Resources/deployments', format('{0}-m', uniqueString(deployment().name, parameters('p')))), '2022-09-01').outputs.o.value]"));
  EXPECT_EQ(t.errors(), "");
  EXPECT_EQ(t.output("o"), "\"known\"");
}

TEST(Nested, InnerAndOuterScopeSeeDifferentThings) {
  const auto sections = R"("variables": {"v": "inner"}, "resources": [)" + account("[concat('st', variables('v'))]", R"("tags": {"group": "[resourceGroup().name]"})") + "]";
  const auto outer_variables = R"("variables": {"v": "outer"}, )";
  const Evaluated inner(std::string(outer_variables) + R"("resources": [)" + nested("n", sections, R"("subscriptionId": "s2", "resourceGroup": "g2")") + "]");
  ASSERT_NE(inner.resource("stinner"), nullptr);
  EXPECT_EQ(inner.resource("stinner")->id.as_string(), "/subscriptions/s2/resourceGroups/g2/providers/Microsoft.Storage/storageAccounts/stinner");
  EXPECT_EQ(to_json(*inner.resource("stinner")->body.find("tags")), R"({"group":"g2"})");
  const Evaluated outer(std::string(outer_variables) + R"("resources": [)" + nested("n", sections, R"("subscriptionId": "s2", "resourceGroup": "g2")", false) + "]");
  ASSERT_NE(outer.resource("stouter"), nullptr);
  EXPECT_EQ(outer.resource("stouter")->id.as_string(), "/subscriptions/s2/resourceGroups/g2/providers/Microsoft.Storage/storageAccounts/stouter");
  EXPECT_EQ(to_json(*outer.resource("stouter")->body.find("tags")), R"({"group":"g1"})");
}

TEST(Nested, ErrorsNameTheWayToThem) {
  const Evaluated t(R"("resources": [)" + nested("n", R"("parameters": {"p": {"type": "string"}}, "resources": [])") + "]");
  ASSERT_EQ(t.errors(), "missing-parameter");
  ASSERT_EQ(t.result->findings[0].notes.size(), 1u);
  EXPECT_NE(t.result->findings[0].notes[0].message.find("`n`"), std::string::npos);
}

TEST(Nested, LinkedOnesAreUnknown) {
  const Evaluated t(R"("resources": [{"type": "Microsoft.Resources/deployments", "apiVersion": "v", "name": "n", "properties": {"mode": "Incremental", "templateLink": {"uri": "https://example.com/t.json"}}}], )" +
                    outputs("[reference('n').outputs.x.value]"));
  EXPECT_EQ(t.errors(), "");
  ASSERT_TRUE(t.output_value("o")->is_unknown());
  EXPECT_EQ(t.output_value("o")->as_unknown().reason, UnknownReason::external);
  EXPECT_EQ(t.result->deployments[1]->template_node, nullptr);
}

// --- origins -------------------------------------------------------------------------------------------------------

TEST(Origins, LeadThroughParametersToTheAuthorsLine) {
  const Evaluated t(R"("parameters": {"size": {"type": "string"}}, "variables": {"v": "[parameters('size')]"}, "resources": [)" +
                    nested("m", R"("parameters": {"s": {"type": "string"}}, "resources": [)" + account("x", R"("kind": "[parameters('s')]")") + "]",
                           R"("parameters": {"s": {"value": "[variables('v')]"}})") + "]", R"({"size": {"value": "Standard_D2"}})");
  const auto* kind = t.resource("x")->body.find("kind");
  EXPECT_EQ(kind->as_string(), "Standard_D2");
  std::string steps;
  const Origin* last = nullptr;
  for (const auto* origin = kind->origin(); origin; origin = origin->via) {
    if (origin->step != OriginStep::function) steps += std::to_string(static_cast<int>(origin->step)) + std::string(origin->label) + " ";
    last = origin;
  }
  const auto number = [](OriginStep step) { return std::to_string(static_cast<int>(step)); };
  EXPECT_EQ(steps, number(OriginStep::parameter) + "s " + number(OriginStep::module_parameter) + "s " + number(OriginStep::variable) + "v " +
                       number(OriginStep::parameter) + "size " + number(OriginStep::parameter_file) + "size " + number(OriginStep::literal) + " ");
  ASSERT_NE(last, nullptr);
  EXPECT_EQ(t.text(last->location), "\"Standard_D2\"");
}

TEST(Origins, PartsOfAGivenValueKnowThatTheyCameWithIt) {
  const Evaluated t(R"("parameters": {"tags": {"type": "object"}}, "resources": [)" + account("x", R"("tags": "[parameters('tags')]", "kind": "[parameters('tags').list[0]]")") + "]",
                    R"({"tags": {"value": {"team": "web", "list": ["Storage"]}}})");
  const auto steps = [](const Value* value) {
    std::string text;
    for (const auto* origin = value->origin(); origin; origin = origin->via)
      if (origin->step != OriginStep::function && origin->step != OriginStep::expression) text += describe(*origin) + "; ";
    return text;
  };
  const auto& body = t.resource("x")->body;
  const auto* team = body.find("tags")->find("team");
  EXPECT_EQ(steps(team), "value of parameter `tags` in the parameter file; written here; ");
  EXPECT_EQ(t.text(team->origin()->location), "\"web\"");
  // Taken out by the template, too, and told once.
  EXPECT_EQ(steps(body.find("kind")), "value of parameter `tags` in the parameter file; written here; ");
}

TEST(Parameters, FindingsAboutGivenValuesNameTheParameter) {
  const Evaluated t(R"("parameters": {"size": {"type": "int"}}, "outputs": {"o": {"type": "string", "value": "[parameters('size')]"}})", R"({"size": {"value": "big"}})");
  ASSERT_FALSE(t.result->findings.empty());
  EXPECT_EQ(t.result->findings[0].path, "parameters.size");
}

TEST(Parameters, TellsWhatThereIsInsteadOfAnUnknownOne) {
  EXPECT_EQ(Evaluated(R"("parameters": {"size": {"type": "int", "defaultValue": 1}})", R"({"sise": {"value": 1}})").result->findings.at(0).message,
            "the template has no parameter `sise`; did you mean `size`?");
  EXPECT_EQ(Evaluated(R"("parameters": {"size": {"type": "int", "defaultValue": 1}, "b": {"type": "int", "defaultValue": 1}})", R"({"colour": {"value": 1}})").result->findings.at(0).message,
            "the template has no parameter `colour`; it has `size`, `b`");
  EXPECT_EQ(Evaluated("", R"({"colour": {"value": 1}})").result->findings.at(0).message, "the template has no parameter `colour`; it has none");
}

// --- limits and bad input ------------------------------------------------------------------------------------------

TEST(Limits, StopExpressionBombs) {
  Limits limits;
  limits.evaluation_steps = 10'000;
  std::string variables = R"("variables": {"v0": "[range(0, 100)]")";
  for (int i = 1; i < 12; ++i)
    variables += ", \"v" + std::to_string(i) + "\": \"[map(variables('v" + std::to_string(i - 1) + "'), lambda('x', variables('v" + std::to_string(i - 1) + "')))]\"";
  const Evaluated t(variables + "}, " + outputs("[string(variables('v11'))]"), {}, target, limits);
  EXPECT_NE(t.errors().find("FL0299"), std::string::npos);
  EXPECT_LT(t.result->steps, 100'000u);
}

TEST(Limits, ManyNestedLoopsEnd) {
  Limits limits;
  limits.modules = 100;
  limits.evaluation_steps = 200'000;
  std::string inner = account("[concat('s', copyIndex())]", R"("copy": {"name": "c", "count": 50})");
  for (int i = 0; i < 5; ++i) {
    auto next = nested("[concat('n', copyIndex())]", R"("resources": [)" + inner + "]");
    next.insert(next.size() - 1, R"(, "copy": {"name": "c", "count": 50})");
    inner = next;
  }
  const Evaluated t(R"("resources": [)" + inner + "]", {}, target, limits);
  EXPECT_NE(t.errors().find("FL0299"), std::string::npos);
}

TEST(Dependencies, OnALoopWithoutItemsAreNone) {
  const Evaluated t(R"("resources": [)" + account("a", R"("copy": {"name": "none", "count": 0})") + ", " + account("b", R"("dependsOn": ["none"])") + "]");
  EXPECT_EQ(t.errors(), "");
  ASSERT_TRUE(t.resource("b"));
  EXPECT_TRUE(t.resource("b")->depends_on.empty());
}

TEST(Names, OfWhatIsNotDeployedMayBeNull) {
  const Evaluated t(R"("resources": [)" + account("[null()]", R"("condition": false)") + "]");
  EXPECT_EQ(t.errors(), "");
}

TEST(Defaults, UseWhatTheCompilerLoadedFromFiles) {
  const Evaluated t(R"("parameters": {"p": {"type": "object", "defaultValue": "[variables('$fxv#0')]"}}, "variables": {"$fxv#0": {"a": 1}}, "outputs": {"o": {"type": "int", "value": "[parameters('p').a]"}})");
  EXPECT_EQ(t.errors(), "");
  EXPECT_EQ(t.output("o"), "1");
}

TEST(Members, WithUnknownNamesMayReplaceOthers) {
  const Evaluated t(R"("parameters": {"k": {"type": "string"}}, "variables": {"before": {"a": 1, "[parameters('k')]": 2}, "after": {"[parameters('k')]": 2, "a": 1}},
    "outputs": {"before": {"type": "int", "value": "[variables('before').a]"}, "after": {"type": "int", "value": "[variables('after').a]"}})");
  EXPECT_NE(t.output("before").find("\"oneOf\":[1,2]"), std::string::npos) << t.output("before");
  EXPECT_EQ(t.output("after"), "1");
}

TEST(Conditions, KeepWhatBothBranchesShare) {
  const Evaluated t(R"("parameters": {"c": {"type": "bool"}}, "variables": {"v": "[if(parameters('c'), createObject('same', 1, 'in', createObject('x', 'a')), createObject('same', 1, 'in', createObject('x', 'b')))]"},
    "outputs": {"same": {"type": "int", "value": "[variables('v').same]"}, "x": {"type": "string", "value": "[variables('v').in.x]"}, "equal": {"type": "bool", "value": "[equals(variables('v').in.x, variables('v').in.x)]"}})");
  EXPECT_EQ(t.output("same"), "1");
  EXPECT_EQ(t.output("equal"), "true");
  EXPECT_NE(t.output("x").find("\"reason\":\"missing-parameter\",\"expression\":\"if(parameters('c'), 'a', 'b')\""), std::string::npos) << t.output("x");
}

TEST(Cycles, TellTheirWay) {
  const Evaluated t(R"("variables": {"a": "[variables('b')]", "b": "[variables('a')]"}, "resources": [)" + account("x", R"("dependsOn": ["y"])") + ", " + account("y", R"("dependsOn": ["x"])") + "]");
  ASSERT_EQ(t.errors(), "circular circular");
  EXPECT_NE(t.result->findings[0].message.find("a → b → a"), std::string::npos) << t.result->findings[0].message;
  EXPECT_NE(t.result->findings[1].message.find("x → y → x"), std::string::npos) << t.result->findings[1].message;
}

TEST(Errors, TellTheWayOfTheValue) {
  const Evaluated t(R"("parameters": {"list": {"type": "array"}}, "variables": {"copy": [], "second": "[parameters('list')[1]]"})", R"({"list": {"value": ["only"]}})");
  ASSERT_EQ(t.errors(), "index-out-of-bounds");
  const auto& notes = t.result->findings[0].notes;
  ASSERT_EQ(notes.size(), 2u);
  EXPECT_EQ(notes[0].message, "from parameter `list`");
  EXPECT_EQ(notes[1].message, "value of parameter `list` in the parameter file");
}

TEST(Limits, AreToldWhereTheyWereReached) {
  Limits limits;
  limits.evaluation_steps = 2000;
  const Evaluated t(R"("variables": {"big": "[map(range(0, 5000), lambda('x', mul(lambdaVariables('x'), 2)))]"}, "outputs": {"o": {"type": "string", "value": "x"}})", {}, target, limits);
  ASSERT_EQ(t.errors(), "FL0299");
  EXPECT_NE(t.result->findings[0].message.find("2000 steps"), std::string::npos);
  const auto place = t.text(t.result->findings[0].location);  // inside of the lambda, not the whole template
  EXPECT_TRUE(place == "2" || place.starts_with("mul") || place.starts_with("lambdaVariables")) << place;
}

TEST(Frame, IsChecked) {
  SourceSet sources;
  const auto codes = [&](const std::string& text) {
    EvaluationInput input;
    input.template_ir = arm::read_json(sources, sources.add("t.json", text), arm::ExpressionMode::expressions, Limits{});
    std::string all;
    const auto result = evaluate(std::move(input));
    for (const auto& finding : result->findings) all += std::string(to_string(*error_kind(finding.code))) + " ";
    return all;
  };
  EXPECT_EQ(codes("[]"), "arg-type ");
  EXPECT_EQ(codes("{}"), "missing-property missing-property missing-property ");
  EXPECT_EQ(codes(R"({"$schema": "s", "contentVersion": "1", "resources": {}})"), "arg-type ");
  EXPECT_EQ(codes(R"({"$schema": "s", "contentVersion": "1", "resources": [], "resorces": []})"), "unknown-member ");
  EXPECT_EQ(codes(R"({"$schema": "s", "contentVersion": "1", "resources": [1, {"type": "A/b"}, {"name": "x"}]})"), "arg-type missing-property missing-property ");
}

TEST(References, ToWhatIsNotDeployedFail) {
  const auto off = account("off", R"("condition": false)");
  EXPECT_EQ(Evaluated(R"("resources": [)" + off + "], " + outputs("[reference('off').x]")).errors(), "not-found");
  EXPECT_EQ(Evaluated(R"("resources": [)" + off + "], " + outputs("[if(true(), 'a', reference('off').x)]")).output("o"), "\"a\"");
  EXPECT_EQ(Evaluated(R"("resources": [)" + off + "], " + outputs("[reference(resourceId('Microsoft.Storage/storageAccounts', 'off'), '2022-09-01').x]")).errors(), "")
      << "by its id it may be one that was there before";
  const auto maybe = R"("parameters": {"p": {"type": "bool"}}, "resources": [)" + account("m", R"("condition": "[parameters('p')]")") + "], ";
  EXPECT_EQ(Evaluated(maybe + outputs("[reference('m').x]")).errors(), "");
}

TEST(References, ByNameMakeTheResourceWait) {
  const auto refers = [](const std::string& to) { return R"("properties": {"x": "[reference()" + to + R"().y]"})"; };
  EXPECT_EQ(Evaluated(R"("resources": [)" + account("a", refers("'b'")) + ", " + account("b", R"("dependsOn": ["a"])") + "]").errors(), "circular");
  EXPECT_EQ(Evaluated(R"("resources": [)" + account("a", refers("'b'")) + ", " + account("b", refers("'a'")) + "]").errors(), "circular");
  EXPECT_EQ(Evaluated(R"("resources": [)" + account("a", refers("resourceId('Microsoft.Storage/storageAccounts', 'b')")) + ", " + account("b", R"("dependsOn": ["a"])") + "]").errors(), "")
      << "an id makes no dependency";
  EXPECT_EQ(Evaluated(R"("resources": [)" + account("a", refers("'b'")) + ", " + account("b") + "]").errors(), "");
}

TEST(References, OfManyAreNotForLoops) {
  const auto many = R"("languageVersion": "2.0", "resources": {"all": )" + account("[concat('a', copyIndex())]", R"("copy": {"name": "l", "count": 2})") + "}, ";
  EXPECT_EQ(Evaluated(many + outputs("[references('all')]", "array")).errors(), "");
  EXPECT_EQ(Evaluated(many + R"("outputs": {"o": {"type": "array", "copy": {"count": 2, "input": "[references('all')]"}}})").errors(), "not-allowed-here");
}

TEST(Loops, OfResourcesAreReadStrictly) {
  const auto loop = [](const std::string& copy) { return Evaluated(R"("resources": [)" + account("[concat('a', copyIndex())]", R"("copy": {)" + copy + "}") + "]").errors(); };
  EXPECT_EQ(loop(R"("name": "l", "count": 2, "mode": "Parallel")"), "");
  EXPECT_EQ(loop(R"("name": "l", "count": 2, "mode": "SERIAL", "batchSize": "[add(1, 1)]")"), "");
  EXPECT_EQ(loop(R"("count": 2)"), "missing-property");
  EXPECT_EQ(loop(R"("name": "l", "count": 2, "mode": "fast")"), "arg-value");
  EXPECT_EQ(loop(R"("name": "l", "count": 2, "mode": "serial", "batchSize": 0)"), "arg-value");
  EXPECT_EQ(loop(R"("name": "l", "count": 2, "mode": "serial", "batchSize": "2")"), "arg-type");
}

TEST(Loops, OfPropertiesNeedCountAndInput) {
  const auto loop = [](const std::string& entry) { return Evaluated(R"("resources": [)" + account("a", R"("properties": {"copy": [{"name": "l", )" + entry + "}]}") + "]"); };
  EXPECT_EQ(to_json(*loop(R"("count": 1, "input": 7)").resource("a")->body.find("properties")), R"({"l":[7]})");
  EXPECT_EQ(loop(R"("count": 1)").errors(), "missing-property");
  EXPECT_EQ(loop(R"("input": 1)").errors(), "missing-property");
  EXPECT_EQ(loop(R"("other": 1)").errors(), "") << "a property that happens to have this name";
}

TEST(Nested, WithSymbolicNamesAreInner) {
  const auto template_of = [](const std::string& scope, const std::string& api) {
    return R"("languageVersion": "2.0", "variables": {"v": "outer"}, "resources": {"n": {"type": "Microsoft.Resources/deployments", "apiVersion": ")" + api +
           R"(", "name": "n", "properties": {"mode": "Incremental", )" + scope + R"("template": {)" + head +
           R"(, "variables": {"v": "inner"}, "resources": [], "outputs": {"o": {"type": "string", "value": "[variables('v')]"}}}}}}, )" + outputs("[reference('n').outputs.o.value]");
  };
  const Evaluated inner(template_of("", "2020-09-01"));
  EXPECT_EQ(inner.errors(), "");
  EXPECT_EQ(inner.output("o"), "\"inner\"") << "it is the default";
  EXPECT_EQ(Evaluated(template_of(R"("expressionEvaluationOptions": {"scope": "outer"}, )", "2020-09-01")).errors(), "not-allowed-here");
  EXPECT_EQ(Evaluated(template_of("", "2019-10-01")).errors(), "arg-value");
}

TEST(Nested, TakeOneOfTextAndLink) {
  const auto with = [](const std::string& properties) {
    return Evaluated(R"("resources": [{"type": "Microsoft.Resources/deployments", "apiVersion": "2022-09-01", "name": "n", "properties": {"mode": "Incremental", )" + properties + "}}]").errors();
  };
  EXPECT_EQ(with(R"("templateLink": {"uri": "https://host.example/t.json"}, "parameters": {})"), "");
  EXPECT_EQ(with(R"("templateLink": {"uri": "https://host.example/t.json"}, "parameters": {}, "parametersLink": {"uri": "https://host.example/p.json"})"), "not-allowed-here");
}

TEST(Nested, NamesOfDeploymentsHave64Characters) {
  const auto named = [](std::size_t size) {
    return Evaluated(R"("resources": [{"type": "Microsoft.Resources/deployments", "apiVersion": "2022-09-01", "name": ")" + std::string(size, 'n') + R"(", "properties": {"mode": "Incremental"}}])").errors();
  };
  EXPECT_EQ(named(64), "");
  EXPECT_EQ(named(65), "limit-exceeded");
}

TEST(Declarations, NameTypesThatExist) {
  EXPECT_EQ(Evaluated(R"("parameters": {"p": {"defaultValue": 1}})").errors(), "") << "as Bicep writes `any`";
  EXPECT_EQ(Evaluated(R"("parameters": {"p": {"type": "number", "defaultValue": 1}})").errors(), "arg-value");
  EXPECT_EQ(Evaluated(R"("parameters": {"p": {"type": "SecureString", "defaultValue": "x"}})").errors(), "");
  EXPECT_EQ(Evaluated(R"("outputs": {"o": {"type": "text", "value": 1}})").errors(), "arg-value");
  const std::string symbolic = R"("languageVersion": "2.0", "resources": {}, "definitions": {"small": {"type": "int", "maxValue": 9}}, )";
  EXPECT_EQ(Evaluated(symbolic + R"("parameters": {"p": {"$ref": "#/definitions/small", "defaultValue": 1}})").errors(), "");
  EXPECT_EQ(Evaluated(symbolic + R"("parameters": {"p": {"$ref": "#/definitions/large", "defaultValue": 1}})").errors(), "not-found");
}

TEST(ParameterArguments, AreJsonOrText) {
  SourceSet sources;
  const auto kind = [&](std::string_view text) {
    const auto read = read_parameter_argument(text, sources, Limits{});
    return read.parameters.empty() ? arm::NodeKind::null : read.parameters[0].value->kind;
  };
  EXPECT_EQ(kind("a=1"), arm::NodeKind::integer);
  EXPECT_EQ(kind("a=[1]"), arm::NodeKind::array);
  EXPECT_EQ(kind("a=x=y"), arm::NodeKind::string);
  EXPECT_EQ(kind("a="), arm::NodeKind::string);
  EXPECT_EQ(kind("a"), arm::NodeKind::null);
}

}  // namespace
}  // namespace fleetlint::eval
