#pragma once
// Text inside SVG and HTML.
#include <algorithm>
#include <string>
#include <string_view>

#include "fleetlint/base/finding.h"

namespace fleetlint::rollout::picture {

/// Redacts secrets, escapes what means something in markup, and leaves out control characters that XML does not allow.
inline std::string escape(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (const char c : redact_secrets(text)) {
    switch (c) {
      case '&': out += "&amp;"; break;
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '"': out += "&quot;"; break;
      case '\'': out += "&#39;"; break;
      default:
        if (static_cast<unsigned char>(c) >= 0x20 || c == '\n' || c == '\t') out.push_back(c);
    }
  }
  return out;
}

/// Characters, not bytes.
inline int length(std::string_view text) {
  return static_cast<int>(std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

/// At most `most` characters, the last an ellipsis; never inside a UTF-8 sequence.
inline std::string shorten(std::string_view text, int most) {
  int count = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if ((static_cast<unsigned char>(text[i]) & 0xC0) == 0x80) continue;
    if (++count > most) {
      auto cut = i;
      do --cut; while (cut > 0 && (static_cast<unsigned char>(text[cut]) & 0xC0) == 0x80);
      return std::string(text.substr(0, cut)) + "…";
    }
  }
  return std::string(text);
}

/// At most `most` characters, with an ellipsis in the middle: names of machines and sets often differ only at their end.
inline std::string shorten_middle(std::string_view text, int most) {
  const int all = length(text);
  if (all <= most) return std::string(text);
  const int head = most / 3, tail = most - head - 1;
  std::size_t head_end = 0, tail_begin = 0;
  int count = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if ((static_cast<unsigned char>(text[i]) & 0xC0) == 0x80) continue;
    if (count == head) head_end = i;
    if (count == all - tail) tail_begin = i;
    ++count;
  }
  return std::string(text.substr(0, head_end)) + "…" + std::string(text.substr(tail_begin));
}

}  // namespace fleetlint::rollout::picture
