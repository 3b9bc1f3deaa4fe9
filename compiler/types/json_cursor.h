#pragma once
// Walks over JSON text without building a tree, for type files of which only a few elements are ever needed.
// The text is trusted to be JSON only as far as memory safety goes: anything odd ends the walk with failed().
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace fleetlint::compiler {

class JsonCursor {
 public:
  explicit JsonCursor(std::string_view text, std::size_t at = 0) : text_(text), at_(at) {}

  bool failed() const { return failed_; }
  std::size_t position() const { return at_; }

  /// Steps into an array or object; false when the value is something else (which is then skipped).
  bool enter(char bracket) {
    skip_blanks();
    if (at_ < text_.size() && text_[at_] == bracket) { ++at_; return true; }
    skip_value();
    return false;
  }
  /// Inside of an object: the next key, its value is then at the cursor. Nothing at the end, which is stepped over.
  std::optional<std::string_view> next_key() {
    if (!next_item('}')) return std::nullopt;
    const auto key = raw_string();
    skip_blanks();
    if (!failed_ && at_ < text_.size() && text_[at_] == ':') { ++at_; return key; }
    failed_ = true;
    return std::nullopt;
  }
  /// Inside of an array: is there another item? At the end the bracket is stepped over.
  bool next_element() { return next_item(']'); }

  /// The string at the cursor; keeps escapes, which names of types and properties have none of.
  std::string_view raw_string() {
    skip_blanks();
    if (at_ >= text_.size() || text_[at_] != '"') { skip_value(); return {}; }
    const auto begin = ++at_;
    const auto quote = text_.find('"', begin);
    if (quote != std::string_view::npos && text_.substr(begin, quote - begin).find('\\') == std::string_view::npos) {
      at_ = quote + 1;
      return text_.substr(begin, quote - begin);
    }
    while (at_ < text_.size() && text_[at_] != '"') at_ += text_[at_] == '\\' ? 2 : 1;
    if (at_ >= text_.size()) { failed_ = true; return {}; }
    return text_.substr(begin, at_++ - begin);
  }
  /// The string at the cursor with its escapes undone.
  std::string string();
  std::int64_t integer();
  bool boolean() {
    skip_blanks();
    const bool value = text_.substr(at_).starts_with("true");
    skip_value();
    return value;
  }
  void skip_value();
  /// Steps over an array of objects and arrays and tells where each of them begins; nothing when the value is no array.
  std::vector<std::uint32_t> objects_of_array();

 private:
  template <std::size_t parts, typename Opened>
  void walk_container(std::size_t shallow, const Opened& opened);
  void skip_container();
  void skip_blanks() {
    while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\n' || text_[at_] == '\r' || text_[at_] == '\t')) ++at_;
  }
  bool next_item(char closing) {
    skip_blanks();
    if (at_ < text_.size() && text_[at_] == ',') { ++at_; skip_blanks(); }
    if (at_ >= text_.size()) { failed_ = true; return false; }
    if (text_[at_] == closing) { ++at_; return false; }
    return !failed_;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  bool failed_ = false;
};

}  // namespace fleetlint::compiler
