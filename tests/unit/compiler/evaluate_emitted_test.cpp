// A template means the same whether it is evaluated from its Bicep source or from the ARM JSON that it compiles to.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include "fleetlint/compiler/compile.h"
#include "fleetlint/evaluator/evaluate.h"
#include "fleetlint/evaluator/value_json.h"
#include "fleetlint/template/reader.h"
#include "fleetlint/template/writer.h"

namespace fleetlint::compiler {
namespace {

void append(std::string& out, const char* what, const std::vector<eval::Field>& fields) {
  for (const auto& field : fields) out += std::string(what) + " " + std::string(field.name) + " = " + eval::to_json(field.value) + "\n";
}

/// Everything that an evaluation says, one fact a line; places are left out.
std::string facts(const SourceSet& sources, const std::shared_ptr<const arm::TemplateIr>& ir) {
  eval::EvaluationInput input;
  input.sources = &sources;
  input.template_ir = ir;
  const auto evaluated = eval::evaluate(std::move(input));
  std::string out;
  for (const auto& resource : evaluated->resources) {
    out += "resource " + eval::to_json(resource->type_value) + " " + eval::to_json(resource->name) + " " + eval::to_json(resource->id) + (resource->existing ? " existing" : "") +
           (resource->condition == Tri::no ? " not deployed" : resource->condition == Tri::unknown ? " maybe" : "") + (resource->zero_or_more ? " zero or more" : "") + "\n  " +
           eval::to_json(resource->body) + "\n";
    for (const auto id : resource->depends_on) out += "  waits for " + std::string(id) + "\n";
  }
  for (const auto& deployment : evaluated->deployments) {
    out += "deployment " + eval::to_json(deployment->name) + "\n";
    append(out, "  parameter", deployment->parameters);
    append(out, "  variable", deployment->variables);
    append(out, "  output", deployment->outputs);
    append(out, "  assert", deployment->asserts);
  }
  std::vector<std::string> findings;
  for (const auto& finding : evaluated->findings) findings.push_back(finding.code + " " + finding.message);
  std::sort(findings.begin(), findings.end());
  // From the source, the items that one line makes share its place, and then a message is told once.
  findings.erase(std::unique(findings.begin(), findings.end()), findings.end());
  for (const auto& finding : findings) out += "finding " + finding + "\n";
  return out;
}

TEST(EvaluateEmitted, SourceAndTemplateGiveTheSame) {
  const std::filesystem::path root(FLEETLINT_SOURCE_DIR);
  std::vector<std::string> files;
  for (const char* folder : {"samples", "tests/cases", "tests/rules"}) {
    if (!std::filesystem::exists(root / folder)) continue;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(root / folder))
      if (entry.path().extension() == ".bicep") files.push_back(entry.path().string());
  }
  std::sort(files.begin(), files.end());
  std::size_t compared = 0;
  for (const auto& file : files) {
    SourceSet sources;
    CompileOptions options;
    options.graph.threads = 1;
    const auto compilation = compile(sources, {file}, options);
    const auto entries = compilation->entries();
    if (entries.empty() || !entries[0] || entries[0]->has_errors || !entries[0]->template_ir) continue;
    const auto text = arm::write_json(entries[0]->template_ir->root);
    const auto read = arm::read_json(sources, sources.add(file + ".json", text), arm::ExpressionMode::expressions, Limits{});
    ASSERT_FALSE(read->has_errors()) << file;
    EXPECT_EQ(facts(sources, entries[0]->template_ir), facts(sources, read)) << file;
    ++compared;
  }
  EXPECT_GT(compared, 20u);
}

}  // namespace
}  // namespace fleetlint::compiler
