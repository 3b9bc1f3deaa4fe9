#pragma once
// A template of a few sections, evaluated.
#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "fleetlint/evaluator/evaluate.h"
#include "fleetlint/template/reader.h"

namespace fleetlint::eval {

/// What each template begins with, without its opening brace.
inline constexpr char template_head[] = R"("$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#", "contentVersion": "1.0.0.0")";

struct EvaluatedCase {
  SourceSet sources;
  std::shared_ptr<const EvaluatedTemplate> result;

  /// `sections`: the members behind the head; `resources` may be left out.
  explicit EvaluatedCase(const std::string& sections) {
    EvaluationInput input;
    input.sources = &sources;
    const auto* resources = sections.find("\"resources\"") != std::string::npos ? "" : R"(, "resources": [])";
    const std::string text = "{" + std::string(template_head) + resources + ", " + sections + "}";
    input.template_ir = arm::read_json(sources, sources.add("t.json", text), arm::ExpressionMode::expressions, Limits{});
    EXPECT_FALSE(input.template_ir->has_errors());
    result = evaluate(std::move(input));
  }
};

}  // namespace fleetlint::eval
