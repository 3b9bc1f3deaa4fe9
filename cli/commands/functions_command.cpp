// `fleetlint functions`: the functions of the template language with their parameters.
#include <algorithm>
#include <cstdio>
#include <memory>

#include "command.h"
#include "fleetlint/base/unicode.h"
#include "fleetlint/evaluator/function_reference.h"

namespace fleetlint::cli {
namespace {

struct FunctionsOptions {
  std::string name, format = "text";
};

int print_functions(const FunctionsOptions& options) {
  if (options.format == "markdown") {
    const std::string page = eval::function_reference_page();
    std::fwrite(page.data(), 1, page.size(), stdout);
    return clean;
  }
  bool any = false;
  std::string_view family;
  for (const auto& info : eval::function_reference()) {
    if (!options.name.empty() && !equals_ignoring_case(info.name, options.name)) continue;
    any = true;
    if (info.family != family) {
      if (!family.empty()) std::printf("\n");
      family = info.family;
      std::printf("%.*s\n", static_cast<int>(family.size()), family.data());
    }
    std::printf("  %s\n      %.*s (%.*s)\n", info.signature.c_str(), static_cast<int>(info.doc.size()), info.doc.data(), static_cast<int>(info.when.size()), info.when.data());
  }
  if (any) return clean;
  std::fprintf(stderr, "fleetlint functions: there is no function `%s`\n", options.name.substr(0, 80).c_str());
  return usage;
}

}  // namespace

Command functions_command() {
  return {"functions", "list the functions of the template language", "  fleetlint functions\n  fleetlint functions dateTimeAdd\n  fleetlint functions --format markdown\n", 330,
          [](CLI::App& app) -> std::function<int()> {
            auto options = std::make_shared<FunctionsOptions>();
            app.add_option("NAME", options->name, "only this function");
            app.add_option("--format", options->format, "text or markdown")->check(one_of({"text", "markdown"}))->capture_default_str();
            return [options] { return print_functions(*options); };
          }};
}

}  // namespace fleetlint::cli
