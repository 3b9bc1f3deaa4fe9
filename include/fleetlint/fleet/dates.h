#pragma once
// Instants, durations and API versions as templates write them.
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace fleetlint::fleet {

/// Seconds since 1970-01-01T00:00:00Z.
using Instant = std::int64_t;

/// yyyy-MM-dd, with optional THH:mm[:ss[.f]] (also a blank instead of T) and Z or an offset; without zone UTC.
std::optional<Instant> parse_instant(std::string_view text);
/// 2026-06-01 or 2026-06-01T12:00:00Z when the time of day is not midnight.
std::string format_instant(Instant instant);

/// Seconds of an ISO 8601 duration (P1DT2H, PT5M, P2W); years count 365 days, months 30. Case matters to the platform,
/// not here.
std::optional<std::int64_t> parse_duration(std::string_view text);

/// A dated API version: ordered by date, then preview below stable.
struct ApiVersion {
  std::int32_t date = 0;  ///< 20181001
  bool preview = false;
  friend bool operator==(const ApiVersion&, const ApiVersion&) = default;
  friend std::strong_ordering operator<=>(const ApiVersion& a, const ApiVersion& b) {
    if (a.date != b.date) return a.date <=> b.date;
    return b.preview <=> a.preview;
  }
};
/// Nothing for a text that is not yyyy-MM-dd with an optional suffix of letters.
std::optional<ApiVersion> parse_api_version(std::string_view text);

/// A handler version: numbers between dots, compared one by one (1.10 is above 1.9).
std::optional<std::pair<std::int64_t, std::int64_t>> parse_major_minor(std::string_view text);

}  // namespace fleetlint::fleet
