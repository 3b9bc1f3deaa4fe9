#pragma once
// Writes JSON in order, with two-space indent or compact. Private to the room.
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "fleetlint/report/report.h"

namespace fleetlint::report {

class JsonWriter {
 public:
  enum class Layout : std::uint8_t { indented, one_line };
  explicit JsonWriter(std::string& out, Layout layout = Layout::indented) : out_(out), layout_(layout) {}

  void begin_object() { open('{'); }
  void end_object() { close('}'); }
  void begin_array() { open('['); }
  void end_array() { close(']'); }
  void key(std::string_view name) {
    separate();
    append_json_string(out_, name);
    out_ += ": ";
    after_key_ = true;
  }
  void value(std::string_view text) {
    separate();
    append_json_string(out_, text);
  }
  void value(const char* text) { value(std::string_view(text)); }
  void value(const std::string& text) { value(std::string_view(text)); }
  void value(bool truth) { raw(truth ? "true" : "false"); }
  void value(std::int64_t number) { raw(std::to_string(number)); }
  void value(std::uint32_t number) { raw(std::to_string(number)); }
  void value(std::size_t number) { raw(std::to_string(number)); }
  template <typename T>
  void member(std::string_view name, const T& item) {
    key(name);
    value(item);
  }

 private:
  void raw(std::string_view text) {
    separate();
    out_ += text;
  }
  void separate() {
    if (after_key_) {
      after_key_ = false;
      return;
    }
    if (counts_.empty()) return;
    if (counts_.back()++ > 0) out_ += ',';
    newline();
  }
  void open(char bracket) {
    separate();
    out_ += bracket;
    counts_.push_back(0);
  }
  void close(char bracket) {
    const bool empty = counts_.back() == 0;
    counts_.pop_back();
    if (!empty) newline();
    out_ += bracket;
  }
  void newline() {
    if (layout_ == Layout::one_line) return;
    out_ += '\n';
    out_.append(counts_.size() * 2, ' ');
  }

  std::string& out_;
  Layout layout_;
  std::vector<std::size_t> counts_;
  bool after_key_ = false;
};

}  // namespace fleetlint::report
