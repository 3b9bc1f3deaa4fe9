// `fleetlint suggest`: rolling upgrade policies that hold for a range of sizes, or why none does.
#include <cstdio>
#include <memory>

#include "command.h"
#include "fleetlint/rollout/ask.h"

namespace fleetlint::cli {

Command suggest_command() {
  return {"suggest", "find a rolling upgrade policy that keeps its promises for a range of sizes",
          "  fleetlint suggest --instances 5..40 --zones 3 --max-down 2 --within PT2H\n", 45, [](CLI::App& app) -> std::function<int()> {
            struct Options {
              std::string instances = "5..5", within, pause = "PT0S";
              std::uint32_t zones = 0, survive = 0;
              std::int64_t max_down = -1;
            };
            auto o = std::make_shared<Options>();
            app.add_option("--instances", o->instances, "size or range, such as 5..40")->required();
            app.add_option("--zones", o->zones, "availability zones, 0 to 3");
            app.add_option("--max-down", o->max_down, "instances that may be out of service at a time");
            app.add_option("--within", o->within, "longest rollout, such as PT2H");
            app.add_option("--survive", o->survive, "failures in one batch that must not stop it");
            app.add_option("--pause", o->pause, "pause between batches, such as PT1M");
            return [o]() -> int {
              rollout::PolicyWish wish;
              unsigned from = 0, to = 0;
              const int parts = std::sscanf(o->instances.c_str(), "%u..%u", &from, &to);
              if (parts < 1) return std::fprintf(stderr, "fleetlint: --instances takes 10 or 5..40\n"), usage;
              if (parts == 1) to = from;
              const auto pause = rollout::parse_duration(o->pause);
              if (from < 1 || to < from || to > 1000 || o->zones > 3 || !pause) return std::fprintf(stderr, "fleetlint: sizes are 1 to 1000, zones 0 to 3, the pause a duration\n"), usage;
              wish.from = from;
              wish.to = to;
              wish.zones = o->zones;
              wish.survive = o->survive;
              wish.pause = *pause;
              if (o->max_down >= 0) wish.max_down = static_cast<std::uint32_t>(o->max_down);
              if (!o->within.empty()) {
                wish.within = rollout::parse_duration(o->within);
                if (!wish.within) return std::fprintf(stderr, "fleetlint: --within takes a duration such as PT2H\n"), usage;
              }
              const auto advice = rollout::suggest_policy(wish);
              if (!advice.possible) {
                std::printf("no policy holds: %s\n", advice.text.c_str());
                return findings;
              }
              std::printf("%s\n\nrollingUpgradePolicy: {\n  maxBatchInstancePercent: %d\n  maxUnhealthyInstancePercent: %d\n  maxUnhealthyUpgradedInstancePercent: %d\n  pauseTimeBetweenBatches: '%s'\n}\n",
                          advice.text.c_str(), advice.max_batch, advice.max_unhealthy, advice.max_unhealthy_upgraded, rollout::format_duration(advice.pause).c_str());
              return clean;
            };
          }};
}

}  // namespace fleetlint::cli
