// `fleetlint expand FILE`: every resource that the template makes, with its values.
#include <algorithm>
#include <cstdio>
#include <memory>

#include "command.h"
#include "expand_report.h"
#include "finding_printer.h"
#include "fleetlint/workspace/secrets.h"
#include "template_input.h"

namespace fleetlint::cli {
namespace {

struct ExpandOptions {
  TemplateArguments input;
  std::string format = "text";
  bool stats = false;
};

int run_expand(const ExpandOptions& options) {
  TemplateInput input;
  read_template_input(options.input, input);
  if (input.exit_code != clean) return input.exit_code;
  const auto evaluated = eval::evaluate(std::move(input.evaluation));
  auto all = input.findings;
  all.insert(all.end(), evaluated->findings.begin(), evaluated->findings.end());
  auto redaction = workspace::find_secrets(input.sources);
  workspace::add_secret_values(*evaluated, redaction);
  std::string text;
  if (options.format == "json") {
    text = expand_json(*evaluated, input.sources, redaction, all);
  } else {
    print_findings(input.sources, all, redaction);
    text = options.format == "markdown" ? expand_markdown(*evaluated, input.sources) : expand_text(*evaluated, input.sources);
  }
  if (options.format == "json") print_json(redaction, text);
  else print_text(redaction, text);
  if (options.stats) {
    const auto& limits = Limits();
    std::fprintf(stderr, "%zu resources in %zu deployments; %llu of at most %llu steps, %zu KiB of values (at most %llu KiB)\n", evaluated->resources.size(), evaluated->deployments.size(),
                 static_cast<unsigned long long>(evaluated->steps), static_cast<unsigned long long>(limits.evaluation_steps), evaluated->arena.bytes() / 1024,
                 static_cast<unsigned long long>(limits.value_bytes / 1024));
  }
  const bool failed = std::any_of(all.begin(), all.end(), [](const Finding& finding) { return finding.severity == Severity::error; });
  return failed ? findings : clean;
}

}  // namespace

Command expand_command() {
  return {"expand", "show every resource a template makes, with its values",
          "  fleetlint expand main.bicep --param environment=prod\n  fleetlint expand azuredeploy.json --parameters prod.parameters.json --format json\n", 300,
          [](CLI::App& app) -> std::function<int()> {
            auto options = std::make_shared<ExpandOptions>();
            options->input.declare(app);
            app.add_option("--format", options->format, "text, json or markdown")->check(one_of({"text", "json", "markdown"}));
            app.add_flag("--stats", options->stats, "tell on standard error how much work and memory the evaluation took");
            return [options] { return run_expand(*options); };
          }};
}

}  // namespace fleetlint::cli
