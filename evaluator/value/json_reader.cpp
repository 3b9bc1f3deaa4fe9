// JSON as Json.NET's JToken.Parse takes it (json(), base64ToJson()): more than the standard allows.
#include <algorithm>
#include <charconv>
#include <cmath>
#include <fmt/format.h>
#include <unordered_map>

#include "fleetlint/base/unicode.h"
#include "value/platform_text.h"

namespace fleetlint::eval {
namespace {

class Reader {
 public:
  Reader(std::string_view text, Arena& arena, const Limits& limits, JsonEnd end) : text_(text), arena_(arena), limits_(limits), end_(end) {}

  Expected<Value, std::string> read() {
    Value value;
    if (!skip_blanks() || !read_value(value, 0) || !skip_blanks()) return Unexpected{error_};
    if (at_ < text_.size()) return Unexpected{fmt::format("unexpected text after the value at offset {}", at_)};
    return value;
  }

 private:
  bool fail(std::string message) {
    if (error_.empty()) error_ = fmt::format("{} at offset {}", message, at_);
    return false;
  }
  bool more() const { return at_ < text_.size(); }
  char peek() const { return more() ? text_[at_] : '\0'; }

  bool skip_blanks() {
    while (more()) {
      const auto c = decode_utf8(text_.substr(at_));
      if (is_white_space(c.value) || c.value == 0xFEFF) { at_ += c.size; continue; }
      if (c.value != '/') return true;
      if (text_.substr(at_, 2) == "//") {
        at_ = std::min(text_.find_first_of("\r\n", at_), text_.size());
      } else if (text_.substr(at_, 2) == "/*") {
        const auto end = text_.find("*/", at_ + 2);
        if (end == std::string_view::npos) return fail("unfinished comment");
        at_ = end + 2;
      } else {
        return fail("unexpected `/`");
      }
    }
    return true;
  }

  bool read_value(Value& out, std::uint32_t depth) {
    if (depth > limits_.nesting) return fail("too deep nesting");
    switch (peek()) {
      case '{': return read_object(out, depth);
      case '[': return read_array(out, depth);
      case '"':
      case '\'': {
        std::string_view text;
        if (!read_string(text)) return false;
        out = Value::string(text);
        return true;
      }
      default: return read_word(out);
    }
  }

  bool read_array(Value& out, std::uint32_t depth) {
    ++at_;
    std::vector<Value> items;
    while (true) {
      if (!skip_blanks()) return false;
      if (!more() && end_ == JsonEnd::required) return fail("unfinished array");
      if (!more() || peek() == ']') break;
      Value item;
      if (!read_value(item, depth + 1) || !skip_blanks()) return false;
      items.push_back(item);
      if (peek() == ',') ++at_;
      else if (more() && peek() != ']') return fail("expected `,` or `]`");
    }
    at_ += more();
    out = Value::array(arena_.copy(items));
    return true;
  }

  bool read_object(Value& out, std::uint32_t depth) {
    ++at_;
    std::vector<Field> fields;
    std::unordered_map<std::string_view, std::size_t> places;
    while (true) {
      if (!skip_blanks()) return false;
      if (!more() && end_ == JsonEnd::required) return fail("unfinished object");
      if (!more() || peek() == '}') break;
      std::string_view name;
      if (peek() == '"' || peek() == '\'') {
        if (!read_string(name)) return false;
      } else if (!read_bare_name(name)) {
        return false;
      }
      if (!skip_blanks()) return false;
      if (peek() != ':') return fail("expected `:`");
      ++at_;
      Value value;
      if (!skip_blanks() || !read_value(value, depth + 1) || !skip_blanks()) return false;
      const auto [place, fresh] = places.try_emplace(name, fields.size());
      if (fresh) fields.push_back({name, {}, value});
      else fields[place->second].value = value;  // the last one counts
      if (peek() == ',') ++at_;
      else if (more() && peek() != '}') return fail("expected `,` or `}`");
    }
    at_ += more();
    out = Value::object(arena_.copy(fields));
    return true;
  }

  bool read_bare_name(std::string_view& out) {
    const std::size_t from = at_;
    while (more()) {
      const auto c = decode_utf8(text_.substr(at_));
      const bool letter = (c.value >= 'a' && c.value <= 'z') || (c.value >= 'A' && c.value <= 'Z') || (c.value >= '0' && c.value <= '9') || c.value == '_' || c.value == '$' || c.value >= 0xAA;
      if (!letter || is_white_space(c.value)) break;
      at_ += c.size;
    }
    if (at_ == from) return fail("expected a property name");
    out = arena_.copy(text_.substr(from, at_ - from));
    return true;
  }

  bool read_hex(char32_t& out) {
    if (at_ + 4 > text_.size()) return fail("unfinished `\\u`");
    unsigned value = 0;
    const auto [end, error] = std::from_chars(text_.data() + at_, text_.data() + at_ + 4, value, 16);
    if (error != std::errc() || end != text_.data() + at_ + 4) return fail("bad `\\u`");
    at_ += 4;
    out = value;
    return true;
  }

  bool read_string(std::string_view& out) {
    const char quote = text_[at_++];
    const std::size_t simple = text_.find_first_of(quote == '"' ? "\"\\" : "'\\", at_);
    if (simple == std::string_view::npos) return fail("unfinished string");
    if (text_[simple] == quote) {
      out = arena_.copy(text_.substr(at_, simple - at_));
      at_ = simple + 1;
      return true;
    }
    std::string text;
    while (true) {
      if (!more()) return fail("unfinished string");
      const char c = text_[at_++];
      if (c == quote) break;
      if (c != '\\') { text.push_back(c); continue; }
      if (!more()) return fail("unfinished string");
      const char escaped = text_[at_++];
      switch (escaped) {
        case 'b': text.push_back('\b'); break;
        case 'f': text.push_back('\f'); break;
        case 'n': text.push_back('\n'); break;
        case 'r': text.push_back('\r'); break;
        case 't': text.push_back('\t'); break;
        case '"': case '\'': case '\\': case '/': text.push_back(escaped); break;
        case 'u': {
          char32_t unit = 0;
          if (!read_hex(unit)) return false;
          if (unit >= 0xD800 && unit <= 0xDBFF && text_.substr(at_, 2) == "\\u") {
            const auto here = at_;
            char32_t second = 0;
            at_ += 2;
            if (!read_hex(second)) return false;
            if (second >= 0xDC00 && second <= 0xDFFF) unit = 0x10000 + ((unit - 0xD800) << 10) + (second - 0xDC00);
            else at_ = here;
          }
          if (unit >= 0xD800 && unit <= 0xDFFF) unit = 0xFFFD;  // half of a pair
          append_utf8(text, unit);
          break;
        }
        default: return fail(fmt::format("bad escape `\\{}`", escaped));
      }
    }
    out = arena_.copy(text);
    return true;
  }

  bool read_word(Value& out) {
    const std::size_t from = at_;
    while (more() && (std::isalnum(static_cast<unsigned char>(peek())) || peek() == '+' || peek() == '-' || peek() == '.' || peek() == '_')) ++at_;
    const std::string_view word = text_.substr(from, at_ - from);
    at_ = from;
    if (word.empty()) return fail(more() ? "unexpected character" : "expected a value");
    if (word == "true" || word == "false") out = Value::boolean(word == "true");
    else if (word == "null" || word == "undefined") out = Value::null();
    else if (word == "NaN") out = Value::number(std::nan(""));
    else if (word == "Infinity") out = Value::number(HUGE_VAL);
    else if (word == "-Infinity") out = Value::number(-HUGE_VAL);
    else if (!read_number(word, out)) return fail(fmt::format("`{}` is no JSON value", word.substr(0, 64)));
    at_ = from + word.size();
    return true;
  }

  /// Of a number outside the range of a double: it is nearer to zero than to infinity.
  static bool is_tiny(std::string_view digits) {
    const auto e = digits.find_first_of("eE");
    if (e != std::string_view::npos) return digits.substr(e + 1).starts_with('-');
    return digits.find_first_not_of("0.") > digits.find('.');
  }

  static bool read_number(std::string_view word, Value& out) {
    const char* const end = word.data() + word.size();
    std::int64_t integer = 0;
    std::string_view digits = word;
    const bool negative = digits.starts_with('-');
    if (negative) digits.remove_prefix(1);
    if (digits.empty() || !(std::isdigit(static_cast<unsigned char>(digits[0])) || digits[0] == '.')) return false;
    const bool fraction = digits.find_first_of(".eE") != std::string_view::npos && !(digits.size() > 1 && (digits[1] == 'x' || digits[1] == 'X'));
    if (!fraction) {
      int base = 10;
      if (!negative && digits.size() > 1 && digits[0] == '0') base = digits[1] == 'x' || digits[1] == 'X' ? 16 : 8;
      if (base == 16) digits.remove_prefix(2);
      if (base != 10) {
        std::uint64_t bits = 0;
        const auto [at, error] = std::from_chars(digits.data(), end, bits, base);
        if (error != std::errc() || at != end) return false;
        integer = static_cast<std::int64_t>(bits);
        out = Value::integer(integer);
        return true;
      }
      const auto [at, error] = std::from_chars(word.data(), end, integer);
      if (at != end) return false;
      if (error == std::errc()) {
        out = Value::integer(integer);
        return true;
      }
    }
    double number = 0;
    const auto [at, error] = std::from_chars(word.data(), end, number);
    if (at != end || error == std::errc::invalid_argument) return false;
    if (error == std::errc::result_out_of_range && !is_tiny(digits)) number = negative ? -HUGE_VAL : HUGE_VAL;
    out = Value::number(number);
    return true;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  Arena& arena_;
  const Limits& limits_;
  JsonEnd end_;
  std::string error_;
};

}  // namespace

Expected<Value, std::string> read_platform_json(std::string_view text, Arena& arena, const Limits& limits, JsonEnd end) {
  return Reader(text, arena, limits, end).read();
}

}  // namespace fleetlint::eval
