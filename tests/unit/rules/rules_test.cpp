// What every rule must have, and how the engine treats unknowns, conditions and rules that cover each other.
#include <gtest/gtest.h>

#include <set>

#include "rule_test_support.h"

namespace fleetlint::rules {
namespace {

using test::Linted;
using test::with_set;

TEST(RuleList, EveryRuleIsComplete) {
  std::set<std::string> ids, names;
  for (const auto* rule : all_rules()) {
    const std::string id = rule->id;
    EXPECT_TRUE(ids.insert(id).second) << id;
    EXPECT_TRUE(names.insert(rule->name).second) << rule->name;
    EXPECT_EQ(id.substr(0, 3), "FL-") << id;
    EXPECT_NE(std::string_view(rule->title), "") << id;
    EXPECT_GT(std::string_view(rule->page).size(), 80u) << id;
    EXPECT_EQ((rule->check_model != nullptr) + (rule->check_scale_set != nullptr) + (rule->check_source != nullptr), 1) << id;
    EXPECT_EQ(find_rule(rule->name), rule);
    EXPECT_EQ(find_rule(id), rule);
  }
  EXPECT_GE(ids.size(), 300u);
}

TEST(RuleList, SuppressingRulesAreIds) {
  for (const auto* rule : all_rules()) {
    std::string_view ids = rule->suppressed_by;
    while (!ids.empty()) {
      const auto blank = ids.find(' ');
      EXPECT_EQ(ids.substr(0, 3), "FL-") << rule->id;
      ids = blank == std::string_view::npos ? std::string_view{} : ids.substr(blank + 1);
    }
  }
}

constexpr const char* rolling_without_health = R"({"upgradePolicy": {"mode": "Rolling", "rollingUpgradePolicy": {"maxBatchInstancePercent": 20}}, "virtualMachineProfile": {}})";

TEST(Engine, ReportsWhereTheValueIsWritten) {
  const Linted linted(with_set(rolling_without_health));
  EXPECT_EQ(linted.count("FL-HLT-002"), 1u);
  EXPECT_EQ(linted.line_of("FL-HLT-002"), 7u);
}

TEST(Engine, APropertyWithoutValueGivesNothing) {
  const Linted linted(with_set(R"({"upgradePolicy": {"mode": "[parameters('mode')]"}, "virtualMachineProfile": {}})", R"("sku": {"capacity": 6},)", R"({"mode": {"type": "string"}})"));
  for (const char* rule : {"FL-HLT-002", "FL-UPG-003", "FL-UPG-004", "FL-UPG-006"}) EXPECT_FALSE(linted.fires(rule)) << rule;
}

TEST(Engine, ADefaultCountsAndIsMarked) {
  const Linted linted(with_set(R"({"upgradePolicy": {"mode": "[parameters('mode')]"}, "virtualMachineProfile": {}})", R"("sku": {"capacity": 6},)", R"({"mode": {"type": "string", "defaultValue": "Rolling"}})"));
  ASSERT_TRUE(linted.fires("FL-HLT-002"));
  for (const auto& each : linted.findings())
    if (std::string_view(each.rule->id) == "FL-HLT-002") {
      EXPECT_TRUE(each.assumed_default);
    }
}

TEST(Engine, AllowedValuesThatAllFailAreAFinding) {
  const auto set_with = [](const char* allowed) {
    return with_set(R"({"upgradePolicy": {"mode": "Rolling", "rollingUpgradePolicy": {"maxUnhealthyInstancePercent": "[parameters('limit')]"}}, "virtualMachineProfile": {}})", R"("sku": {"capacity": 6},)",
                    std::string(R"({"limit": {"type": "int", "allowedValues": )") + allowed + "}}");
  };
  EXPECT_TRUE(Linted(set_with("[0, 200]")).fires("FL-UPG-010"));
  EXPECT_FALSE(Linted(set_with("[0, 20]")).fires("FL-UPG-010"));
}

TEST(Engine, AStrongerRuleSilencesAWeakerOne) {
  const auto capacity_one = with_set(R"({"upgradePolicy": {"mode": "Rolling", "rollingUpgradePolicy": {"maxBatchInstancePercent": 100}}, "virtualMachineProfile": {}})", R"("sku": {"capacity": 1},)");
  const Linted linted(capacity_one);
  EXPECT_TRUE(linted.fires("FL-UPG-015"));
  EXPECT_FALSE(linted.fires("FL-UPG-016"));
  EXPECT_FALSE(linted.fires("FL-CAP-005"));
}

TEST(Engine, RulesOffByDefaultRunWhenAsked) {
  EXPECT_FALSE(Linted(with_set(rolling_without_health)).fires("FL-UPG-021"));
  EXPECT_TRUE(Linted(with_set(rolling_without_health), {"rollback-on-breach-off"}).fires("FL-UPG-021"));
}

TEST(Engine, AResourceUnderAnUnknownConditionIsMarked) {
  const Linted linted(with_set(rolling_without_health, R"("condition": "[parameters('on')]", "sku": {"capacity": 6},)", R"({"on": {"type": "bool"}})"));
  ASSERT_TRUE(linted.fires("FL-HLT-002"));
  for (const auto& each : linted.findings()) EXPECT_TRUE(each.conditional) << each.rule->id;
}

TEST(Engine, AFalseConditionRemovesTheResource) {
  const Linted linted(with_set(rolling_without_health, R"("condition": false, "sku": {"capacity": 6},)"));
  EXPECT_TRUE(linted.findings().empty());
}

TEST(Model, AnExtensionAsAResourceOfItsOwnCounts) {
  const std::string extension =
      R"(, {"type": "Microsoft.Compute/virtualMachineScaleSets/extensions", "apiVersion": "2024-07-01", "name": "web/health", "dependsOn": ["web"], "properties": {"publisher": "microsoft.managedservices", "type": "applicationhealthlinux", "typeHandlerVersion": "2.0", "settings": {"protocol": "http", "port": 80, "requestPath": "/"}}})";
  EXPECT_FALSE(Linted(with_set(rolling_without_health, R"("sku": {"capacity": 6},)", "{}", extension)).fires("FL-HLT-002"));
}

TEST(Model, AProbeIsFollowedToItsLoadBalancer) {
  const auto set = [](const char* probe) {
    return with_set(std::string(R"({"upgradePolicy": {"mode": "Rolling"}, "virtualMachineProfile": {"networkProfile": {"healthProbe": {"id": "[resourceId('Microsoft.Network/loadBalancers/probes', 'lb', ')") + probe +
                        R"(')]"}}}})",
                    R"("sku": {"capacity": 6},)", "{}",
                    R"(, {"type": "Microsoft.Network/loadBalancers", "apiVersion": "2023-11-01", "name": "lb", "location": "westeurope", "sku": {"name": "Standard"}, "properties": {"probes": [{"name": "http", "properties": {"protocol": "Tcp", "port": 80, "intervalInSeconds": 300, "numberOfProbes": 2}}], "loadBalancingRules": []}})");
  };
  const Linted found(set("http"));
  EXPECT_FALSE(found.fires("FL-HLT-004"));
  EXPECT_TRUE(found.fires("FL-HLT-006"));
  EXPECT_TRUE(found.fires("FL-HLT-009"));
  const Linted missing(set("https"));
  EXPECT_TRUE(missing.fires("FL-HLT-004"));
  EXPECT_FALSE(missing.fires("FL-HLT-006"));
}

}  // namespace
}  // namespace fleetlint::rules
