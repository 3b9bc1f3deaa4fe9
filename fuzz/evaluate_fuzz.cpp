// Any template evaluates in bounded time and memory, twice to the same, and prints as JSON.
#include <cstdlib>

#include "fleetlint/evaluator/evaluate.h"
#include "fleetlint/evaluator/value_json.h"
#include "fleetlint/template/reader.h"

namespace {

using namespace fleetlint;

std::string print(const eval::EvaluatedTemplate& evaluated) {
  std::string out;
  eval::JsonOptions options;
  options.max_bytes = 1 << 20;
  for (const auto& resource : evaluated.resources) {
    eval::append_json(out, resource->id, options);
    eval::append_json(out, resource->body, options);
  }
  for (const auto& deployment : evaluated.deployments)
    for (const auto& output : deployment->outputs) eval::append_json(out, output.value, options);
  for (const auto& finding : evaluated.findings) out += finding.code + finding.message;
  return out;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  // Mutations rarely keep a whole template: what is not one is put in where a template has it.
  std::string text(reinterpret_cast<const char*>(data), size);
  if (text.find("\"resources\"") == std::string::npos)
    text = R"({"$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#", "contentVersion": "1.0.0.0", "parameters": {"p": {"type": "string"}, "n": {"type": "int"}}, "variables": {"v": [1, "a", {"b": null}]}, "resources": [], "outputs": {"o": {"type": "object", "value": )" +
           text + "}}}";
  Limits limits;
  limits.evaluation_steps = 100'000;
  limits.value_bytes = 16u << 20;
  limits.modules = 200;
  SourceSet sources;
  const auto id = sources.add("fuzz.json", text);
  std::string first;
  for (const bool trace : {true, false}) {
    eval::EvaluationInput input;
    input.sources = &sources;
    input.limits = limits;
    input.trace = trace;
    input.template_ir = arm::read_json(sources, id, arm::ExpressionMode::expressions, limits);
    const auto evaluated = eval::evaluate(std::move(input));
    const auto printed = print(*evaluated);
    if (trace) first = printed;
    else if (first != printed && evaluated->steps < limits.evaluation_steps && evaluated->arena.bytes() < (limits.value_bytes >> 2)) std::abort();
  }
  return 0;
}
