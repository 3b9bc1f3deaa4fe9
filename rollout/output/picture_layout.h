#pragma once
// Where everything of the picture stands, before anything is drawn: a time axis without its idle gaps, and rows.
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "fleetlint/rollout/picture.h"

namespace fleetlint::rollout::picture {

/// Instants to tenths of a pixel. Long gaps in which nothing happens are drawn short, with a break.
class TimeAxis {
 public:
  struct Gap {
    std::int64_t at = 0, width = 0;  ///< tenths of a pixel
    Millis from = 0, to = 0;
  };
  struct Tick {
    std::int64_t at = 0;
    std::string text;
    bool day = false;  ///< the text is a date
  };

  /// `busy`: intervals in which something happens; `width` in tenths of a pixel.
  TimeAxis(std::vector<std::pair<Millis, Millis>> busy, std::int64_t width);
  std::int64_t at(Millis instant) const;
  Millis begin() const { return pieces_.empty() ? 0 : pieces_.front().from; }
  Millis end() const { return pieces_.empty() ? 0 : pieces_.back().to; }
  std::int64_t width() const { return width_; }
  const std::vector<Gap>& gaps() const { return gaps_; }
  /// About one tick per 90 pixels, at round times.
  std::vector<Tick> ticks() const;

 private:
  struct Piece {
    Millis from = 0, to = 0;
    std::int64_t at = 0, width = 0;
    bool gap = false;
  };
  std::int64_t width_;
  std::vector<Piece> pieces_;
  std::vector<Gap> gaps_;
};

/// What a bar says by colour and pattern.
enum class BarKind : std::uint8_t { ok, failures, restored, faulted, surge, running, waiting, gathered };
inline constexpr const char* bar_class[] = {"ok", "fail", "back", "stop", "surge", "run", "wait", "many"};

struct Bar {
  BarKind kind = BarKind::ok;
  Millis from = 0, to = 0;
  std::string text;  ///< shown on hover; may be long
};

struct Mark {
  enum class Kind : std::uint8_t { publication, phase, check } kind = Kind::check;
  Millis at = 0;
  std::string text;
};

struct Row {
  enum class Level : std::uint8_t { region, set, zone, update_domain } level = Level::region;
  std::string label, detail;
  std::string short_detail;  ///< where there is no room for the detail
  std::int32_t parent = -1;  ///< index of the row it folds into
  std::vector<Bar> bars;
  std::vector<Mark> marks;
};

struct Layout {
  std::vector<Row> rows;
  enum class Detail : std::uint8_t { update_domains, sets, regions } detail = Detail::update_domains;
  std::vector<Mark> publications;
  bool checks = false;  ///< a row has the mark of a check that stops
};

/// Rows of the report, gathered until they are at most `max_rows`.
Layout lay_out(const RolloutReport& report, std::uint32_t max_rows);
/// Intervals in which something happens, for the axis.
std::vector<std::pair<Millis, Millis>> busy_intervals(const RolloutReport& report);

}  // namespace fleetlint::rollout::picture
