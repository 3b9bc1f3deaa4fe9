// .NET's standard and custom numeric formats with the invariant culture.
// Source: Microsoft Learn, "Standard numeric format strings" and "Custom numeric format strings".
#include <algorithm>
#include <charconv>
#include <cmath>
#include <fmt/format.h>
#include <limits>
#include <vector>

#include "value/platform_text.h"

namespace fleetlint::eval {
namespace {

constexpr int most_precision = 10'000;  ///< far beyond what any template prints; bounds memory

/// A number as decimal digits: 0.d1d2d3… × 10^scale. Zero has no digits.
struct Decimal {
  bool negative = false;
  std::string digits;
  int scale = 0;

  void trim() {
    while (!digits.empty() && digits.back() == '0') digits.pop_back();
    const auto lead = digits.find_first_not_of('0');
    if (lead == std::string::npos) digits.clear(), scale = 0;
    else if (lead > 0) digits.erase(0, lead), scale -= static_cast<int>(lead);
  }
  /// Keeps `count` digits; half rounds away from zero.
  void round(int count) {
    if (count >= static_cast<int>(digits.size())) return;
    const bool up = count >= 0 && digits[static_cast<std::size_t>(count)] >= '5';
    digits.resize(static_cast<std::size_t>(std::max(count, 0)));
    if (up) {
      while (!digits.empty() && digits.back() == '9') digits.pop_back();
      if (digits.empty()) digits = "1", ++scale;
      else ++digits.back();
    }
    trim();
    if (digits.empty()) scale = 0;
  }
  char digit(int i) const { return i >= 0 && i < static_cast<int>(digits.size()) ? digits[static_cast<std::size_t>(i)] : '0'; }
};

Decimal decimal_of(const Value& number) {
  Decimal d;
  if (number.is_integer()) {
    const std::int64_t value = number.as_integer();
    d.negative = value < 0;
    d.digits = std::to_string(value < 0 ? 0 - static_cast<std::uint64_t>(value) : static_cast<std::uint64_t>(value));
    d.scale = static_cast<int>(d.digits.size());
  } else {
    // Exact: a double has at most 1074 decimals.
    const double value = number.as_number();
    d.negative = std::signbit(value) && value != 0;
    const std::string text = fmt::format("{:.1074f}", std::fabs(value));
    const auto point = text.find('.');
    d.digits = text.substr(0, point) + text.substr(point + 1);
    d.scale = static_cast<int>(point);
  }
  d.trim();
  return d;
}

/// Digits before the point (at least one) and `decimals` after it.
std::string fixed(const Decimal& d, int decimals, bool groups) {
  std::string out;
  if (d.scale <= 0) out = "0";
  for (int i = 0; i < d.scale; ++i) {
    out.push_back(d.digit(i));
    const int left = d.scale - 1 - i;
    if (groups && left > 0 && left % 3 == 0) out.push_back(',');
  }
  if (decimals > 0) {
    out.push_back('.');
    for (int i = 0; i < decimals; ++i) out.push_back(d.digit(d.scale + i));
  }
  return out;
}

std::string scientific(const Decimal& d, int decimals, char letter, int least_exponent_digits) {
  std::string out(1, d.digits.empty() ? '0' : d.digits[0]);
  if (decimals > 0) {
    out.push_back('.');
    for (int i = 1; i <= decimals; ++i) out.push_back(d.digit(i));
  }
  const int exponent = d.digits.empty() ? 0 : d.scale - 1;
  return out + fmt::format("{}{}{:0{}}", letter, exponent < 0 ? '-' : '+', std::abs(exponent), least_exponent_digits);
}

std::string general(Decimal d, int precision, bool scientific_allowed, char letter) {
  if (precision > 0) d.round(precision);
  const int limit = precision > 0 ? precision : 15;
  if (scientific_allowed && (d.scale > limit || d.scale < -3)) {
    const int decimals = std::max<int>(static_cast<int>(d.digits.size()) - 1, 0);
    return scientific(d, decimals, letter, 2);
  }
  return fixed(d, std::max(0, static_cast<int>(d.digits.size()) - d.scale), false);
}

Expected<std::string, std::string> standard(const Value& number, char specifier, int precision) {
  const char letter = static_cast<char>(specifier & ~0x20);
  const bool integer = number.is_integer();
  const auto unsupported = [&]() -> Unexpected<std::string> { return {fmt::format("the format `{}` is not one for {}", specifier, integer ? "integers" : "this number")}; };
  if (!integer && (std::isnan(number.as_number()) || std::isinf(number.as_number()))) return dotnet_text(number.as_number());
  if (letter == 'X' || letter == 'B') {
    if (!integer) return unsupported();
    const auto bits = static_cast<std::uint64_t>(number.as_integer());
    const std::string text = letter == 'B' ? fmt::format("{:b}", bits) : specifier == 'X' ? fmt::format("{:X}", bits) : fmt::format("{:x}", bits);
    return std::string(static_cast<std::size_t>(std::max(0, precision - static_cast<int>(text.size()))), '0') + text;
  }
  if (letter == 'R') return integer ? Expected<std::string, std::string>(unsupported()) : dotnet_text(number.as_number());
  if (letter == 'G' && precision <= 0) return integer ? std::to_string(number.as_integer()) : dotnet_text(number.as_number());
  Decimal d = decimal_of(number);
  const auto sign = [&](std::string text) { return d.negative && !d.digits.empty() ? "-" + text : text; };
  const int decimals = precision < 0 ? 2 : precision;
  switch (letter) {
    case 'D': {
      if (!integer) return unsupported();
      const std::string text = fixed(d, 0, false);
      return sign(std::string(static_cast<std::size_t>(std::max(0, precision - static_cast<int>(text.size()))), '0') + text);
    }
    case 'F':
      d.round(d.scale + decimals);
      return sign(fixed(d, decimals, false));
    case 'N':
      d.round(d.scale + decimals);
      return sign(fixed(d, decimals, true));
    case 'C': {
      d.round(d.scale + decimals);
      const std::string text = "\u00A4" + fixed(d, decimals, true);
      return d.negative && !d.digits.empty() ? "(" + text + ")" : text;
    }
    case 'P':
      if (!d.digits.empty()) d.scale += 2;
      d.round(d.scale + decimals);
      return sign(fixed(d, decimals, true) + " %");
    case 'E': {
      const int places = precision < 0 ? 6 : precision;
      d.round(places + 1);
      return sign(scientific(d, places, specifier, 3));
    }
    case 'G': return sign(general(d, precision, true, specifier == 'g' ? 'e' : 'E'));
    default: return unsupported();
  }
}

/// Cuts `positive;negative;zero`; quoted and escaped semicolons do not count.
std::vector<std::string_view> sections_of(std::string_view format) {
  std::vector<std::string_view> sections;
  std::size_t from = 0;
  for (std::size_t i = 0; i < format.size(); ++i) {
    if (format[i] == '\\') ++i;
    else if (format[i] == '\'' || format[i] == '"') i = std::min(format.find(format[i], i + 1), format.size());
    else if (format[i] == ';') sections.push_back(format.substr(from, i - from)), from = i + 1;
  }
  sections.push_back(format.substr(std::min(from, format.size())));
  return sections;
}

/// What a custom section asks for, found before anything is written.
struct Layout {
  int digits = 0, point = -1, first_zero = std::numeric_limits<int>::max(), last_zero = 0, scale = 0;
  bool groups = false, exponent = false;
};

/// The exponent part at `i` (`E0`, `E+00`, `e-0`): its length, 0 when it is none.
std::size_t exponent_at(std::string_view text, std::size_t i) {
  std::size_t at = i + 1;
  if (at < text.size() && (text[at] == '+' || text[at] == '-')) ++at;
  const std::size_t zeros = at;
  while (at < text.size() && text[at] == '0') ++at;
  return at > zeros ? at - i : 0;
}

Layout layout_of(std::string_view section) {
  Layout l;
  int comma_at = -1, commas = 0;
  for (std::size_t i = 0; i < section.size(); ++i) {
    switch (section[i]) {
      case '#': ++l.digits; break;
      case '0':
        l.first_zero = std::min(l.first_zero, l.digits);
        l.last_zero = ++l.digits;
        break;
      case '.':
        if (l.point < 0) l.point = l.digits;
        break;
      case ',':
        if (l.digits > 0 && l.point < 0) {
          if (comma_at == l.digits) { ++commas; break; }
          if (comma_at >= 0) l.groups = true;
          comma_at = l.digits, commas = 1;
        }
        break;
      case '%': l.scale += 2; break;
      case '\\': ++i; break;
      case '\'':
      case '"': i = std::min(section.find(section[i], i + 1), section.size()); break;
      case 'E':
      case 'e':
        if (const auto length = exponent_at(section, i)) l.exponent = true, i += length - 1;
        break;
      default:
        if (section.substr(i, 3) == "\u2030") l.scale += 3;
    }
  }
  if (l.point < 0) l.point = l.digits;
  if (comma_at == l.point && comma_at >= 0) l.scale -= commas * 3;
  else if (comma_at >= 0) l.groups = true;
  return l;
}

std::string custom(const Value& number, std::string_view format) {
  if (number.is_number() && !std::isfinite(number.as_number())) return dotnet_text(number.as_number());
  const auto sections = sections_of(format);
  const Decimal exact = decimal_of(number);
  std::size_t chosen = exact.digits.empty() ? 2 : exact.negative ? 1 : 0;
  Decimal d;
  Layout l;
  std::string_view section;
  while (true) {
    if (chosen >= sections.size() || (sections[chosen].empty() && chosen > 0)) chosen = 0;
    section = sections[chosen];
    l = layout_of(section);
    d = exact;
    if (d.digits.empty()) break;
    d.scale += l.scale;
    d.round(l.exponent ? l.digits : d.scale + l.digits - l.point);
    if (!d.digits.empty() || chosen == 2 || sections.size() < 3) break;
    chosen = 2;  // what rounds to zero is zero
    if (sections[2].empty()) break;
  }
  const int first = l.first_zero < l.point ? l.point - l.first_zero : 0;
  const int last = l.last_zero > l.point ? l.point - l.last_zero : 0;
  int position = l.exponent ? l.point : std::max(d.scale, l.point);
  int adjust = l.exponent ? 0 : d.scale - l.point;
  const int written = std::max(first, position + std::min(adjust, 0));
  int next = 0;
  bool point_written = false;
  std::string out;
  if (exact.negative && chosen == 0 && !d.digits.empty()) out.push_back('-');
  const auto put = [&](char c) {
    out.push_back(c);
    if (l.groups && position > 1 && position <= written && (position - 1) % 3 == 0) out.push_back(',');
  };
  for (std::size_t i = 0; i < section.size(); ++i) {
    const char c = section[i];
    if (adjust > 0 && (c == '#' || c == '0' || c == '.'))
      for (; adjust > 0; --adjust, --position) put(d.digit(next)), ++next;
    switch (c) {
      case '#':
      case '0':
        if (adjust < 0) {
          ++adjust;
          if (position <= first) put('0');
        } else if (next < static_cast<int>(d.digits.size())) {
          put(d.digit(next++));
        } else if (position > last) {
          put('0');
        }
        --position;
        break;
      case '.':
        if (position == 0 && !point_written && (last < 0 || (l.point < l.digits && next < static_cast<int>(d.digits.size())))) out.push_back('.'), point_written = true;
        break;
      case ',': break;
      case '\\':
        if (i + 1 < section.size()) out.push_back(section[++i]);
        break;
      case '\'':
      case '"': {
        const auto end = std::min(section.find(c, i + 1), section.size());
        out.append(section.substr(i + 1, end - i - 1));
        i = end;
        break;
      }
      case 'E':
      case 'e': {
        const auto length = exponent_at(section, i);
        if (length == 0) { out.push_back(c); break; }
        const std::string_view part = section.substr(i, length);
        const int exponent = d.digits.empty() ? 0 : d.scale - l.point;
        const auto zeros = std::count(part.begin(), part.end(), '0');
        out.push_back(c);
        if (exponent < 0) out.push_back('-');
        else if (part[1] == '+') out.push_back('+');
        out += fmt::format("{:0{}}", std::abs(exponent), zeros);
        i += length - 1;
        break;
      }
      default: out.push_back(c);
    }
  }
  return out;
}

}  // namespace

Expected<std::string, std::string> format_number(const Value& number, std::string_view format) {
  if (format.empty()) return number.is_integer() ? std::to_string(number.as_integer()) : dotnet_text(number.as_number());
  const bool letter = (format[0] >= 'a' && format[0] <= 'z') || (format[0] >= 'A' && format[0] <= 'Z');
  if (letter && format.find_first_not_of("0123456789", 1) == std::string_view::npos && format.size() <= 10) {
    int precision = -1;
    if (format.size() > 1) std::from_chars(format.data() + 1, format.data() + format.size(), precision);
    if (precision > most_precision) return Unexpected{fmt::format("the precision of `{}` is too large", format)};
    return standard(number, format[0], precision);
  }
  if (format.size() > 1024) return Unexpected{std::string("the number format is too long")};
  return custom(number, format);
}

}  // namespace fleetlint::eval
