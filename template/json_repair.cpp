#include "json_repair.h"

#include <cstring>

namespace fleetlint::arm {
namespace {

bool is_continuation(unsigned char c) { return (c & 0xC0) == 0x80; }

/// Bytes of the valid UTF-8 sequence at `at`, 0 when it is not one.
std::size_t sequence_length(const unsigned char* at, std::size_t left) {
  const unsigned char c = at[0];
  if (c < 0x80) return 1;
  if (c < 0xC2 || c > 0xF4) return 0;
  if (c < 0xE0) return left >= 2 && is_continuation(at[1]) ? 2 : 0;
  if (c < 0xF0) {
    if (left < 3 || !is_continuation(at[1]) || !is_continuation(at[2])) return 0;
    if (c == 0xE0 && at[1] < 0xA0) return 0;
    return c == 0xED && at[1] > 0x9F ? 0 : 3;  // surrogates
  }
  if (left < 4 || !is_continuation(at[1]) || !is_continuation(at[2]) || !is_continuation(at[3])) return 0;
  if (c == 0xF0 && at[1] < 0x90) return 0;
  return c == 0xF4 && at[1] > 0x8F ? 0 : 4;
}

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

/// The code unit of four hex digits, or -1.
int code_unit(const char* at, std::size_t left) {
  if (left < 4) return -1;
  int unit = 0;
  for (int i = 0; i < 4; ++i) {
    const int digit = hex_value(at[i]);
    if (digit < 0) return -1;
    unit = unit * 16 + digit;
  }
  return unit;
}

std::size_t append_utf8(char* out, std::uint32_t c) {
  if (c < 0x80) {
    out[0] = static_cast<char>(c);
    return 1;
  }
  if (c < 0x800) {
    out[0] = static_cast<char>(0xC0 | (c >> 6));
    out[1] = static_cast<char>(0x80 | (c & 0x3F));
    return 2;
  }
  if (c < 0x10000) {
    out[0] = static_cast<char>(0xE0 | (c >> 12));
    out[1] = static_cast<char>(0x80 | ((c >> 6) & 0x3F));
    out[2] = static_cast<char>(0x80 | (c & 0x3F));
    return 3;
  }
  out[0] = static_cast<char>(0xF0 | (c >> 18));
  out[1] = static_cast<char>(0x80 | ((c >> 12) & 0x3F));
  out[2] = static_cast<char>(0x80 | ((c >> 6) & 0x3F));
  out[3] = static_cast<char>(0x80 | (c & 0x3F));
  return 4;
}

/// One walk over the text that knows strings from comments.
class Repair {
 public:
  Repair(char* text, std::size_t size, SourceId source, std::vector<Finding>& findings)
      : text_(text), size_(size), source_(source), findings_(findings) {}

  void run() {
    while (at_ < size_) {
      const char c = text_[at_];
      if (c == '"') {
        string();
      } else if (c == '/') {
        comment();
      } else {
        if (static_cast<unsigned char>(c) >= 0x80) invalid_bytes(' ');
        ++at_;
      }
    }
  }

 private:
  void report(const char* code, std::string message, std::size_t begin, std::size_t end) {
    Finding finding;
    finding.code = code;
    finding.message = std::move(message);
    finding.location = {source_, {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)}};
    findings_.push_back(std::move(finding));
  }

  /// At a byte from 0x80 up: skips a valid sequence but its last byte; a bad byte is reported once a file and replaced.
  void invalid_bytes(char replacement) {
    const auto length = sequence_length(reinterpret_cast<const unsigned char*>(text_ + at_), size_ - at_);
    if (length > 0) {
      at_ += length - 1;
      return;
    }
    if (!bad_utf8_) report("FL0102", "the file is not valid UTF-8", at_, at_ + 1);
    bad_utf8_ = true;
    text_[at_] = replacement;
  }

  void string() {
    for (++at_; at_ < size_ && text_[at_] != '"'; ++at_) {
      const auto c = static_cast<unsigned char>(text_[at_]);
      if (c == '\\') {
        escape();
      } else if (c < 0x20) {
        text_[at_] = decode_mark;
      } else if (c >= 0x80) {
        invalid_bytes('?');
      }
    }
    if (at_ < size_) ++at_;
  }

  /// At a backslash; leaves `at_` on the last byte of the escape.
  void escape() {
    const auto begin = at_++;
    if (at_ >= size_) return;
    const char c = text_[at_];
    if (std::memchr("\"\\/bfnrt", c, 8)) return;
    if (c != 'u') {
      if (c != '\'') report("FL0103", "unknown escape sequence", begin, at_ + 1);
      text_[begin] = decode_mark;
      if (static_cast<unsigned char>(c) >= 0x80) --at_;  // a sequence of its own, perhaps
      else if (static_cast<unsigned char>(c) < 0x20) text_[at_] = decode_mark;
      return;
    }
    const int unit = code_unit(text_ + at_ + 1, size_ - at_ - 1);
    if (unit < 0) {
      report("FL0103", "`\\u` needs four hexadecimal digits", begin, at_ + 1);
      text_[begin] = decode_mark;
      return;
    }
    at_ += 4;
    if (unit < 0xD800 || unit > 0xDFFF) return;
    if (unit < 0xDC00 && at_ + 6 < size_ && text_[at_ + 1] == '\\' && text_[at_ + 2] == 'u') {
      const int low = code_unit(text_ + at_ + 3, size_ - at_ - 3);
      if (low >= 0xDC00 && low <= 0xDFFF) {
        at_ += 6;
        return;
      }
    }
    report("FL0103", "half of a surrogate pair", begin, at_ + 1);
    std::memcpy(text_ + begin, "\\ufffd", 6);
  }

  void comment() {
    const auto begin = at_;
    auto end = begin + 1;
    if (end < size_ && text_[end] == '/') {
      while (end < size_ && text_[end] != '\n' && text_[end] != '\r') ++end;
    } else if (end < size_ && text_[end] == '*') {
      end = begin + 2;
      while (end + 1 < size_ && !(text_[end] == '*' && text_[end + 1] == '/')) ++end;
      if (end + 1 >= size_) {
        report("FL0101", "the comment is not closed", begin, begin + 2);
        end = size_;
      } else {
        end += 2;
      }
    } else {
      at_ = end;
      return;
    }
    for (auto i = begin; i < end; ++i)
      if (text_[i] != '\n' && text_[i] != '\r') text_[i] = ' ';
    at_ = end;
  }

  char* text_;
  std::size_t size_;
  SourceId source_;
  std::vector<Finding>& findings_;
  std::size_t at_ = 0;
  bool bad_utf8_ = false;
};

}  // namespace

std::size_t find_bad_utf8(std::string_view text) {
  const auto* bytes = reinterpret_cast<const unsigned char*>(text.data());
  std::size_t at = 0;
  while (at < text.size()) {
    while (at + 32 <= text.size()) {
      std::uint64_t words[4];
      std::memcpy(words, bytes + at, 32);
      if (((words[0] | words[1] | words[2] | words[3]) & 0x8080808080808080ull) != 0) break;
      at += 32;
    }
    if (at == text.size()) break;
    const auto stop = std::min(text.size(), at + 32);
    while (at < stop) {
      const auto length = sequence_length(bytes + at, text.size() - at);
      if (length == 0) return at;
      at += length;
    }
  }
  return std::string_view::npos;
}

void repair_json(char* text, std::size_t size, SourceId source, std::vector<Finding>& findings) {
  Repair(text, size, source, findings).run();
}

std::size_t decode_json_string(std::string_view raw, char* out, std::vector<std::uint32_t>* offsets, std::uint32_t origin) {
  std::size_t size = 0, at = 0;
  const auto note = [&](std::size_t from, std::size_t count) {
    if (offsets) offsets->insert(offsets->end(), count, origin + static_cast<std::uint32_t>(from));
  };
  while (at < raw.size()) {
    const auto from = at;
    const char c = raw[at++];
    std::size_t written = 1;
    if (c != '\\' || at == raw.size()) {
      const auto length = sequence_length(reinterpret_cast<const unsigned char*>(raw.data() + from), raw.size() - from);
      out[size] = length == 0 ? '?' : c;
      for (written = 1; written < length; ++written) out[size + written] = raw[at++];
    } else {
      const char escaped = raw[at++];
      static constexpr char names[] = "bfnrt", values[] = "\b\f\n\r\t";
      const int unit = escaped == 'u' ? code_unit(raw.data() + at, raw.size() - at) : -1;
      if (unit >= 0) {
        at += 4;
        auto point = static_cast<std::uint32_t>(unit);
        if (unit >= 0xD800 && unit <= 0xDFFF) {
          const int low = unit < 0xDC00 && at + 6 <= raw.size() && raw[at] == '\\' && raw[at + 1] == 'u'
                              ? code_unit(raw.data() + at + 2, raw.size() - at - 2)
                              : -1;
          point = 0xFFFD;
          if (low >= 0xDC00 && low <= 0xDFFF) {
            at += 6;
            point = 0x10000 + ((static_cast<std::uint32_t>(unit) - 0xD800) << 10) + (static_cast<std::uint32_t>(low) - 0xDC00);
          }
        }
        written = append_utf8(out + size, point);
      } else if (const auto* name = static_cast<const char*>(std::memchr(names, escaped, 5))) {
        out[size] = values[name - names];
      } else if (std::memchr("\"\\/'", escaped, 4)) {
        out[size] = escaped;
      } else {  // unknown: as written
        out[size] = '\\';
        --at;
      }
    }
    note(from, written);
    size += written;
  }
  note(raw.size(), 1);
  return size;
}

}  // namespace fleetlint::arm
