#pragma once
// Runs the rules over a template written in the test.
#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "fleetlint/evaluator/evaluate.h"
#include "fleetlint/fleet/fleet_model.h"
#include "fleetlint/rules/rule.h"
#include "fleetlint/template/reader.h"

namespace fleetlint::rules::test {

/// Findings of one run, kept with everything they point to.
class Linted {
 public:
  explicit Linted(const std::string& json, std::vector<std::string> enabled = {}) {
    eval::EvaluationInput input;
    input.sources = &sources_;
    input.template_ir = arm::read_json(sources_, sources_.add("main.json", json), arm::ExpressionMode::expressions, Limits{});
    model_ = fleet::build_fleet_model(eval::evaluate(std::move(input)));
    RuleInput rule_input;
    rule_input.model = model_.get();
    rule_input.sources = &sources_;
    rule_input.now = *fleet::parse_instant("2026-06-01");
    rule_input.enabled = std::move(enabled);
    run_ = run_rules(rule_input);
  }

  std::size_t count(std::string_view rule) const {
    return static_cast<std::size_t>(std::count_if(run_.findings.begin(), run_.findings.end(), [&](const auto& each) { return rule == each.rule->id; }));
  }
  bool fires(std::string_view rule) const { return count(rule) > 0; }
  std::uint32_t line_of(std::string_view rule) const {
    for (const auto& each : run_.findings)
      if (rule == each.rule->id) return sources_.at(each.finding.location).line_column(each.finding.location.span.begin).line;
    return 0;
  }
  const std::vector<RuleFinding>& findings() const { return run_.findings; }
  const fleet::FleetModel& model() const { return *model_; }

 private:
  SourceSet sources_;
  std::shared_ptr<const fleet::FleetModel> model_;
  RuleRun run_;
};

/// A template with one set: `properties` and what stands beside it are given; `more` are further resources.
inline std::string with_set(const std::string& properties, const std::string& beside = R"("sku": {"name": "Standard_D2s_v5", "capacity": 6},)", const std::string& parameters = "{}",
                            const std::string& more = "") {
  return "{\n\"$schema\": \"https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#\",\n\"contentVersion\": \"1.0.0.0\",\n\"parameters\": " + parameters +
         ",\n\"resources\": [\n{\"type\": \"Microsoft.Compute/virtualMachineScaleSets\", \"apiVersion\": \"2024-07-01\", \"name\": \"web\", \"location\": \"westeurope\", " + beside +
         "\n\"properties\": " + properties + "}" + more + "]}";
}

}  // namespace fleetlint::rules::test
