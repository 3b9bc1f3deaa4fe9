#include "fleetlint/rollout/time.h"

#include <charconv>

#include <fmt/format.h>

namespace fleetlint::rollout {
namespace {

/// Reads digits one after the other; `ok` turns false at the first surprise.
struct Scanner {
  std::string_view text;
  std::size_t at = 0;
  bool ok = true;

  bool done() const { return at == text.size(); }
  char peek() const { return at < text.size() ? text[at] : '\0'; }
  bool take(char c) {
    if (peek() != c) return false;
    ++at;
    return true;
  }
  void expect(char c) { ok = take(c) && ok; }
  std::int64_t digits(std::size_t least, std::size_t most) {
    std::int64_t value = 0;
    std::size_t count = 0;
    while (count < most && peek() >= '0' && peek() <= '9') {
      value = value * 10 + (text[at++] - '0');
      ++count;
    }
    ok = ok && count >= least;
    return value;
  }
  /// `.5`, `.25`, `.125` as milliseconds; 0 without a point.
  std::int64_t decimals() {
    if (!take('.')) return 0;
    const auto before = at;
    auto value = digits(1, 3);
    for (auto count = at - before; count < 3; ++count) value *= 10;
    return value;
  }
};

// Days from the civil calendar and back, Howard Hinnant's algorithms.
std::int64_t days_of(Date date) {
  const std::int64_t y = date.year - (date.month <= 2);
  const std::int64_t era = (y >= 0 ? y : y - 399) / 400;
  const std::int64_t yoe = y - era * 400;
  const std::int64_t doy = (153 * (date.month + (date.month > 2 ? -3 : 9)) + 2) / 5 + date.day - 1;
  return era * 146097 + yoe * 365 + yoe / 4 - yoe / 100 + doy - 719468;
}

int month_length(std::int64_t year, int month) {
  static constexpr int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
  return month == 2 && leap ? 29 : lengths[month - 1];
}

std::int64_t floor_div(std::int64_t a, std::int64_t b) { return a / b - (a % b != 0 && (a < 0) != (b < 0)); }

}  // namespace

Date date_of(Millis instant) {
  const std::int64_t z = floor_div(instant, one_day) + 719468;
  const std::int64_t era = (z >= 0 ? z : z - 146096) / 146097;
  const std::int64_t doe = z - era * 146097;
  const std::int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
  const std::int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
  const std::int64_t mp = (5 * doy + 2) / 153;
  const int month = static_cast<int>(mp < 10 ? mp + 3 : mp - 9);
  return {yoe + era * 400 + (month <= 2), month, static_cast<int>(doy - (153 * mp + 2) / 5 + 1)};
}

Millis instant_of(Date date) { return days_of(date) * one_day; }

Millis months_before(Millis instant, int months) {
  const Date date = date_of(instant);
  const std::int64_t month = date.year * 12 + (date.month - 1) - months;
  Date earlier{floor_div(month, 12), static_cast<int>(month - floor_div(month, 12) * 12) + 1, date.day};
  earlier.day = std::min(earlier.day, month_length(earlier.year, earlier.month));
  return instant_of(earlier) + (instant - instant_of(date));
}

std::optional<Millis> parse_instant(std::string_view text) {
  Scanner in{text};
  Date date{};
  date.year = in.digits(4, 4);
  in.expect('-');
  date.month = static_cast<int>(in.digits(2, 2));
  in.expect('-');
  date.day = static_cast<int>(in.digits(2, 2));
  in.expect('T');
  const auto hour = in.digits(2, 2);
  in.expect(':');
  const auto minute = in.digits(2, 2);
  in.expect(':');
  const auto second = in.digits(2, 2);
  const auto millis = in.decimals();
  std::int64_t offset = 0;
  if (!in.take('Z')) {
    const bool minus = in.peek() == '-';
    if (!minus && in.peek() != '+') return std::nullopt;
    ++in.at;
    const auto hours = in.digits(2, 2);
    in.expect(':');
    const auto minutes = in.digits(2, 2);
    if (hours > 23 || minutes > 59) return std::nullopt;
    offset = (hours * one_hour + minutes * one_minute) * (minus ? -1 : 1);
  }
  if (!in.ok || !in.done() || date.month < 1 || date.month > 12 || date.day < 1 ||
      date.day > month_length(date.year, date.month) || hour > 23 || minute > 59 || second > 59) {
    return std::nullopt;
  }
  return instant_of(date) + hour * one_hour + minute * one_minute + second * one_second + millis - offset;
}

std::optional<Millis> parse_recurrence(std::string_view text) {
  if (const auto duration = parse_duration(text)) return *duration > 0 ? duration : std::nullopt;
  std::int64_t count = 1;
  const auto result = std::from_chars(text.data(), text.data() + text.size(), count);
  if (result.ec == std::errc{}) text.remove_prefix(static_cast<std::size_t>(result.ptr - text.data()));
  if (count < 1 || count > 1000) return std::nullopt;
  if (text == "Hour" || text == "Hours") return count * one_hour;
  if (text == "Day" || text == "Days") return count * one_day;
  if (text == "Week" || text == "Weeks") return count * one_week;
  return std::nullopt;
}

std::optional<Millis> parse_duration(std::string_view text) {
  Scanner in{text};
  const bool minus = in.take('-');
  in.expect('P');
  if (in.done()) return std::nullopt;
  Millis total = 0;
  bool in_time = false;
  std::size_t last = 0;  // the units must come in this order, each at most once
  static constexpr struct { char letter; bool time; Millis length; } units[] = {
      {'W', false, one_week}, {'D', false, one_day}, {'H', true, one_hour}, {'M', true, one_minute}, {'S', true, one_second}};
  while (in.ok && !in.done()) {
    if (!in_time && in.take('T')) {
      in_time = true;
      if (in.done()) return std::nullopt;
      continue;
    }
    const auto amount = in.digits(1, 9);
    const auto millis = in_time ? in.decimals() : 0;
    bool found = false;
    for (; last < std::size(units) && !found; ++last) {
      if (units[last].time != in_time || in.peek() != units[last].letter) continue;
      if (millis != 0 && units[last].letter != 'S') return std::nullopt;
      total += amount * units[last].length + millis;
      ++in.at;
      found = true;
    }
    if (!found) return std::nullopt;
  }
  if (!in.ok || total > 200 * 366 * one_day) return std::nullopt;
  return minus ? -total : total;
}

std::string format_instant(Millis instant) {
  const Date date = date_of(instant);
  const Millis rest = instant - instant_of(date);
  std::string text = fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}", date.year, date.month, date.day, rest / one_hour,
                                 rest / one_minute % 60, rest / one_second % 60);
  if (rest % 1000 != 0) text += fmt::format(".{:03}", rest % 1000);
  return text + "Z";
}

std::string format_duration(Millis duration) {
  if (duration == 0) return "PT0S";
  std::string text = duration < 0 ? "-P" : "P";
  if (duration < 0) duration = -duration;
  if (duration >= one_day) text += fmt::format("{}D", duration / one_day);
  duration %= one_day;
  if (duration == 0) return text;
  text += 'T';
  if (duration >= one_hour) text += fmt::format("{}H", duration / one_hour);
  if (duration / one_minute % 60 != 0) text += fmt::format("{}M", duration / one_minute % 60);
  const Millis rest = duration % one_minute;
  if (rest % 1000 != 0) {
    text += fmt::format("{}.{:03}S", rest / 1000, rest % 1000);
  } else if (rest != 0) {
    text += fmt::format("{}S", rest / 1000);
  }
  return text;
}

std::string format_offset(Millis difference) {
  std::string text = difference < 0 ? "-" : "";
  const Millis d = difference < 0 ? -difference : difference;
  text += fmt::format("{}+{:02}:{:02}:{:02}", d / one_day, d / one_hour % 24, d / one_minute % 60, d / one_second % 60);
  if (d % 1000 != 0) text += fmt::format(".{:03}", d % 1000);
  return text;
}

std::string format_span(Millis duration) {
  if (duration < 0) return "-" + format_span(-duration);
  const Millis days = duration / one_day, hours = duration / one_hour % 24, minutes = duration / one_minute % 60,
               seconds = duration / one_second % 60;
  if (days > 0) return hours > 0 || minutes > 0 ? fmt::format("{} d {} h {:02} min", days, hours, minutes) : fmt::format("{} d", days);
  if (hours > 0) return seconds > 0 ? fmt::format("{} h {:02} min {:02} s", hours, minutes, seconds) : minutes > 0 ? fmt::format("{} h {:02} min", hours, minutes) : fmt::format("{} h", hours);
  if (minutes > 0) return seconds > 0 ? fmt::format("{} min {:02} s", minutes, seconds) : fmt::format("{} min", minutes);
  if (duration % 1000 != 0) return fmt::format("{}.{:03} s", seconds, duration % 1000);
  return fmt::format("{} s", seconds);
}

}  // namespace fleetlint::rollout
