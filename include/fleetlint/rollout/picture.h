#pragma once
// A run as a picture: Gantt of regions, sets, zones and update domains, serving capacity, phases, probabilities.
#include <cstdint>
#include <functional>
#include <string>

#include "fleetlint/rollout/report.h"

namespace fleetlint::rollout {

struct PictureOptions {
  std::uint32_t max_rows = 2000;  ///< more rows are gathered: update domains into sets, then sets into regions
  std::uint32_t width = 1200;     ///< of the picture, in pixels
};

/// One self-contained SVG. Deterministic: integers only.
std::string render_svg(const RolloutReport& report, const PictureOptions& options = {});

/// One self-contained page: the same picture with folding rows, hover text, keyboard, dark mode and print, the numbers
/// as tables beside it. No network, no scripts but its own.
std::string render_html(const RolloutReport& report, const PictureOptions& options = {});

}  // namespace fleetlint::rollout
