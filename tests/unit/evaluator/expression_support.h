#pragma once
// Evaluates expressions of tests; the result keeps everything its value points into alive.
#include <memory>
#include <string>
#include <string_view>

#include "fleetlint/evaluator/request.h"
#include "fleetlint/evaluator/value_json.h"
#include "fleetlint/template/reader.h"

namespace fleetlint::eval::test {

struct Surrounding {
  std::string_view parameters = "{}", variables = "{}", context = "{}", functions = "[]", copy_loops = "[]";
  Place place = Place::output;
  Limits limits;
};

/// One evaluation with its memory.
class Evaluated {
 public:
  Evaluated(std::string_view expression, const Surrounding& around = {}) : expression_(expression) {
    Request request;
    request.expression = expression_;
    request.place = around.place;
    request.parameters = read(around.parameters);
    request.variables = read(around.variables);
    request.context = read(around.context);
    request.functions = read(around.functions);
    request.copy_loops = read(around.copy_loops);
    value = evaluate_request(request, around.limits, *arena_);
  }
  /// The value as one line of JSON; a failure as `!kind`.
  std::string text() const { return value.failure() ? "!" + std::string(to_string(value.failure()->kind)) : to_json(value); }

  Value value;

 private:
  const arm::Node* read(std::string_view text) {
    if (text == "{}" || text == "[]") return nullptr;
    files_.push_back(arm::read_json(*sources_, sources_->add("test.json", std::string(text)), arm::ExpressionMode::literal, Limits()));
    return &files_.back()->root;
  }
  std::string expression_;
  std::unique_ptr<SourceSet> sources_ = std::make_unique<SourceSet>();
  std::unique_ptr<Arena> arena_ = std::make_unique<Arena>();
  std::vector<std::shared_ptr<arm::TemplateIr>> files_;
};

inline std::string evaluate(std::string_view expression, const Surrounding& around = {}) { return Evaluated(expression, around).text(); }
inline std::string evaluate_with(std::string_view parameters, std::string_view expression) {
  Surrounding around;
  around.parameters = parameters;
  return Evaluated(expression, around).text();
}

}  // namespace fleetlint::eval::test
