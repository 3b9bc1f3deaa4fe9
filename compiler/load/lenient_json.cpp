// JSON as the reference's reader takes it where a file is loaded: texts in single quotes, names without quotes, octal and
// hexadecimal numbers, a last comma, and an end before everything is closed (golden InvalidLoadFunctions_CRLF).
#include <algorithm>
#include <charconv>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "load/loaded_file.h"

namespace fleetlint::compiler::load {
namespace {

bool is_name(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '$'; }

/// Writes the text again, token by token, as the standard wants it.
class Rewriter {
 public:
  explicit Rewriter(std::string_view text) : text_(text) {}

  std::optional<std::string> run() {
    enum class Wanted { value, item, name, rest } wanted = Wanted::value;  // item: a value, or the end of an array
    for (;;) {
      if (!skip()) return std::nullopt;
      if (at_ == text_.size()) {
        if (open_.empty() ? wanted != Wanted::rest : wanted == Wanted::value) return std::nullopt;
        while (!open_.empty()) close();
        return std::move(out_);
      }
      const char c = text_[at_];
      if (wanted != Wanted::value && !open_.empty() && c == open_.back()) {  // perhaps behind a last comma
        ++at_;
        close();
        wanted = Wanted::rest;
        continue;
      }
      switch (wanted) {
        case Wanted::rest:
          if (open_.empty() || c != ',') return std::nullopt;
          ++at_;
          wanted = open_.back() == '}' ? Wanted::name : Wanted::item;
          comma_ = true;
          break;
        case Wanted::name:
          separate();
          if (!name() || !skip() || at_ == text_.size() || text_[at_] != ':') return std::nullopt;
          ++at_;
          out_ += ':';
          wanted = Wanted::value;
          break;
        case Wanted::item:
        case Wanted::value:
          separate();
          if (c == '{' || c == '[') {
            ++at_;
            out_ += c;
            open_.push_back(c == '{' ? '}' : ']');
            wanted = c == '{' ? Wanted::name : Wanted::item;
          } else {
            if (!(c == '"' || c == '\'' ? quoted() : scalar())) return std::nullopt;
            wanted = Wanted::rest;
          }
          break;
      }
    }
  }

 private:
  /// Over blanks and comments; false in a comment without an end.
  bool skip() {
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (c == ' ' || c == '\t' || c == '\r' || c == '\n') {
        ++at_;
      } else if (text_.substr(at_).starts_with("//")) {
        at_ = std::min(text_.find('\n', at_), text_.size());
      } else if (text_.substr(at_).starts_with("/*")) {
        const auto end = text_.find("*/", at_ + 2);
        if (end == std::string_view::npos) return false;
        at_ = end + 2;
      } else {
        return true;
      }
    }
    return true;
  }

  void separate() {
    if (comma_) out_ += ',';
    comma_ = false;
  }

  void close() {
    comma_ = false;
    out_ += open_.back();
    open_.pop_back();
  }

  bool name() {
    if (text_[at_] == '"' || text_[at_] == '\'') return quoted();
    const auto begin = at_;
    while (at_ < text_.size() && is_name(text_[at_])) ++at_;
    if (at_ == begin) return false;
    out_ += '"';
    out_ += text_.substr(begin, at_ - begin);
    out_ += '"';
    return true;
  }

  bool quoted() {
    const char quote = text_[at_++];
    out_ += '"';
    while (at_ < text_.size() && text_[at_] != quote) {
      const char c = text_[at_++];
      if (c == '\\') {
        if (at_ == text_.size()) return false;
        const char escaped = text_[at_++];
        if (escaped == '\'') out_ += '\'';
        else (out_ += '\\') += escaped;
      } else if (c == '"') {
        out_ += "\\\"";
      } else if (static_cast<unsigned char>(c) < 0x20) {
        constexpr char digits[] = "0123456789abcdef";
        out_ += "\\u00";
        out_ += digits[c >> 4];
        out_ += digits[c & 15];
      } else {
        out_ += c;
      }
    }
    if (at_ == text_.size()) return false;
    ++at_;
    out_ += '"';
    return true;
  }

  bool scalar() {
    const auto begin = at_;
    while (at_ < text_.size() && (is_name(text_[at_]) || text_[at_] == '.' || text_[at_] == '-' || text_[at_] == '+')) ++at_;
    auto word = text_.substr(begin, at_ - begin);
    if (word == "true" || word == "false" || word == "null") {
      out_ += word;
      return true;
    }
    if (word.starts_with('-')) {
      out_ += '-';
      word.remove_prefix(1);
    }
    const bool hexadecimal = word.starts_with("0x") || word.starts_with("0X");
    const bool octal = !hexadecimal && word.size() > 1 && word[0] == '0' && word.find_first_not_of("01234567") == std::string_view::npos;
    if (hexadecimal || octal) {
      const auto digits = word.substr(hexadecimal ? 2 : 1);
      std::int64_t value = 0;
      const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), value, hexadecimal ? 16 : 8);
      out_ += std::to_string(value);
      return read.ec == std::errc{} && read.ptr == digits.data() + digits.size();
    }
    if (word.starts_with('.')) out_ += '0';
    out_ += word;
    if (word.ends_with('.')) out_ += '0';
    return !word.empty() && (word[0] == '.' || (word[0] >= '0' && word[0] <= '9'));
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::string out_;
  std::string open_;  // what closes the containers around
  bool comma_ = false;  // one is owed before the next item
};

}  // namespace

std::optional<std::string> standard_json(std::string_view text) { return Rewriter(text).run(); }

}  // namespace fleetlint::compiler::load
