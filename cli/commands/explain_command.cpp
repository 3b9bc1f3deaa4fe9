// `fleetlint explain RULE`: the page of a rule.
#include <cstdio>
#include <memory>

#include "command.h"
#include "fleetlint/rules/rule.h"
#include "rule_pages.h"
#include "suggestion.h"

namespace fleetlint::cli {

Command explain_command() {
  return {"explain", "say what a rule finds, why, and what to do", "  fleetlint explain FL-HLT-001\n  fleetlint explain os-upgrade-without-health\n", 310,
          [](CLI::App& app) -> std::function<int()> {
            auto names = std::make_shared<std::vector<std::string>>();
            app.add_option("RULE", *names, "id or name")->required();
            auto format = std::make_shared<std::string>("text");
            app.add_option("--format", *format, "text or markdown: the page is Markdown, which reads well as text")->check(CLI::IsMember({"text", "markdown"}));
            return [names, format] {
              int code = clean;
              for (const auto& name : *names) {
                const auto* rule = rules::find_rule(name);
                if (rule == nullptr) {
                  std::fprintf(stderr, "fleetlint: %s\n", no_such_rule(name).c_str());
                  code = usage;
                  continue;
                }
                const auto page = rule_page(*rule);
                std::fwrite(page.data(), 1, page.size(), stdout);
              }
              return code;
            };
          }};
}

}  // namespace fleetlint::cli
