#include <cstdio>
#include <memory>

#include "command.h"
#include "fleetlint/base/finding.h"
#include "fleetlint/workspace/audit.h"
#include "output_option.h"

namespace fleetlint::cli {
namespace {

struct Settings {
  std::vector<std::string> files, outputs;
};

int run(const Settings& settings) {
  const auto target = jsonl_target(settings.outputs);
  if (!target) return usage;
  const auto merged = workspace::merge_records(settings.files);
  for (const auto& problem : merged.problems) std::fprintf(stderr, "%s\n", redact_secrets(problem.message).c_str());
  for (const auto& problem : merged.problems)
    if (problem.is_unreadable) return unreadable;
  for (const auto& problem : merged.problems)
    if (problem.is_about_shards) return usage;
  if (!merged.problems.empty()) return findings;
  return write_output(*target, merged.text);
}

}  // namespace

Command merge_command() {
  return {"merge", "put the shards of an audit together",
          "  fleetlint audit . --shard 1/2 --output jsonl=one.jsonl\n  fleetlint audit . --shard 2/2 --output jsonl=two.jsonl\n"
          "  fleetlint merge one.jsonl two.jsonl --output jsonl=all.jsonl\n",
          420, [](CLI::App& app) -> std::function<int()> {
            auto settings = std::make_shared<Settings>();
            app.add_option("FILE", settings->files, "records written by `fleetlint audit`")->required();
            app.add_option("--output", settings->outputs, "jsonl=FILE; - is standard output (the default)")->allow_extra_args(false);
            return [settings] { return run(*settings); };
          }};
}

}  // namespace fleetlint::cli
