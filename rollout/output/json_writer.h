#pragma once
// JSON as text, written front to back; commas and escapes are its business.
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

namespace fleetlint::rollout {

class JsonWriter {
 public:
  explicit JsonWriter(int indent = 0) : indent_(indent) {}

  JsonWriter& key(std::string_view name) {
    separate();
    quote(name);
    text_ += indent_ > 0 ? ": " : ":";
    after_key_ = true;
    return *this;
  }
  JsonWriter& begin_object() { return begin('{'); }
  JsonWriter& end_object() { return end('}'); }
  JsonWriter& begin_array() { return begin('['); }
  JsonWriter& end_array() { return end(']'); }
  JsonWriter& value(std::string_view text) {
    separate();
    quote(text);
    return *this;
  }
  JsonWriter& value(const char* text) { return value(std::string_view(text)); }
  JsonWriter& value(const std::string& text) { return value(std::string_view(text)); }
  JsonWriter& value(bool flag) { return raw(flag ? "true" : "false"); }
  template <typename Int>
    requires std::is_integral_v<Int>
  JsonWriter& value(Int number) {
    separate();
    fmt::format_to(std::back_inserter(text_), "{}", number);
    return *this;
  }
  JsonWriter& null() { return raw("null"); }
  /// Text that is JSON already.
  JsonWriter& raw(std::string_view json) {
    separate();
    text_ += json;
    return *this;
  }
  template <typename T>
  JsonWriter& field(std::string_view name, const T& v) {
    key(name);
    return value(v);
  }

  std::string& text() { return text_; }

 private:
  JsonWriter& begin(char bracket) {
    separate();
    text_ += bracket;
    fresh_.push_back(true);
    return *this;
  }
  JsonWriter& end(char bracket) {
    const bool empty = fresh_.back();
    fresh_.pop_back();
    if (!empty) line();
    text_ += bracket;
    if (fresh_.empty()) text_ += '\n';
    return *this;
  }
  void line() {
    if (indent_ == 0) return;
    text_ += '\n';
    text_.append(fresh_.size() * static_cast<std::size_t>(indent_), ' ');
  }
  void separate() {
    if (after_key_) {
      after_key_ = false;
      return;
    }
    if (fresh_.empty()) return;
    if (!fresh_.back()) text_ += ',';
    fresh_.back() = false;
    line();
  }
  void quote(std::string_view text) {
    text_ += '"';
    for (const char c : text) {
      switch (c) {
        case '"': text_ += "\\\""; break;
        case '\\': text_ += "\\\\"; break;
        case '\n': text_ += "\\n"; break;
        case '\r': text_ += "\\r"; break;
        case '\t': text_ += "\\t"; break;
        default:
          if (static_cast<unsigned char>(c) < 0x20) {
            fmt::format_to(std::back_inserter(text_), "\\u{:04x}", static_cast<unsigned>(c));
          } else {
            text_ += c;
          }
      }
    }
    text_ += '"';
  }

  int indent_;
  bool after_key_ = false;
  std::vector<bool> fresh_;
  std::string text_;
};

}  // namespace fleetlint::rollout
