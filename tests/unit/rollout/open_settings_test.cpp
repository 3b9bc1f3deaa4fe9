// What a template leaves open is never guessed in silence (rules TPL-1 to TPL-3).
#include "fleetlint/rollout/ask.h"
#include "run.h"

namespace fleetlint::rollout::test {
namespace {

bool applied(const RolloutReport& report, Rule rule) { return report.rules[static_cast<std::size_t>(rule)]; }

TemplateSet template_set(const char* name, const char* policy = R"({"automaticOSUpgradePolicy": {"enableAutomaticOSUpgrade": true}})") {
  TemplateSet set;
  set.name = name;
  set.parts = {{"id", std::string("\"") + name + "\""}, {"region", "\"here\""}, {"image", R"({"stream": "img", "current": "1.0"})"}, {"upgradePolicy", policy}};
  set.unknown.push_back({"capacity", "parameter `count` has no value", "", {}});
  return set;
}

RolloutReport run_with(const std::string& text, const ReadOptions& options) {
  auto report = simulate(scenario(text, options));
  evaluate_assertions(report);
  return report;
}

const std::string asked = head("sets:\n" + set("other", 5) +
                               "assertions: [{id: unknown, minServing: {set: web, atLeast: 0}}, {id: known, minServing: {set: other, atLeast: 4}}, {id: fleet, noOperationFaulted: {scope: fleet}}]\n"
                               "faults: [{type: unhealthyAfterUpgrade, set: web, instances: [7]}]\nactions: [{type: modelChange, set: web, at: 2026-01-05T01:00:00Z, change: image, version: m}]\n");

TEST(OpenSettings, LeaveASetOfUnknownSizeOut) {
  ReadOptions options;
  options.sets.push_back(template_set("web"));
  const auto report = run_with(asked, options);
  EXPECT_TRUE(applied(report, Rule::TPL_1));
  EXPECT_TRUE(report.of_set(0).operations.empty());
  EXPECT_EQ(report.of_set(1).operations.size(), 1u);  // the others are simulated
  ASSERT_EQ(report.assertions.size(), 3u);
  EXPECT_TRUE(report.assertions[0].undecided);
  EXPECT_FALSE(report.assertions[0].holds);
  EXPECT_TRUE(report.assertions[1].holds);
  EXPECT_TRUE(report.assertions[2].undecided) << "a fault in the unknown set would break it";
  const auto text = timeline_text(report, {});
  EXPECT_NE(text.find("parameter `count` has no value"), std::string::npos) << text;
  const auto json = report_json(report, "test");
  EXPECT_NE(json.find("\"minServing\": null"), std::string::npos) << json;
  EXPECT_NE(facts_json(report).find("null"), std::string::npos);
}

TEST(OpenSettings, TakeTheScenariosSize) {
  ReadOptions options;
  options.sets.push_back(template_set("web"));
  const auto report = run_with(head("sets: [{id: web, capacity: 3}]\n"), options);
  EXPECT_FALSE(applied(report, Rule::TPL_1));
  EXPECT_TRUE(report.scenario->open_settings.empty());
  EXPECT_EQ(only_operation(report).eligible, 3u);
}

/// What no size would change is certain all the same.
TEST(OpenSettings, StillTellWhatIsCertain) {
  ReadOptions options;
  options.sets.push_back(template_set("web", "{}"));
  const auto report = run_with(head(), options);
  ASSERT_EQ(report.not_eligible.size(), 1u);
  EXPECT_EQ(report.not_eligible[0].reasons.front(), Reason::automatic_upgrade_disabled);
  EXPECT_EQ(timeline_text(report, {}).find("result     unknown"), std::string::npos);
}

TEST(OpenSettings, AreAssumptionsWhereADefaultCounts) {
  ReadOptions options;
  options.sets.push_back(template_set("web"));
  options.sets[0].unknown = {{"upgradePolicy.mode", "parameter `mode` has no value", "Manual", {}}};
  options.sets[0].parts["capacity"] = "5";
  const auto report = run_with(head(), options);
  EXPECT_TRUE(applied(report, Rule::TPL_2));
  EXPECT_NE(timeline_text(report, {}).find("upgradePolicy.mode of web is taken as Manual"), std::string::npos);
  EXPECT_NE(report_json(report, "test").find("\"taken\": \"Manual\""), std::string::npos);
  // Given as a part or as a whole it is open no more.
  EXPECT_FALSE(applied(run_with(head("sets: [{id: web, upgradePolicy: {mode: Rolling}}]\n"), options), Rule::TPL_2));
}

TEST(OpenSettings, NameTheScenarioThatNobodyGave) {
  ReadOptions options;
  options.assumed.emplace_back("nothing goes wrong");
  const auto report = run_with(head("sets:\n" + set("web", 5)), options);
  EXPECT_TRUE(applied(report, Rule::TPL_3));
  EXPECT_NE(timeline_text(report, {}).find("nothing goes wrong (rule TPL-3)"), std::string::npos);
  EXPECT_NE(report_json(report, "test").find("assumedScenario"), std::string::npos);
}

}  // namespace
}  // namespace fleetlint::rollout::test
