// Sources: Microsoft Learn, "Standard date and time format strings", "Custom date and time format strings"; W3C XML
// Schema part 2, duration.
#include "value/date_time.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <fmt/format.h>
#include <vector>

#include "fleetlint/base/unicode.h"

namespace fleetlint::eval {
namespace {

constexpr std::array<std::string_view, 12> months = {"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"};
constexpr std::array<std::string_view, 7> days = {"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"};

bool leap(int year) { return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0); }
int days_in_month(int year, int month) {
  constexpr std::array<int, 12> table = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return month == 2 && leap(year) ? 29 : table[static_cast<std::size_t>(month - 1)];
}
std::int64_t days_before_year(int year) {
  const std::int64_t y = year - 1;
  return y * 365 + y / 4 - y / 100 + y / 400;
}

struct Parts {
  int year = 1, month = 1, day = 1, hour = 0, minute = 0, second = 0;
  std::int64_t fraction = 0;  ///< ticks below a second
  int weekday = 0;            ///< Sunday is 0
};

Parts parts_of(DateTime time) {
  Parts p;
  std::int64_t day = time.ticks / DateTime::per_day;
  std::int64_t rest = time.ticks % DateTime::per_day;
  p.weekday = static_cast<int>((day + 1) % 7);
  p.year = static_cast<int>(day / 366) + 1;
  while (days_before_year(p.year + 1) <= day) ++p.year;
  day -= days_before_year(p.year);
  while (day >= days_in_month(p.year, p.month)) day -= days_in_month(p.year, p.month++);
  p.day = static_cast<int>(day) + 1;
  p.fraction = rest % DateTime::per_second;
  rest /= DateTime::per_second;
  p.second = static_cast<int>(rest % 60);
  p.minute = static_cast<int>(rest / 60 % 60);
  p.hour = static_cast<int>(rest / 3600);
  return p;
}

std::optional<DateTime> from_parts(const Parts& p, std::int64_t offset_minutes) {
  if (p.year < 1 || p.year > 9999 || p.month < 1 || p.month > 12 || p.day < 1 || p.day > days_in_month(p.year, p.month)) return std::nullopt;
  if (p.hour > 23 || p.minute > 59 || p.second > 59) return std::nullopt;
  std::int64_t day = days_before_year(p.year) + p.day - 1;
  for (int m = 1; m < p.month; ++m) day += days_in_month(p.year, m);
  const std::int64_t ticks = day * DateTime::per_day + ((p.hour * 60 + p.minute - offset_minutes) * 60 + p.second) * DateTime::per_second + p.fraction;
  if (ticks < 0 || ticks > DateTime::max_ticks) return std::nullopt;
  return DateTime{ticks};
}

// --- reading -------------------------------------------------------------------------------------------------------

/// Cuts a date into numbers, words and signs.
struct Token {
  enum class Kind { number, word, sign } kind = Kind::sign;
  std::string_view text;
  std::int64_t value = 0;
};

std::optional<std::vector<Token>> tokens_of(std::string_view text) {
  std::vector<Token> tokens;
  for (std::size_t i = 0; i < text.size();) {
    const auto c = static_cast<unsigned char>(text[i]);
    const std::size_t from = i;
    if (std::isdigit(c)) {
      while (i < text.size() && std::isdigit(static_cast<unsigned char>(text[i]))) ++i;
      Token token{Token::Kind::number, text.substr(from, i - from), 0};
      if (token.text.size() > 18) return std::nullopt;
      std::from_chars(token.text.data(), token.text.data() + token.text.size(), token.value);
      tokens.push_back(token);
    } else if (std::isalpha(c)) {
      while (i < text.size() && std::isalpha(static_cast<unsigned char>(text[i]))) ++i;
      tokens.push_back({Token::Kind::word, text.substr(from, i - from), 0});
    } else {
      ++i;
      tokens.push_back({Token::Kind::sign, text.substr(from, 1), 0});
    }
    if (tokens.size() > 40) return std::nullopt;
  }
  return tokens;
}

int month_of(std::string_view word) {
  for (std::size_t m = 0; m < months.size(); ++m)
    if (equals_ignoring_case(word, months[m]) || equals_ignoring_case(word, months[m].substr(0, 3))) return static_cast<int>(m) + 1;
  return 0;
}
int weekday_of(std::string_view word) {
  for (std::size_t d = 0; d < days.size(); ++d)
    if (equals_ignoring_case(word, days[d]) || equals_ignoring_case(word, days[d].substr(0, 3))) return static_cast<int>(d);
  return -1;
}

class DateReader {
 public:
  explicit DateReader(std::vector<Token> tokens) : tokens_(std::move(tokens)) {}

  std::optional<DateTime> read() {
    blanks();
    if (peek_number() && tokens_[at_].text.size() == 8 && at_ + 1 < tokens_.size()) {
      if (!read_compact()) return std::nullopt;
    } else if (!read_date() || !read_time()) {
      return std::nullopt;
    }
    if (!read_zone()) return std::nullopt;
    blanks();
    if (at_ < tokens_.size()) return std::nullopt;
    auto result = from_parts(p_, offset_);
    if (result && weekday_ >= 0 && parts_of(*from_parts(p_, 0)).weekday != weekday_) return std::nullopt;
    return result;
  }

 private:
  bool more() const { return at_ < tokens_.size(); }
  bool peek_number() const { return more() && tokens_[at_].kind == Token::Kind::number; }
  bool peek_word() const { return more() && tokens_[at_].kind == Token::Kind::word; }
  bool sign(char c) {
    if (!more() || tokens_[at_].kind != Token::Kind::sign || tokens_[at_].text[0] != c) return false;
    ++at_;
    return true;
  }
  void blanks() {
    while (sign(' ')) {}
  }
  bool number(int& out, std::size_t most_digits, std::size_t least_digits = 1) {
    if (!peek_number() || tokens_[at_].text.size() > most_digits || tokens_[at_].text.size() < least_digits) return false;
    out = static_cast<int>(tokens_[at_++].value);
    return true;
  }

  bool year(int& out) {
    if (!peek_number()) return false;
    const std::size_t digits = tokens_[at_].text.size();
    if (!number(out, 4)) return false;
    if (digits <= 2) out += out < 50 ? 2000 : 1900;  // TwoDigitYearMax of the invariant culture is 2049
    return digits != 3;
  }

  bool read_date() {
    if (peek_word() && weekday_of(tokens_[at_].text) >= 0) {
      weekday_ = weekday_of(tokens_[at_++].text);
      sign(',');
      blanks();
    }
    if (peek_word()) {  // March 5, 2019; March 2019
      if (!named_month()) return false;
      sign('.');
      blanks();
      if (peek_whole_year()) return year(p_.year);
      if (!number(p_.day, 2)) return false;
      sign(',');
      blanks();
      return year(p_.year);
    }
    if (!peek_number()) return false;
    if (peek_whole_year()) {  // 2019-03-05, 2019/03/05, 2019-Mar-05, 2019-03
      if (!number(p_.year, 4)) return false;
      const char separator = next_separator();
      if (separator == '\0') return false;
      if (peek_word() ? !named_month() : !number(p_.month, 2)) return false;
      if (separator == ' ' ? at_ + 1 < tokens_.size() && tokens_[at_ + 1].kind == Token::Kind::number && sign(' ') : sign(separator)) return number(p_.day, 2);
      return true;
    }
    int first = 0;
    if (!number(first, 2)) return false;
    if (const char separator = next_separator(); separator != '\0' && peek_number()) {  // 03/05/2019: month first; 03/2019
      p_.month = first;
      if (peek_whole_year()) return year(p_.year);
      // Without a year the day of the deployment would decide.
      return number(p_.day, 2) && sign(separator) && year(p_.year);
    }
    while (sign(' ') || sign(',')) {}
    p_.day = first;  // 05 March 2019
    if (!named_month()) return false;
    while (sign('-') || sign(' ') || sign(',')) {}
    return year(p_.year);
  }

  bool peek_whole_year() const { return peek_number() && tokens_[at_].text.size() == 4; }

  char next_separator() {
    for (const char c : {'-', '/', '.', ' '})
      if (sign(c)) return c;
    return '\0';
  }

  bool named_month() {
    if (!peek_word()) return false;
    p_.month = month_of(tokens_[at_].text);
    ++at_;
    return p_.month > 0;
  }

  /// 20190305T175318, the form of utcNow().
  bool read_compact() {
    const std::int64_t date = tokens_[at_++].value;
    p_.year = static_cast<int>(date / 10000), p_.month = static_cast<int>(date / 100 % 100), p_.day = static_cast<int>(date % 100);
    if (!peek_word() || !(tokens_[at_].text == "T" || tokens_[at_].text == "t")) return false;
    ++at_;
    if (!peek_number() || (tokens_[at_].text.size() != 6 && tokens_[at_].text.size() != 4)) return false;
    const std::int64_t time = tokens_[at_].text.size() == 6 ? tokens_[at_].value : tokens_[at_].value * 100;
    ++at_;
    p_.hour = static_cast<int>(time / 10000), p_.minute = static_cast<int>(time / 100 % 100), p_.second = static_cast<int>(time % 100);
    return read_fraction();
  }

  bool read_fraction() {
    if (!sign('.')) return true;
    if (!peek_number()) return false;
    const std::string_view digits = tokens_[at_++].text;
    std::int64_t scale = DateTime::per_second / 10;
    for (const char c : digits.substr(0, 7)) p_.fraction += (c - '0') * scale, scale /= 10;
    if (digits.size() > 7 && digits[7] >= '5') ++p_.fraction;
    return true;
  }

  bool read_time() {
    while (sign(' ') || sign(',')) {}
    if (peek_word() && equals_ignoring_case(tokens_[at_].text, "T")) ++at_;
    blanks();
    if (!peek_number()) return true;
    if (!number(p_.hour, 2)) return false;
    if (sign(':')) {
      if (!number(p_.minute, 2)) return false;
      if (sign(':') && (!number(p_.second, 2) || !read_fraction())) return false;
    } else if (!half_day_follows()) {
      return false;
    }
    blanks();
    return read_half_day();
  }

  bool half_day_follows() {
    blanks();
    return peek_word() && (equals_ignoring_case(tokens_[at_].text, "AM") || equals_ignoring_case(tokens_[at_].text, "PM"));
  }

  bool read_half_day() {
    if (!half_day_follows()) return true;
    const bool afternoon = equals_ignoring_case(tokens_[at_++].text, "PM");
    if (p_.hour > (afternoon ? 23 : 12)) return false;
    if (afternoon && p_.hour < 12) p_.hour += 12;
    else if (!afternoon && p_.hour == 12) p_.hour = 0;
    return true;
  }

  /// A weekday may stand before it.
  bool read_zone() {
    blanks();
    if (weekday_ < 0 && peek_word() && weekday_of(tokens_[at_].text) >= 0) weekday_ = weekday_of(tokens_[at_++].text);
    blanks();
    if (peek_word()) {
      const std::string_view word = tokens_[at_].text;
      if (!equals_ignoring_case(word, "Z") && !equals_ignoring_case(word, "GMT") && !equals_ignoring_case(word, "UTC")) return false;
      ++at_;
      return true;
    }
    const bool plus = sign('+');
    if (!plus && !sign('-')) return true;
    if (!peek_number()) return false;
    const std::size_t digits = tokens_[at_].text.size();
    int hours = 0, minutes = 0;
    if (!number(hours, 4)) return false;
    if (digits == 4) minutes = hours % 100, hours /= 100;
    else if (digits > 2) return false;
    else if (sign(':') && !number(minutes, 2)) return false;
    if (minutes > 59 || hours > 14 || (hours == 14 && minutes > 0)) return false;
    offset_ = (plus ? 1 : -1) * (hours * 60 + minutes);
    return true;
  }

  std::vector<Token> tokens_;
  std::size_t at_ = 0;
  Parts p_;
  int weekday_ = -1;
  std::int64_t offset_ = 0;
};

}  // namespace

std::optional<DateTime> parse_date_time(std::string_view text) {
  if (text.size() > 200) return std::nullopt;
  auto tokens = tokens_of(text);
  if (!tokens || tokens->empty()) return std::nullopt;
  return DateReader(std::move(*tokens)).read();
}

std::optional<std::int64_t> parse_duration(std::string_view text) {
  const auto is_blank = [](char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; };
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
  const bool negative = text.starts_with('-');
  if (negative) text.remove_prefix(1);
  if (!text.starts_with('P')) return std::nullopt;
  text.remove_prefix(1);
  struct Unit {
    char letter;
    bool time;
    std::int64_t seconds;
  };
  constexpr Unit units[] = {{'Y', false, 365 * 86'400}, {'M', false, 30 * 86'400}, {'D', false, 86'400}, {'H', true, 3600}, {'M', true, 60}, {'S', true, 1}};
  std::size_t next = 0;
  bool time = false, any = false;
  __int128 ticks = 0;
  while (!text.empty()) {
    if (text[0] == 'T') {
      if (time) return std::nullopt;
      time = true, any = false;
      text.remove_prefix(1);
      continue;
    }
    std::int64_t count = 0;
    // `PT.5S` has no whole seconds.
    const bool fraction_only = text.size() > 1 && text[0] == '.' && std::isdigit(static_cast<unsigned char>(text[1]));
    const auto [end, error] = fraction_only ? std::from_chars_result{text.data(), std::errc()} : std::from_chars(text.data(), text.data() + text.size(), count);
    if (error != std::errc() || count < 0 || count > INT32_MAX || text[0] == '-') return std::nullopt;
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    std::int64_t fraction = 0;
    bool has_fraction = false;
    if (text.starts_with('.')) {
      has_fraction = true;
      text.remove_prefix(1);
      std::int64_t scale = DateTime::per_second / 10;
      while (!text.empty() && std::isdigit(static_cast<unsigned char>(text[0]))) {
        fraction += (text[0] - '0') * scale, scale /= 10;
        text.remove_prefix(1);
      }
    }
    if (text.empty()) return std::nullopt;
    while (next < std::size(units) && (units[next].letter != text[0] || units[next].time != time)) ++next;
    if (next == std::size(units) || (has_fraction && units[next].letter != 'S')) return std::nullopt;
    // Twelve months are a year, what remains are months of 30 days.
    const std::int64_t seconds = units[next].letter == 'M' && !time ? (count / 12 * 365 + count % 12 * 30) * 86'400 : count * units[next].seconds;
    ticks += static_cast<__int128>(seconds) * DateTime::per_second + fraction;
    ++next;
    any = true;
    text.remove_prefix(1);
  }
  if (!any || ticks > DateTime::max_ticks) return std::nullopt;
  return static_cast<std::int64_t>(negative ? -ticks : ticks);
}

// --- writing -------------------------------------------------------------------------------------------------------

namespace {

std::string_view standard_format(char letter) {
  switch (letter) {
    case 'd': return "MM/dd/yyyy";
    case 'D': return "dddd, dd MMMM yyyy";
    case 'f': return "dddd, dd MMMM yyyy HH:mm";
    case 'F': case 'U': return "dddd, dd MMMM yyyy HH:mm:ss";
    case 'g': return "MM/dd/yyyy HH:mm";
    case 'G': return "MM/dd/yyyy HH:mm:ss";
    case 'm': case 'M': return "MMMM dd";
    case 'o': case 'O': return "yyyy'-'MM'-'dd'T'HH':'mm':'ss'.'fffffffK";
    case 'r': case 'R': return "ddd, dd MMM yyyy HH':'mm':'ss 'GMT'";
    case 's': return "yyyy'-'MM'-'dd'T'HH':'mm':'ss";
    case 't': return "HH:mm";
    case 'T': return "HH:mm:ss";
    case 'u': return "yyyy'-'MM'-'dd HH':'mm':'ss'Z'";
    case 'y': case 'Y': return "yyyy MMMM";
    default: return {};
  }
}

/// One run of a format: a specifier with its count, or literal text.
struct Run {
  char letter = '\0';  ///< '\0': literal
  std::size_t count = 0;
  std::string literal;
};

Expected<std::vector<Run>, std::string> runs_of(std::string_view format) {
  if (format.size() > 1024) return Unexpected{std::string("the format is too long")};
  if (format.size() == 1) {
    const std::string_view standard = standard_format(format[0]);
    if (standard.empty()) return Unexpected{fmt::format("`{}` is not a date format", format)};
    format = standard;
  }
  std::vector<Run> runs;
  const auto literal = [&](std::string_view text) {
    if (runs.empty() || runs.back().letter != '\0') runs.push_back({});
    runs.back().literal += text;
  };
  for (std::size_t i = 0; i < format.size();) {
    const char c = format[i];
    if (c == '\'' || c == '"') {
      std::string text;
      std::size_t end = i + 1;
      for (; end < format.size() && format[end] != c; ++end) {
        if (format[end] == '\\' && ++end >= format.size()) break;
        text.push_back(format[end]);
      }
      if (end >= format.size()) return Unexpected{fmt::format("the format `{}` has an open quotation", format)};
      literal(text);
      i = end + 1;
    } else if (c == '\\') {
      if (i + 1 >= format.size()) return Unexpected{fmt::format("the format `{}` ends with an escape", format)};
      literal(format.substr(i + 1, 1));
      i += 2;
    } else if (c == '%') {
      if (i + 1 >= format.size() || format[i + 1] == '%') return Unexpected{fmt::format("`%` in the format `{}` stands before nothing", format)};
      ++i;
      const bool specifier = std::string_view("dfFghHKmMstyz:/").find(format[i]) != std::string_view::npos;
      if (specifier) runs.push_back({format[i], 1, {}});
      else literal(format.substr(i, 1));
      ++i;
    } else if (std::string_view("dfFghHKmMstyz").find(c) != std::string_view::npos) {
      std::size_t count = 1;
      while (c != 'K' && i + count < format.size() && format[i + count] == c) ++count;
      if ((c == 'f' || c == 'F') && count > 7) return Unexpected{fmt::format("the format `{}` asks for more than 7 decimals", format)};
      runs.push_back({c, count, {}});
      i += count;
    } else {
      literal(format.substr(i, 1));
      ++i;
    }
  }
  return runs;
}

void append_fraction(std::string& out, std::int64_t fraction, std::size_t count, bool optional) {
  std::string digits = fmt::format("{:07}", fraction).substr(0, count);
  if (optional) {
    while (!digits.empty() && digits.back() == '0') digits.pop_back();
    if (digits.empty() && !out.empty() && out.back() == '.') out.pop_back();
  }
  out += digits;
}

void append_run(std::string& out, const Run& run, const Parts& p) {
  const auto number = [&](int value, std::size_t digits) { fmt::format_to(std::back_inserter(out), "{:0{}}", value, digits); };
  const std::size_t two = std::min<std::size_t>(run.count, 2);
  const int half = p.hour % 12 == 0 ? 12 : p.hour % 12;
  switch (run.letter) {
    case '\0': out += run.literal; break;
    case 'd':
      if (run.count <= 2) number(p.day, run.count);
      else out += run.count == 3 ? days[static_cast<std::size_t>(p.weekday)].substr(0, 3) : days[static_cast<std::size_t>(p.weekday)];
      break;
    case 'M':
      if (run.count <= 2) number(p.month, run.count);
      else out += run.count == 3 ? months[static_cast<std::size_t>(p.month - 1)].substr(0, 3) : months[static_cast<std::size_t>(p.month - 1)];
      break;
    case 'y': number(run.count <= 2 ? p.year % 100 : p.year, run.count); break;
    case 'h': number(half, two); break;
    case 'H': number(p.hour, two); break;
    case 'm': number(p.minute, two); break;
    case 's': number(p.second, two); break;
    case 't': out += run.count == 1 ? (p.hour < 12 ? "A" : "P") : (p.hour < 12 ? "AM" : "PM"); break;
    case 'f': append_fraction(out, p.fraction, run.count, false); break;
    case 'F': append_fraction(out, p.fraction, run.count, true); break;
    case 'g': out += "A.D."; break;
    case 'K': out += "Z"; break;
    case 'z': out += run.count == 1 ? "+0" : run.count == 2 ? "+00" : "+00:00"; break;
    default: out += run.letter; break;  // ':' and '/' are themselves in the invariant culture
  }
}

}  // namespace

Expected<std::string, std::string> format_date_time(DateTime time, std::string_view format) {
  if (format.empty()) format = "G";
  auto runs = runs_of(format);
  if (!runs) return Unexpected{runs.error()};
  const Parts parts = parts_of(time);
  std::string out;
  for (const Run& run : *runs) append_run(out, run, parts);
  return out;
}

std::optional<std::int64_t> fixed_date_length(std::string_view format) {
  if (format.empty()) format = "G";
  const auto runs = runs_of(format);
  if (!runs) return std::nullopt;
  std::int64_t length = 0;
  for (const Run& run : *runs) {
    const auto count = static_cast<std::int64_t>(run.count);
    switch (run.letter) {
      case '\0': length += static_cast<std::int64_t>(utf16_length(run.literal)); break;
      case 'd': case 'M':
        if (count == 1 || count > 3) return std::nullopt;
        length += count;
        break;
      case 'h': case 'H': case 'm': case 's':
        if (count == 1) return std::nullopt;
        length += 2;
        break;
      case 'y':
        if (count == 1 || count == 3) return std::nullopt;
        length += count;
        break;
      case 'f': length += count; break;
      case 'F': return std::nullopt;
      case 't': length += std::min<std::int64_t>(count, 2); break;
      case 'g': length += 4; break;
      case 'K': length += 1; break;
      case 'z': length += count == 1 ? 2 : count == 2 ? 3 : 6; break;
      default: length += 1; break;
    }
  }
  return length;
}

}  // namespace fleetlint::eval
