// `fleetlint rules`: every rule in a line; as JSON, as the configuration's schema, or as pages.
#include <sys/stat.h>

#include <algorithm>
#include <cstdio>
#include <memory>

#include "command.h"
#include "fleetlint/report/report.h"
#include "fleetlint/rules/rule.h"
#include "rule_pages.h"

namespace fleetlint::cli {
namespace {

struct RulesArguments {
  std::string format = "text", area, pages;
};

std::string text_list(const std::vector<const rules::Rule*>& list) {
  std::string out;
  for (const auto* rule : list) {
    std::string line = rule->id;
    line.resize(std::max<std::size_t>(line.size() + 1, 12), ' ');
    line += std::string(to_string(rule->severity));
    line.resize(std::max<std::size_t>(line.size(), 20), ' ');
    line += std::string(rule->name) + (rule->on_by_default ? "" : " (off by default)");
    line.resize(std::max<std::size_t>(line.size() + 1, 62), ' ');
    out += line + rule->title + "\n";
  }
  return out;
}

/// The areas, in the order of the list.
std::vector<std::string> areas() {
  std::vector<std::string> list;
  for (const auto* rule : rules::all_rules())
    if (list.empty() || list.back() != rule->area()) list.emplace_back(rule->area());
  return list;
}

int run_rules_command(const RulesArguments& arguments) {
  const auto known = areas();
  if (!arguments.area.empty() && std::none_of(known.begin(), known.end(), [&](const auto& each) { return fleet::equal_ignoring_case(each, arguments.area); })) {
    std::string names;
    for (const auto& each : known) names += (names.empty() ? "" : ", ") + each;
    std::fprintf(stderr, "fleetlint: there is no area `%s`; areas are %s\n", arguments.area.c_str(), names.c_str());
    return usage;
  }
  if (!arguments.area.empty() && (!arguments.pages.empty() || arguments.format == "schema")) {
    std::fprintf(stderr, "fleetlint: --area chooses what is listed; %s about all rules\n", arguments.pages.empty() ? "the schema is" : "--pages are");
    return usage;
  }
  const auto list = rules_of(arguments.area);
  if (!arguments.pages.empty()) return write_rule_pages(arguments.pages) ? clean : usage;
  std::string out;
  if (arguments.format == "json") out = rules_as_json(list);
  else if (arguments.format == "schema") out = configuration_schema();
  else if (arguments.format == "markdown") out = rules_as_markdown(list);
  else if (arguments.format == "ids") out = rule_ids(list);
  else out = text_list(list);
  std::fwrite(out.data(), 1, out.size(), stdout);
  return clean;
}

}  // namespace

Command rules_command() {
  return {"rules", "list the rules",
          "  fleetlint rules\n  fleetlint rules --area HLT\n  fleetlint rules --format schema > fleetlint.schema.json\n", 300,
          [](CLI::App& app) -> std::function<int()> {
            auto arguments = std::make_shared<RulesArguments>();
            app.add_option("--format", arguments->format, "text, json, markdown, ids, or schema: the JSON schema of analyzers.fleetlint in bicepconfig.json")->check(one_of({"text", "json", "markdown", "ids", "schema"}));
            app.add_option("--area", arguments->area, "only rules of this area: UPG, IMG, HLT, …");
            app.add_option("--pages", arguments->pages, "write one Markdown page a rule into this folder");
            return [arguments] { return run_rules_command(*arguments); };
          }};
}

}  // namespace fleetlint::cli
