// `fleetlint suggest`: rolling upgrade policies that hold for a range of sizes, or why none does.
#include <charconv>
#include <cstdio>
#include <memory>

#include <fmt/format.h>

#include "command.h"
#include "fleetlint/base/finding.h"
#include "fleetlint/report/report.h"
#include "fleetlint/rollout/ask.h"

namespace fleetlint::cli {
namespace {

constexpr std::uint32_t largest_set = 1000;  ///< instances that a scale set of the platform can have

struct SuggestOptions {
  std::string instances, within, pause = "PT0S", format = "text";
  std::uint32_t zones = 0, survive = 0;
  std::optional<std::uint32_t> max_down;
};

int refuse(const std::string& message) {
  std::fprintf(stderr, "fleetlint: %s\n", redact_secrets(message).c_str());
  return usage;
}

std::optional<std::uint32_t> whole_number(std::string_view text) {
  std::uint32_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

/// `10` or `5..40`; false: neither.
bool read_sizes(std::string_view text, rollout::PolicyWish& wish) {
  const auto dots = text.find("..");
  const auto from = whole_number(text.substr(0, dots)), to = dots == std::string_view::npos ? from : whole_number(text.substr(dots + 2));
  if (!from || !to) return false;
  wish.from = *from;
  wish.to = *to;
  return true;
}

void print_json(const rollout::PolicyAdvice& advice) {
  const auto text = [](std::string_view value) {
    std::string out;
    report::append_json_string(out, value);
    return out;
  };
  std::string out = fmt::format("{{\n \"possible\": {},\n \"text\": {}", advice.possible, text(advice.text));
  if (advice.possible) {
    out += fmt::format(",\n \"rollingUpgradePolicy\": {{\n  \"maxBatchInstancePercent\": {},\n  \"maxUnhealthyInstancePercent\": {},\n  \"maxUnhealthyUpgradedInstancePercent\": {},\n  \"pauseTimeBetweenBatches\": {}\n }}", advice.max_batch,
                       advice.max_unhealthy, advice.max_unhealthy_upgraded, text(rollout::format_duration(advice.pause)));
    out += ",\n \"remarks\": [";
    for (std::size_t i = 0; i < advice.remarks.size(); ++i) out += fmt::format("{}\n  {}", i == 0 ? "" : ",", text(advice.remarks[i]));
    out += advice.remarks.empty() ? "],\n \"assumptions\": [" : "\n ],\n \"assumptions\": [";
    for (std::size_t i = 0; i < advice.assumptions.size(); ++i)
      out += fmt::format("{}\n  {{\"rule\": {}, \"text\": {}}}", i == 0 ? "" : ",", text(rollout::info(advice.assumptions[i].rule).id), text(advice.assumptions[i].text));
    out += "\n ]";
  }
  std::printf("%s\n}\n", out.c_str());
}

int run_suggest(const SuggestOptions& o) {
  rollout::PolicyWish wish;
  if (!read_sizes(o.instances, wish)) return refuse("--instances takes a size such as 10 or a range such as 5..40, not `" + o.instances + "`");
  if (wish.from > wish.to) return refuse("--instances " + o.instances + " ends before it begins; the smaller size comes first");
  if (wish.from < 1 || wish.to > largest_set) return refuse("--instances " + o.instances + ": a scale set has 1 to " + std::to_string(largest_set) + " instances");
  if (o.zones > 3) return refuse("--zones takes 0 to 3, not " + std::to_string(o.zones));
  const auto pause = rollout::parse_duration(o.pause);
  if (!pause || *pause < 0) return refuse("--pause takes a duration such as PT1M, not `" + o.pause + "`");
  wish.zones = o.zones;
  wish.survive = o.survive;
  wish.pause = *pause;
  wish.max_down = o.max_down;
  if (!o.within.empty()) {
    wish.within = rollout::parse_duration(o.within);
    if (!wish.within || *wish.within < 0) return refuse("--within takes a duration such as PT2H, not `" + o.within + "`");
  }
  const auto advice = rollout::suggest_policy(wish);
  if (o.format == "json") {
    print_json(advice);
    return advice.possible ? clean : findings;
  }
  if (!advice.possible) {
    std::printf("no policy holds: %s\n", advice.text.c_str());
    return findings;
  }
  std::printf("%s\n\nrollingUpgradePolicy: {\n  maxBatchInstancePercent: %d\n  maxUnhealthyInstancePercent: %d\n  maxUnhealthyUpgradedInstancePercent: %d\n  pauseTimeBetweenBatches: '%s'\n}\n", advice.text.c_str(),
              advice.max_batch, advice.max_unhealthy, advice.max_unhealthy_upgraded, rollout::format_duration(advice.pause).c_str());
  if (!advice.remarks.empty()) std::printf("\n");
  for (const auto& remark : advice.remarks) std::printf("note: %s\n", remark.c_str());
  std::printf("\nNot a promise of the platform. Assumed:\n");
  for (const auto& a : advice.assumptions) std::printf("  %-4s %s\n", std::string(rollout::info(a.rule).id).c_str(), a.text.c_str());
  return clean;
}

}  // namespace

Command suggest_command() {
  return {"suggest", "find a rolling upgrade policy that keeps its promises for a range of sizes",
          "  fleetlint suggest --instances 5..40 --zones 3 --max-down 2 --within PT2H\n", 45, [](CLI::App& app) -> std::function<int()> {
            auto o = std::make_shared<SuggestOptions>();
            app.add_option("--instances", o->instances, "size or range, such as 5..40")->required();
            app.add_option("--zones", o->zones, "availability zones, 0 to 3");
            app.add_option("--max-down", o->max_down, "instances that may be out of service at a time");
            app.add_option("--within", o->within, "longest rollout, such as PT2H");
            app.add_option("--survive", o->survive, "failures in one batch that must not stop it");
            app.add_option("--pause", o->pause, "pause between batches, such as PT1M");
            app.add_option("--format", o->format, "text or json")->check(one_of({"text", "json"}));
            return [o] { return run_suggest(*o); };
          }};
}

}  // namespace fleetlint::cli
