#include "fleetlint/workspace/secrets.h"

#include <gtest/gtest.h>

namespace fleetlint::workspace {
namespace {

constexpr std::string_view message = "the value 'hunter2!' is not allowed";

Finding finding_at(SourceId source, std::uint32_t at) {
  Finding finding;
  finding.message = message;
  finding.location = {source, {at, at + 1}};
  return finding;
}

/// Read on one thread and on several.
void expect_hidden(SourceSet& sources, SourceId source, bool hidden) {
  const auto finding = finding_at(source, static_cast<std::uint32_t>(sources[source].text().find("hunter2!")));
  const auto expected = hidden ? "the value '[redacted]' is not allowed" : std::string(message);
  EXPECT_EQ(find_secrets(sources, 3).message(finding), expected) << sources[source].path();
  EXPECT_EQ(find_secrets(sources).message(finding), expected) << sources[source].path();
}

TEST(FindSecrets, KnowsWhatAnotherFileDeclaresOfTheParametersThatAModuleGets) {
  SourceSet sources;
  const auto main = sources.add("main.bicep", "module m 'm.bicep' = {\n  params: {\n    key: 'hunter2!'\n  }\n}\n");
  expect_hidden(sources, main, false);
  sources.add("n.bicep", "param key string\n");
  expect_hidden(sources, main, false);
  sources.add("m.bicep", "@sys.secure()\nparam KEY string\n");
  expect_hidden(sources, main, true);
}

TEST(FindSecrets, ReadsDeclarationsInJsonInWhateverCaseAndEscaped) {
  for (const std::string type : {"securestring", "SecureObject", "\\u0073ecureString"}) {
    SourceSet sources;
    const auto main = sources.add("main.bicep", "module m 'm.json' = {\n  params: {\n    key: 'hunter2!'\n  }\n}\n");
    sources.add("m.json", R"({"parameters": {"key": {"type": ")" + type + R"("}}, "resources": []})");
    expect_hidden(sources, main, true);
  }
}

TEST(FindSecrets, HidesWhatAParameterFileAssignsToNobodyKnowsWhat) {
  SourceSet sources;
  const auto parameters = sources.add("main.bicepparam", "using 'main.bicep'\nparam key = 'hunter2!'\n");
  expect_hidden(sources, parameters, true);
  sources.add("main.bicep", "param key string\n");
  expect_hidden(sources, parameters, false);
}

TEST(FindSecrets, HidesASecretOfOneFileInMessagesAboutAnother) {
  SourceSet sources;
  const auto main = sources.add("main.bicep", "var a = 'hunter2!'\n");
  expect_hidden(sources, main, false);
  sources.add("other.bicep", "@secure()\nparam key string = 'hunter2!'\n");
  expect_hidden(sources, main, true);
}

TEST(FindSecrets, HidesTextsUnderTellingNamesInObjectsThatAnExpressionMakes) {
  for (const std::string made : {"[createObject('adminPassword', 'hunter2!')]", "[union(createObject('size', 1, 'ADMINPASSWORD', 'hunter2!'), variables('more'))]"}) {
    SourceSet sources;
    const auto main = sources.add("main.json", R"({"resources": [], "variables": {"a": ")" + made + R"("}})");
    expect_hidden(sources, main, true);
  }
  for (const std::string made : {"[createObject('adminName', 'hunter2!')]", "createObject('adminPassword', 'hunter2!')"}) {
    SourceSet sources;
    const auto main = sources.add("main.json", R"({"resources": [], "variables": {"a": ")" + made + R"("}})");
    expect_hidden(sources, main, false);
  }
}

TEST(FindSecrets, HidesTheSameOfWhatAModuleGetsInBicepAndInJson) {
  struct Case {
    std::string_view bicep, json;
    bool hidden;
  };
  const Case cases[] = {
      {"union({ a: 'hunter2!' }, b)", "[union(createObject('a', 'hunter2!'), variables('b'))]", true},
      {"x ? 'hunter2!' : b", "[if(variables('x'), 'hunter2!', variables('b'))]", true},
      {"b ?? 'hunter2!'", "[coalesce(variables('b'), 'hunter2!')]", true},
      {"'${b}hunter2!'", "[format('{0}hunter2!', variables('b'))]", true},
      {"'{${b}hunter2!'", "[format('{{{0}hunter2!', variables('b'))]", true},
      {"map(b, x => 'hunter2!')", "[map(variables('b'), lambda('x', 'hunter2!'))]", true},
      {"b == 'hunter2!' ? 1 : 2", "[if(equals(variables('b'), 'hunter2!'), 1, 2)]", false},
      {"b['hunter2!']", "[variables('b')['hunter2!']]", false},
      {"b.?'hunter2!'", "[tryGet(variables('b'), 'hunter2!')]", false},
      {"b", "[variables('hunter2!')]", false},
  };
  for (const auto& [bicep, json, hidden] : cases) {
    SourceSet of_bicep, of_json;
    const auto declares = "@secure()\nparam key object\n";
    const auto main = of_bicep.add("main.bicep", "// hunter2!\nmodule m 'm.bicep' = {\n  params: {\n    key: " + std::string(bicep) + "\n  }\n}\n");
    of_bicep.add("m.bicep", declares);
    expect_hidden(of_bicep, main, hidden);
    const auto compiled = of_json.add("main.json", R"({"resources": [], "parameters": {"key": {"value": ")" + std::string(json) + R"("}}, "hunter2!": 0})");
    of_json.add("m.bicep", declares);
    expect_hidden(of_json, compiled, hidden);
  }
}

TEST(FindSecrets, HidesSecureValuesThatLookLikeABrokenExpression) {
  for (const std::string value : {"[x7!Pa55word", "[9!a b c]", "[[S3cret-77]"}) {
    SourceSet sources;
    sources.add("m.bicep", "@secure()\nparam key string\n");
    sources.add("p.json", R"({"parameters": {"key": {"value": ")" + value + R"("}}})");
    EXPECT_EQ(find_secrets(sources).text("got " + value), "got [redacted]") << value;
  }
}

TEST(FindSecrets, HidesTokensOfAnySource) {
  SourceSet sources;
  const auto main = sources.add("main.bicep", "var a = 'hunter2!'\n");
  sources.add("other.bicep", "var url = 'https://a/b?sig=abcdefghijklmnop'\n");
  auto finding = finding_at(main, 0);
  finding.message = "got abcdefghijklmnop";
  EXPECT_EQ(find_secrets(sources, 3).message(finding), "got [redacted]");
}

}  // namespace
}  // namespace fleetlint::workspace
