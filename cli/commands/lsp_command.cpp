#include <unistd.h>

#include <memory>

#include "command.h"
#include "fleetlint/lsp/server.h"

namespace fleetlint::cli {

Command lsp_command() {
  return {"lsp", "language server for editors, over standard input and output",
          "  fleetlint lsp\n  fleetlint lsp --cache-root ~/.bicep --now 2026-06-01T00:00:00Z\n", 500,
          [](CLI::App& app) -> std::function<int()> {
            struct Settings {
              std::string now, cache_root, types;
              int debounce = 150;
              bool stdio = false;
            };
            auto settings = std::make_shared<Settings>();
            app.add_flag("--stdio", settings->stdio, "standard input and output; the only transport, so this changes nothing");
            app.add_option("--debounce", settings->debounce, "milliseconds without typing before a change is analysed")->check(CLI::Range(0, 10000));
            app.add_option("--now", settings->now, "the time that rules about dates take as now (ISO 8601)");
            app.add_option("--cache-root", settings->cache_root, help_of_cache_root);
            app.add_option("--types", settings->types, help_of_types);
            return [settings] {
              lsp::ServerOptions options;
              options.debounce = std::chrono::milliseconds(settings->debounce);
              if (!settings->now.empty()) options.now = settings->now;
              if (!settings->cache_root.empty()) options.cache_root = settings->cache_root;
              if (!settings->types.empty()) options.types_folder = settings->types;
              return lsp::serve(STDIN_FILENO, STDOUT_FILENO, options);
            };
          }};
}

}  // namespace fleetlint::cli
