#include "value/platform_text.h"

#include <charconv>
#include <cmath>
#include <fmt/format.h>

#include "fleetlint/base/unicode.h"

namespace fleetlint::eval {

std::string dotnet_text(double number) {
  if (std::isnan(number)) return "NaN";
  if (std::isinf(number)) return number > 0 ? "Infinity" : "-Infinity";
  if (number == 0) return std::signbit(number) ? "-0" : "0";
  char buffer[40];
  const auto [end, error] = std::to_chars(buffer, buffer + sizeof buffer, number, std::chars_format::scientific);
  (void)error;
  const std::string_view text(buffer, static_cast<std::size_t>(end - buffer));
  const auto e = text.find('e');
  std::string digits;
  for (const char c : text.substr(0, e))
    if (c >= '0' && c <= '9') digits.push_back(c);
  const std::string_view exponent_text = text.substr(e + 1);
  int exponent = 0;
  std::from_chars(exponent_text.data() + (exponent_text[0] == '+'), exponent_text.data() + exponent_text.size(), exponent);
  std::string out = number < 0 ? "-" : "";
  if (exponent >= 15 || exponent < -4) {
    out += digits[0];
    if (digits.size() > 1) out += "." + digits.substr(1);
    return out + fmt::format("E{}{:02}", exponent < 0 ? '-' : '+', std::abs(exponent));
  }
  if (exponent < 0) return out + "0." + std::string(static_cast<std::size_t>(-exponent - 1), '0') + digits;
  const auto whole = static_cast<std::size_t>(exponent) + 1;
  if (digits.size() <= whole) return out + digits + std::string(whole - digits.size(), '0');
  return out + digits.substr(0, whole) + "." + digits.substr(whole);
}

std::string json_number(double number) {
  std::string text = dotnet_text(number);
  if (text.find_first_of(".EN") == std::string::npos && text.find("Inf") == std::string::npos) text += ".0";
  return text;
}

namespace {

void append_quoted(std::string& out, std::string_view text, char quote) {
  out.push_back(quote);
  while (!text.empty()) {
    const char c = text[0];
    std::size_t size = 1;
    if (c == quote || c == '\\') {
      out.push_back('\\'), out.push_back(c);
    } else if (static_cast<unsigned char>(c) < 0x20) {
      switch (c) {
        case '\b': out += "\\b"; break;
        case '\f': out += "\\f"; break;
        case '\n': out += "\\n"; break;
        case '\r': out += "\\r"; break;
        case '\t': out += "\\t"; break;
        default: out += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
      }
    } else if (static_cast<unsigned char>(c) >= 0x80) {
      const auto point = decode_utf8(text);
      size = point.size;
      if (point.value == 0x85 || point.value == 0x2028 || point.value == 0x2029) out += fmt::format("\\u{:04x}", static_cast<unsigned>(point.value));
      else out.append(text.substr(0, size));
    } else {
      out.push_back(c);
    }
    text.remove_prefix(size);
  }
  out.push_back(quote);
}

/// Writes text and cuts it where something unknown stands.
class PieceWriter {
 public:
  PieceWriter(char quote, std::size_t max_bytes, std::vector<Value>& pieces, Arena& arena) : quote_(quote), left_(max_bytes), pieces_(pieces), arena_(arena) {}

  bool json(const Value& value) {
    if (text_.size() > left_) return false;
    switch (value.kind()) {
      case ValueKind::null: text_ += "null"; break;
      case ValueKind::boolean: text_ += value.as_boolean() ? "true" : "false"; break;
      case ValueKind::integer: fmt::format_to(std::back_inserter(text_), "{}", value.as_integer()); break;
      case ValueKind::number: text_ += json_number(value.as_number()); break;
      case ValueKind::string: append_quoted(text_, value.as_string(), quote_); break;
      case ValueKind::array: {
        text_ += '[';
        bool first = true;
        for (const Value& item : value.items()) {
          if (!first) text_ += ',';
          first = false;
          if (!json(item)) return false;
        }
        text_ += ']';
        break;
      }
      case ValueKind::object: {
        text_ += '{';
        bool first = true;
        for (const Field& field : value.fields()) {
          if (!first) text_ += ',';
          first = false;
          append_quoted(text_, field.name, quote_);
          text_ += ':';
          if (!json(field.value)) return false;
        }
        text_ += '}';
        break;
      }
      case ValueKind::unknown: unknown_json(value.as_unknown()); break;
    }
    return text_.size() <= left_;
  }

  bool plain(const Value& value) {
    switch (value.kind()) {
      case ValueKind::null: break;
      case ValueKind::boolean: text_ += value.as_boolean() ? "True" : "False"; break;
      case ValueKind::integer: fmt::format_to(std::back_inserter(text_), "{}", value.as_integer()); break;
      case ValueKind::number: text_ += dotnet_text(value.as_number()); break;
      case ValueKind::string: append_utf16_text(text_, value.as_string()); break;
      case ValueKind::array:
      case ValueKind::object: return json(value);
      case ValueKind::unknown:
        flush();
        pieces_.push_back(value);
        break;
    }
    return text_.size() <= left_;
  }

  void flush() {
    if (text_.empty()) return;
    left_ -= std::min(left_, text_.size());
    pieces_.push_back(Value::string(arena_.copy(text_)));
    text_.clear();
  }

 private:
  void unknown_json(const Unknown& unknown) {
    Unknown blank;
    blank.kinds = KindSet::of(ValueKind::string);
    blank.reason = unknown.reason;
    const bool string = unknown.kinds.only(ValueKind::string), array = unknown.kinds.only(ValueKind::array), object = unknown.kinds.only(ValueKind::object);
    if (string) text_ += quote_;
    else if (array) text_ += '[';
    else if (object) text_ += '{';
    else blank.min_length = 1;
    flush();
    pieces_.push_back(Value::unknown(arena_.create<Unknown>(blank)));
    if (string) text_ += quote_;
    else if (array) text_ += ']';
    else if (object) text_ += '}';
  }

  char quote_;
  std::size_t left_;
  std::string text_;
  std::vector<Value>& pieces_;
  Arena& arena_;
};

}  // namespace

bool json_pieces(const Value& value, char quote, std::size_t max_bytes, std::vector<Value>& pieces, Arena& arena) {
  PieceWriter writer(quote, max_bytes, pieces, arena);
  const bool complete = writer.json(value);
  writer.flush();
  return complete;
}

bool text_pieces(const Value& value, char quote, std::size_t max_bytes, std::vector<Value>& pieces, Arena& arena) {
  if (value.is_string()) {
    pieces.push_back(value);
    return value.as_string().size() <= max_bytes;
  }
  PieceWriter writer(quote, max_bytes, pieces, arena);
  const bool complete = writer.plain(value);
  writer.flush();
  return complete;
}

}  // namespace fleetlint::eval
