#include "maintenance_windows.h"

#include <algorithm>
#include <charconv>
#include <cstdlib>

#include "checks.h"
#include "maintenance.h"

namespace fleetlint::rules {
namespace {

constexpr Instant day_seconds = 86400;
constexpr std::string_view weekdays[] = {"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"};
constexpr std::string_view ordinals[] = {"First", "Second", "Third", "Fourth", "Last"};

/// 0 is Sunday.
int weekday_of(Instant day) { return static_cast<int>(((day % 7) + 11) % 7); }

struct Month {
  int year, month;
};

std::string two(int number) { return (number < 10 ? "0" : "") + std::to_string(number); }

Instant first_day(Month month) { return *parse_instant(std::to_string(month.year) + "-" + two(month.month) + "-01") / day_seconds; }

Month next(Month month, int count) {
  const int index = month.year * 12 + month.month - 1 + count;
  return {index / 12, index % 12 + 1};
}

Month month_of(Instant day) {
  const auto text = format_instant(day * day_seconds);
  return {std::atoi(text.substr(0, 4).c_str()), std::atoi(text.substr(5, 2).c_str())};
}

struct Recurrence {
  int count = 1;
  enum class Unit : unsigned char { hour, day, week, month } unit = Unit::day;
  std::vector<int> days;       ///< weekdays of a week, days of a month
  int ordinal = -1;            ///< of a month's weekday: 0 first … 4 last
  int weekday = -1, offset = 0;
};

std::vector<std::string> split_words(std::string_view text) {
  std::vector<std::string> words;
  std::string word;
  for (const char c : std::string(text) + " ") {
    if (c != ' ' && c != ',') {
      word += c;
    } else if (!word.empty()) {
      words.push_back(std::move(word));
      word.clear();
    }
  }
  return words;
}

std::optional<int> index_in(std::string_view word, const std::string_view* names, int count) {
  for (int i = 0; i < count; ++i)
    if (equal_ignoring_case(word, names[i])) return i;
  return std::nullopt;
}

std::optional<Recurrence> read_recurrence(std::string_view text) {
  Recurrence recurrence;
  auto words = split_words(text);
  if (words.empty()) return std::nullopt;
  std::string unit = words[0];
  const auto [end, error] = std::from_chars(unit.data(), unit.data() + unit.size(), recurrence.count);
  if (error == std::errc{}) unit = unit.substr(static_cast<std::size_t>(end - unit.data()));
  if (unit.empty() && words.size() > 1) {
    unit = words[1];
    words.erase(words.begin());
  }
  if (recurrence.count < 1 || recurrence.count > 400) return std::nullopt;
  if (unit.size() > 1 && (unit.back() == 's' || unit.back() == 'S')) unit.pop_back();
  constexpr std::string_view units[] = {"Hour", "Day", "Week", "Month"};
  const auto index = index_in(unit, units, 4);
  if (!index) return std::nullopt;
  recurrence.unit = static_cast<Recurrence::Unit>(*index);
  for (std::size_t i = 1; i < words.size(); ++i) {
    const auto& word = words[i];
    if (const auto weekday = index_in(word, weekdays, 7)) {
      if (recurrence.unit == Recurrence::Unit::month) recurrence.weekday = *weekday;
      else recurrence.days.push_back(*weekday);
    } else if (const auto ordinal = index_in(word, ordinals, 5)) {
      recurrence.ordinal = *ordinal;
    } else if (equal_ignoring_case(std::string_view(word).substr(0, 3), "day")) {
      recurrence.days.push_back(std::atoi(word.c_str() + 3));
    } else if (equal_ignoring_case(std::string_view(word).substr(0, 6), "offset")) {
      recurrence.offset = std::atoi(word.c_str() + 6);
    } else {
      return std::nullopt;
    }
  }
  return recurrence;
}

/// Days on which a monthly recurrence falls in one month.
std::vector<Instant> days_in(Month month, const Recurrence& recurrence, int start_day) {
  const Instant first = first_day(month), last = first_day(next(month, 1)) - 1;
  std::vector<Instant> days;
  if (recurrence.weekday >= 0 && recurrence.ordinal >= 0) {
    Instant day = first + (recurrence.weekday - weekday_of(first) + 7) % 7 + 7 * std::min(recurrence.ordinal, 3);
    if (recurrence.ordinal == 4)
      while (day + 7 <= last) day += 7;
    days.push_back(day + recurrence.offset);
  } else if (!recurrence.days.empty()) {
    for (const int number : recurrence.days) days.push_back(number < 0 ? last + 1 + number : std::min(first + number - 1, last));
  } else {
    days.push_back(std::min(first + start_day - 1, last));
  }
  return days;
}

}  // namespace

std::optional<std::vector<std::pair<Instant, Instant>>> occurrences(const Resource& configuration, Instant from, Instant to) {
  const Property window = configuration["properties.maintenanceWindow"];
  const auto start_text = window["startDateTime"].text(), duration_text = window["duration"].text(), every = window["recurEvery"].text();
  const auto start = start_text ? parse_instant(*start_text) : std::nullopt;
  const auto duration = duration_text ? clock_duration(*duration_text) : std::nullopt;
  const auto recurrence = every ? read_recurrence(*every) : std::nullopt;
  if (!start || !duration || !recurrence) return std::nullopt;
  Instant end = to;
  if (const auto expiration = window["expirationDateTime"].text())
    if (const auto last = parse_instant(*expiration)) end = std::min(end, *last);
  std::vector<std::pair<Instant, Instant>> found;
  const auto add = [&](Instant opens) {
    if (opens >= *start && opens < end && opens + *duration > from) found.emplace_back(opens, opens + *duration);
  };
  const Instant start_day = *start / day_seconds, time_of_day = *start % day_seconds;
  switch (recurrence->unit) {
    case Recurrence::Unit::hour:
    case Recurrence::Unit::day: {
      const Instant step = recurrence->count * (recurrence->unit == Recurrence::Unit::hour ? 3600 : day_seconds);
      Instant opens = *start;
      if (opens + *duration < from) opens += (from - *duration - opens) / step * step;
      for (; opens < end; opens += step) add(opens);
      break;
    }
    case Recurrence::Unit::week: {
      auto days = recurrence->days;
      if (days.empty()) days.push_back(weekday_of(start_day));
      const Instant step = 7 * recurrence->count;
      Instant week = start_day - weekday_of(start_day);
      if ((week + 7) * day_seconds + *duration < from) week += (from / day_seconds - 8 - week) / step * step;
      for (; week * day_seconds < end; week += step)
        for (const int day : days) add((week + day) * day_seconds + time_of_day);
      break;
    }
    case Recurrence::Unit::month: {
      const auto day_text = format_instant(start_day * day_seconds);
      const int day_of_month = std::atoi(day_text.substr(8, 2).c_str());
      for (Month month = month_of(start_day); (first_day(month) - 7) * day_seconds < end; month = next(month, recurrence->count))
        for (const auto day : days_in(month, *recurrence, day_of_month)) add(day * day_seconds + time_of_day);
      break;
    }
  }
  std::sort(found.begin(), found.end());
  return found;
}

std::optional<Instant> first_overlap(const Resource& a, const Resource& b, Instant now, int days) {
  const auto zone_a = a["properties.maintenanceWindow.timeZone"].text(), zone_b = b["properties.maintenanceWindow.timeZone"].text();
  if (!zone_a || !zone_b || !equal_ignoring_case(*zone_a, *zone_b)) return std::nullopt;
  const auto x = occurrences(a, now, now + days * day_seconds), y = occurrences(b, now, now + days * day_seconds);
  if (!x || !y) return std::nullopt;
  for (std::size_t i = 0, k = 0; i < x->size() && k < y->size();) {
    const auto& [x_opens, x_closes] = (*x)[i];
    const auto& [y_opens, y_closes] = (*y)[k];
    if (std::max({x_opens, y_opens, now}) < std::min(x_closes, y_closes)) return std::max(x_opens, y_opens);
    (x_closes <= y_closes ? i : k) += 1;
  }
  return std::nullopt;
}

}  // namespace fleetlint::rules
