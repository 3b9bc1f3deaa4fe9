#include "fleetlint/fleet/dates.h"

#include <cstdio>

namespace fleetlint::fleet {
namespace {

/// Days since 1970-01-01 of a date of the Gregorian calendar.
std::int64_t days_from_civil(std::int64_t year, int month, int day) {
  year -= month <= 2;
  const std::int64_t era = (year >= 0 ? year : year - 399) / 400;
  const auto year_of_era = year - era * 400;
  const auto day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
  return era * 146097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719468;
}

int days_in_month(std::int64_t year, int month) {
  constexpr int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
  return month == 2 && leap ? 29 : days[month - 1];
}

/// Reads fixed-width numbers and marks from the front of a text.
class Cursor {
 public:
  explicit Cursor(std::string_view text) : text_(text) {}
  bool done() const { return text_.empty(); }
  char peek() const { return text_.empty() ? '\0' : text_.front(); }
  bool take(char c) {
    if (peek() != c) return false;
    text_.remove_prefix(1);
    return true;
  }
  std::optional<std::int64_t> digits(std::size_t least, std::size_t most) {
    std::int64_t value = 0;
    std::size_t count = 0;
    while (count < most && peek() >= '0' && peek() <= '9') {
      value = value * 10 + (peek() - '0');
      text_.remove_prefix(1);
      ++count;
    }
    if (count < least) return std::nullopt;
    return value;
  }

 private:
  std::string_view text_;
};

}  // namespace

std::optional<Instant> parse_instant(std::string_view text) {
  Cursor in(text);
  const auto year = in.digits(4, 4);
  if (!year || !in.take('-')) return std::nullopt;
  const auto month = in.digits(2, 2);
  if (!month || !in.take('-') || *month < 1 || *month > 12) return std::nullopt;
  const auto day = in.digits(2, 2);
  if (!day || *day < 1 || *day > days_in_month(*year, static_cast<int>(*month))) return std::nullopt;
  Instant seconds = days_from_civil(*year, static_cast<int>(*month), static_cast<int>(*day)) * 86400;
  if (in.done()) return seconds;
  if (!in.take('T') && !in.take('t') && !in.take(' ')) return std::nullopt;
  const auto hour = in.digits(2, 2);
  if (!hour || *hour > 24 || !in.take(':')) return std::nullopt;
  const auto minute = in.digits(2, 2);
  if (!minute || *minute > 59) return std::nullopt;
  seconds += *hour * 3600 + *minute * 60;
  if (in.take(':')) {
    const auto second = in.digits(2, 2);
    if (!second || *second > 60) return std::nullopt;
    seconds += *second;
    if (in.take('.') && !in.digits(1, 18)) return std::nullopt;
  }
  if (in.done() || ((in.take('Z') || in.take('z')) && in.done())) return seconds;
  const bool ahead = in.peek() == '+';
  if (!in.take('+') && !in.take('-')) return std::nullopt;
  const auto offset_hours = in.digits(2, 2);
  if (!offset_hours || *offset_hours > 14) return std::nullopt;
  in.take(':');
  const auto offset_minutes = in.digits(2, 2);
  if (!offset_minutes || !in.done()) return std::nullopt;
  const auto offset = *offset_hours * 3600 + *offset_minutes * 60;
  return ahead ? seconds - offset : seconds + offset;
}

std::string format_instant(Instant instant) {
  auto days = instant / 86400;
  auto rest = instant % 86400;
  if (rest < 0) {
    rest += 86400;
    --days;
  }
  const auto shifted = days + 719468;
  const auto era = (shifted >= 0 ? shifted : shifted - 146096) / 146097;
  const auto day_of_era = shifted - era * 146097;
  const auto year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
  const auto day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const auto month_index = (5 * day_of_year + 2) / 153;
  const auto day = day_of_year - (153 * month_index + 2) / 5 + 1;
  const auto month = month_index < 10 ? month_index + 3 : month_index - 9;
  const auto year = year_of_era + era * 400 + (month <= 2);
  char buffer[64];
  if (rest == 0) std::snprintf(buffer, sizeof buffer, "%04d-%02d-%02d", static_cast<int>(year), static_cast<int>(month), static_cast<int>(day));
  else
    std::snprintf(buffer, sizeof buffer, "%04d-%02d-%02dT%02d:%02d:%02dZ", static_cast<int>(year), static_cast<int>(month), static_cast<int>(day),
                  static_cast<int>(rest / 3600), static_cast<int>(rest / 60 % 60), static_cast<int>(rest % 60));
  return buffer;
}

std::optional<std::int64_t> parse_duration(std::string_view text) {
  Cursor in(text);
  if (!in.take('P') && !in.take('p')) return std::nullopt;
  std::int64_t seconds = 0;
  bool in_time = false, any = false;
  int last_unit = -1;
  while (!in.done()) {
    if (!in_time && (in.take('T') || in.take('t'))) {
      in_time = true;
      last_unit = 3;
      if (in.done()) return std::nullopt;
      continue;
    }
    const auto amount = in.digits(1, 9);
    if (!amount) return std::nullopt;
    if (in.take('.') && !in.digits(1, 9)) return std::nullopt;  // fractions are dropped
    struct Unit { char mark; bool time; std::int64_t seconds; };
    constexpr Unit units[] = {{'Y', false, 365 * 86400}, {'M', false, 30 * 86400}, {'W', false, 7 * 86400}, {'D', false, 86400},
                              {'H', true, 3600}, {'M', true, 60}, {'S', true, 1}};
    bool matched = false;
    for (int index = last_unit + 1; index < 7; ++index) {
      if (units[index].time != in_time) continue;
      if (!in.take(units[index].mark) && !in.take(static_cast<char>(units[index].mark + 32))) continue;
      if (*amount > (INT64_MAX - seconds) / units[index].seconds) return std::nullopt;
      seconds += *amount * units[index].seconds;
      last_unit = index;
      matched = any = true;
      break;
    }
    if (!matched) return std::nullopt;
  }
  if (!any) return std::nullopt;
  return seconds;
}

std::optional<ApiVersion> parse_api_version(std::string_view text) {
  Cursor in(text);
  const auto year = in.digits(4, 4);
  if (!year || !in.take('-')) return std::nullopt;
  const auto month = in.digits(2, 2);
  if (!month || !in.take('-')) return std::nullopt;
  const auto day = in.digits(2, 2);
  if (!day || *month < 1 || *month > 12 || *day < 1 || *day > 31) return std::nullopt;
  ApiVersion version{static_cast<std::int32_t>(*year * 10000 + *month * 100 + *day), false};
  if (in.done()) return version;
  if (!in.take('-') || in.done()) return std::nullopt;
  for (; !in.done(); in.take(in.peek()))
    if ((in.peek() | 32) < 'a' || (in.peek() | 32) > 'z') return std::nullopt;
  version.preview = true;
  return version;
}

std::optional<std::pair<std::int64_t, std::int64_t>> parse_major_minor(std::string_view text) {
  Cursor in(text);
  const auto major = in.digits(1, 9);
  if (!major) return std::nullopt;
  if (in.done()) return std::pair{*major, std::int64_t{0}};
  if (!in.take('.')) return std::nullopt;
  const auto minor = in.digits(1, 9);
  if (!minor || (!in.done() && in.peek() != '.')) return std::nullopt;
  return std::pair{*major, *minor};
}

}  // namespace fleetlint::fleet
