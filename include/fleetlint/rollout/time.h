#pragma once
// Instants and durations of the simulator: whole milliseconds, no clock, no time zone data (model rules T-1, T-2).
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace fleetlint::rollout {

/// Milliseconds: an instant counts from 1970-01-01T00:00:00Z without leap seconds, a duration is a difference.
using Millis = std::int64_t;

inline constexpr Millis one_second = 1000, one_minute = 60 * one_second, one_hour = 60 * one_minute,
                        one_day = 24 * one_hour, one_week = 7 * one_day;
/// Later than every instant a scenario can name; "never".
inline constexpr Millis never = INT64_MAX / 4;

/// `2025-03-04T00:00:00Z`, with up to three decimals and an offset such as +01:00; nothing else.
std::optional<Millis> parse_instant(std::string_view text);
/// ISO 8601 weeks, days, hours, minutes, seconds (three decimals), a leading minus; no months, no years.
std::optional<Millis> parse_duration(std::string_view text);

/// How often something comes again: `Day`, `Week`, `6Hours`, `3Days`, `2Weeks` (at most a thousand of them) or a positive duration.
std::optional<Millis> parse_recurrence(std::string_view text);

std::string format_instant(Millis instant);    ///< 2025-03-04T00:00:00Z, decimals only if there are any
std::string format_duration(Millis duration);  ///< PT3M30S, P2D
std::string format_offset(Millis difference);  ///< 0+00:03:30: days, hours, minutes, seconds after a start
std::string format_span(Millis duration);      ///< for people: 3 min 30 s

/// A date of the proleptic Gregorian calendar.
struct Date {
  std::int64_t year;
  int month, day;
};
Date date_of(Millis instant);
Millis instant_of(Date date);
/// The same day and time `months` earlier, the day clamped to the length of that month.
Millis months_before(Millis instant, int months);

}  // namespace fleetlint::rollout
