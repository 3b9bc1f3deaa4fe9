// `fleetlint dump PHASE FILE`: what each phase makes of a file. A phase is a file in cli/dump/.
#include <algorithm>
#include <memory>

#include "command.h"
#include "dump_list.h"

namespace fleetlint::cli {

Command dump_command() {
  return {"dump", "print what a phase of the compiler makes of a file",
          "  fleetlint dump tokens main.bicep\n  fleetlint dump syntax main.bicep\n", 800,
          [](CLI::App& app) -> std::function<int()> {
            app.require_subcommand(1);
            auto chosen = std::make_shared<std::function<int()>>();
            auto phases = all_dumps();
            std::stable_sort(phases.begin(), phases.end(),
                             [](const Command& a, const Command& b) { return a.order < b.order; });
            for (auto& phase : phases) {
              auto* sub = app.add_subcommand(phase.name, phase.summary);
              sub->footer(std::string("Examples:\n") + phase.examples);
              auto body = phase.declare(*sub);
              sub->callback([chosen, body] { *chosen = body; });
            }
            return [chosen] { return (*chosen)(); };
          }};
}

}  // namespace fleetlint::cli
