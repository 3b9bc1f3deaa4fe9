#pragma once
// A run as a picture: Gantt of regions, sets, zones and update domains, serving capacity, phases, probabilities.
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "fleetlint/rollout/report.h"

namespace fleetlint::rollout {

/// What many trials look like for a set: how many serve over time, and where runs stop.
struct TrialPicture {
  struct Set {
    std::uint32_t set = 0;
    Millis from = 0, to = 0;                       ///< first and last step
    std::vector<std::uint32_t> low, middle, high;  ///< serving instances at 5, 50 and 95 % of the trials, at equal steps of time
    std::vector<std::uint64_t> stopped_after;      ///< trials that stopped after batch j (from 1; [0]: before the first)
    std::uint64_t completed = 0;
  };
  std::uint64_t trials = 0;
  std::vector<Set> sets;    ///< at most `most_sets`, those with operations
};
/// Runs up to `trials` trials once more and keeps their courses. Empty without chance.
TrialPicture picture_trials(const std::shared_ptr<const Scenario>& scenario, std::uint64_t trials, std::size_t most_sets = 8);

struct PictureOptions {
  const TrialPicture* trials = nullptr;  ///< drawn as bands and bars
  std::uint32_t max_rows = 2000;  ///< more rows are gathered: update domains into sets, then sets into regions
  std::uint32_t width = 1200;     ///< of the picture, in pixels
};

/// One self-contained SVG. Deterministic: integers only.
std::string render_svg(const RolloutReport& report, const PictureOptions& options = {});

/// One self-contained page: the same picture with folding rows, hover text, keyboard, dark mode and print, the numbers
/// as tables beside it. No network, no scripts but its own.
std::string render_html(const RolloutReport& report, const PictureOptions& options = {});

}  // namespace fleetlint::rollout
