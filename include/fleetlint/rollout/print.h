#pragma once
// Reports as text. Each printer reads the same RolloutReport; what they write depends on nothing else.
#include <optional>
#include <string>
#include <string_view>

#include "fleetlint/rollout/report.h"

namespace fleetlint::rollout {

/// The plain facts of a run, for tests and other programs; times relative to the start.
std::string facts_json(const RolloutReport& report);
/// The complete report.
std::string report_json(const RolloutReport& report, std::string_view program);

struct TimelineOptions {
  bool colour = false;
  bool plain = false;       ///< sentences, no drawing
  std::size_t width = 100;  ///< columns
};
/// For people: the summary first, then one line a batch.
std::string timeline_text(const RolloutReport& report, const TimelineOptions& options);

/// What a run that was stopped by hand is valid for: "stopped by hand at …: what follows is valid up to there", or that not all
/// trials ran; empty if it was not stopped.
std::string stopped_text(const RolloutReport& report);

/// Decisions as sentences, with rule, numbers and source; of one set and instance, if given.
std::string explain_text(const RolloutReport& report, std::string_view set, std::optional<std::uint32_t> instance);
/// The history of a set as the service would return it at an instant.
std::string history_json(const RolloutReport& report, std::uint32_t set, Millis at, bool rest_schema);
/// The status of the newest rolling upgrade of a set at an instant, as the service's `rollingUpgrades/latest` tells it; nothing if
/// none had started, where the service answers 404.
std::optional<std::string> status_json(const RolloutReport& report, std::uint32_t set, Millis at);
std::string batches_csv(const RolloutReport& report);
std::string report_jsonl(const RolloutReport& report);

}  // namespace fleetlint::rollout
