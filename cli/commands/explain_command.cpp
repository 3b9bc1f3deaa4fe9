// `fleetlint explain CODE`: the page of a rule, a diagnostic, an error code of the service, or a rule of the rollout model.
#include <cstdio>
#include <memory>

#include "codes/code_page.h"
#include "command.h"
#include "fleetlint/rules/rule.h"
#include "rule_pages.h"
#include "suggestion.h"

namespace fleetlint::cli {
namespace {

/// Prints the page; false if nobody knows the name.
bool explain(const std::string& name) {
  const auto* rule = rules::find_rule(name);
  const auto page = rule != nullptr ? std::optional(rule_page(*rule)) : code_page(name);
  if (!page) return false;
  std::fwrite(page->data(), 1, page->size(), stdout);
  return true;
}

}  // namespace

Command explain_command() {
  return {"explain", "say what a rule or a code means, why it is told, and what to do",
          "  fleetlint explain FL-HLT-001\n  fleetlint explain os-upgrade-without-health\n  fleetlint explain BCP057\n"
          "  fleetlint explain MaxUnhealthyInstancePercentExceededInRollingUpgrade\n  fleetlint explain S-3\n",
          310, [](CLI::App& app) -> std::function<int()> {
            auto names = std::make_shared<std::vector<std::string>>();
            app.add_option("CODE", *names, "id or name of a rule, code of a diagnostic or of the service, id of a rule of the rollout model")->required();
            auto format = std::make_shared<std::string>("text");
            app.add_option("--format", *format, "text or markdown: the page is Markdown, which reads well as text")->check(one_of({"text", "markdown"}));
            return [names, format] {
              int code = clean;
              for (const auto& name : *names) {
                if (explain(name)) continue;
                std::fprintf(stderr, "fleetlint: %s\n", no_such_rule(name, codes_with_pages()).c_str());
                code = usage;
              }
              return code;
            };
          }};
}

}  // namespace fleetlint::cli
