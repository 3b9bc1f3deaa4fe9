#pragma once
// Dates as System.DateTime reads and writes them in the invariant culture, in UTC; durations of ISO 8601.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "fleetlint/base/expected.h"

namespace fleetlint::eval {

/// 100-nanosecond ticks since 0001-01-01T00:00:00Z.
struct DateTime {
  std::int64_t ticks = 0;
  static constexpr std::int64_t per_second = 10'000'000, per_day = 86'400 * per_second;
  static constexpr std::int64_t max_ticks = 3'155'378'975'999'999'999;  ///< 9999-12-31T23:59:59.9999999
  static constexpr std::int64_t unix_epoch_seconds = 62'135'596'800;

  static DateTime from_unix(std::int64_t seconds) { return {(seconds + unix_epoch_seconds) * per_second}; }
  /// Whole seconds, rounded down.
  std::int64_t to_unix() const { return ticks / per_second - unix_epoch_seconds; }
};

/// A date with or without time and zone, in the forms of the invariant culture (ISO 8601, `MM/dd/yyyy`, RFC 1123, long
/// dates); no zone means UTC.
std::optional<DateTime> parse_date_time(std::string_view text);

/// Ticks of `-P1Y2M3DT4H5M6.7S` (XML Schema): a year is 365 days, a month 30; weeks are not taken.
std::optional<std::int64_t> parse_duration(std::string_view text);

/// A standard (`d`, `u`, `o`, …) or custom (`yyyy-MM-dd`) format. The error says what is wrong.
Expected<std::string, std::string> format_date_time(DateTime time, std::string_view format);

/// The length that every date has in this format; empty when it varies or the format is bad.
std::optional<std::int64_t> fixed_date_length(std::string_view format);

}  // namespace fleetlint::eval
