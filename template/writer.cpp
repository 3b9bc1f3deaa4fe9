#include "fleetlint/template/writer.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include <fmt/format.h>

#include <array>
#include <bit>
#include <cstring>
#include <vector>

#include "json_text.h"

namespace fleetlint::arm {
namespace {

/// Bytes that end a run which can be copied as it is; 0xC2 and 0xE2 may begin one of the three line separators.
constexpr std::array<bool, 256> make_special() {
  std::array<bool, 256> special{};
  for (int c = 0; c < 0x20; ++c) special[static_cast<std::size_t>(c)] = true;
  special['"'] = special['\\'] = special[0xC2] = special[0xE2] = true;
  return special;
}
constexpr auto special = make_special();

#ifdef __SSE2__
/// A bit for each byte of the block that cannot be copied as it is.
unsigned special_of(__m128i block) {
  const auto equals = [&](int c) { return _mm_cmpeq_epi8(block, _mm_set1_epi8(static_cast<char>(c))); };
  const auto control = _mm_cmpeq_epi8(_mm_min_epu8(block, _mm_set1_epi8(0x1F)), block);
  const auto found = _mm_or_si128(_mm_or_si128(_mm_or_si128(equals('"'), equals('\\')), _mm_or_si128(equals(0xC2), equals(0xE2))), control);
  return static_cast<unsigned>(_mm_movemask_epi8(found));
}

__m128i load(const char* at) { return _mm_loadu_si128(reinterpret_cast<const __m128i*>(at)); }
#endif

/// The first byte from `at` on that cannot be copied as it is, or the size of the text.
std::size_t find_special(std::string_view text, std::size_t at) {
#ifdef __SSE2__
  for (; at + 16 <= text.size(); at += 16) {
    if (const auto mask = special_of(load(text.data() + at)); mask != 0) return at + static_cast<std::size_t>(std::countr_zero(mask));
  }
#endif
  while (at < text.size() && !special[static_cast<unsigned char>(text[at])]) ++at;
  return at;
}

/// Copies the text if nothing in it needs an escape: nearly always. False: nothing was done.
bool append_plain(TextBuffer& out, std::string_view text) {
  out.reserve(text.size());
#ifdef __SSE2__
  const char* from = text.data();
  char* to = out.end();
  const auto size = text.size();
  const auto copy_block = [&](std::size_t i) {
    const auto block = load(from + i);
    _mm_storeu_si128(reinterpret_cast<__m128i*>(to + i), block);
    return special_of(block) == 0;
  };
  if (size >= 16) {
    for (std::size_t i = 0; i + 16 < size; i += 16)
      if (!copy_block(i)) return false;
    if (!copy_block(size - 16)) return false;  // overlaps the one before it
    out.set_end(to + size);
    return true;
  }
  if (size >= 8) {
    std::uint64_t first, last;
    std::memcpy(&first, from, 8);
    std::memcpy(&last, from + size - 8, 8);
    if (special_of(_mm_set_epi64x(static_cast<long long>(last), static_cast<long long>(first))) != 0) return false;
    std::memcpy(to, &first, 8);
    std::memcpy(to + size - 8, &last, 8);
    out.set_end(to + size);
    return true;
  }
#endif
  if (find_special(text, 0) != text.size()) return false;
  out.set_end(TextBuffer::copy(out.end(), text));
  return true;
}

std::string_view short_escape(char c) {
  switch (c) {
    case '"': return "\\\"";
    case '\\': return "\\\\";
    case '\b': return "\\b";
    case '\f': return "\\f";
    case '\n': return "\\n";
    case '\r': return "\\r";
    case '\t': return "\\t";
    default: return {};
  }
}

/// The escape of the separator that `text` begins with, and its size in bytes.
std::pair<std::string_view, std::size_t> separator_escape(std::string_view text) {
  if (text.starts_with("\xC2\x85")) return {"\\u0085", 2};
  if (text.starts_with("\xE2\x80\xA8")) return {"\\u2028", 3};
  if (text.starts_with("\xE2\x80\xA9")) return {"\\u2029", 3};
  return {{}, 0};
}

struct Level {
  const Node* node;
  std::size_t next;
};

void append_line(TextBuffer& out, std::size_t depth) { out.break_line(2 * depth); }

/// Printed text moved to the right; line breaks in strings are escapes, so each one starts a line of the print.
void append_indented(TextBuffer& out, std::string_view text, std::size_t depth) {
#ifdef __SSE2__
  // Each line is copied in whole blocks and what is too much of the last one written over.
  const auto line_break = _mm_set1_epi8('\n');
  while (text.size() >= 16) {
    out.reserve(16);
    const auto block = load(text.data());
    _mm_storeu_si128(reinterpret_cast<__m128i*>(out.end()), block);
    const auto mask = static_cast<unsigned>(_mm_movemask_epi8(_mm_cmpeq_epi8(block, line_break)));
    if (mask == 0) {
      out.set_end(out.end() + 16);
      text.remove_prefix(16);
      continue;
    }
    const auto size = static_cast<std::size_t>(std::countr_zero(mask));
    out.set_end(out.end() + size);
    append_line(out, depth);
    text.remove_prefix(size + 1);
  }
#endif
  while (true) {
    const auto end = text.find('\n');
    out.append(text.substr(0, end));
    if (end == std::string_view::npos) return;
    append_line(out, depth);
    text.remove_prefix(end + 1);
  }
}

/// Makes what was appended from `begin` on, an opening quote first, a JSON string.
void finish_string(TextBuffer& out, std::size_t begin) {
  const auto text = out.text().substr(begin + 1);
  if (find_special(text, 0) == text.size()) {
    out += '"';
    return;
  }
  const std::string plain(text);
  out.cut(begin);
  append_json_string(out, plain);
}

/// Text: a string or a buffer.
template <typename Text>
void append_escaped(Text& out, std::string_view text) {
  std::size_t run = 0;
  for (auto i = find_special(text, 0); i < text.size(); i = find_special(text, i + 1)) {
    if (const auto escape = short_escape(text[i]); !escape.empty()) {
      out.append(text.substr(run, i - run));
      out.append(escape);
      run = i + 1;
    } else if (static_cast<unsigned char>(text[i]) < 0x20) {
      out.append(text.substr(run, i - run));
      constexpr std::string_view digits = "0123456789abcdef";
      out.append(std::string_view("\\u00"));
      out += digits[static_cast<std::size_t>(text[i] >> 4)];
      out += digits[static_cast<std::size_t>(text[i] & 15)];
      run = i + 1;
    } else if (const auto [separator, size] = separator_escape(text.substr(i)); size > 0) {
      out.append(text.substr(run, i - run));
      out.append(separator);
      i += size - 1;
      run = i + 1;
    }
  }
  out.append(text.substr(run));
}

}  // namespace

void append_json_string(std::string& out, std::string_view text) {
  out += '"';
  append_escaped(out, text);
  out += '"';
}

void append_json_string(TextBuffer& out, std::string_view text) {
  out += '"';
  if (!append_plain(out, text)) append_escaped(out, text);
  out += '"';
}

bool looks_like_expression(std::string_view text) { return text.size() >= 2 && text.front() == '[' && text.back() == ']'; }

void append_json_name(TextBuffer& out, const Member& member, bool escape_brackets) {
  if (escape_brackets && !member.name_expression && looks_like_expression(member.name)) {
    append_json_string(out, "[" + std::string(member.name));
  } else {
    append_json_string(out, member.name);
  }
}

void append_json_scalar(TextBuffer& out, const Node& node, bool escape_brackets) {
  switch (node.kind) {
    case NodeKind::null: out += "null"; break;
    case NodeKind::boolean: out += node.boolean ? "true" : "false"; break;
    case NodeKind::integer: {
      const fmt::format_int digits(node.integer);
      out.append(digits.data(), digits.size());
      break;
    }
    case NodeKind::number: out.append(node.text); break;
    case NodeKind::string:
      if (escape_brackets && looks_like_expression(node.text)) append_json_string(out, json_string_value(node));
      else append_json_string(out, node.text);
      break;
    case NodeKind::expression: {
      if (!node.text.empty()) {  // as it was read
        append_json_string(out, node.text);
        break;
      }
      const auto begin = out.size();
      out += "\"[";
      append_expression(out, *node.expression);
      out += ']';
      finish_string(out, begin);
      break;
    }
    case NodeKind::array: case NodeKind::object: break;
  }
}

std::string json_string_value(const Node& node) {
  std::string text;
  if (looks_like_expression(node.text) && !node.brackets_are_text) text += '[';
  text.append(node.text);
  return text;
}

namespace {

void write(TextBuffer& out, const Node& root, bool escape_brackets, const EmbeddedText& embedded) {
  std::vector<Level> levels;
  const Node* node = &root;
  while (true) {
    const bool object = node && node->is_object();
    if (!node) {
      // Its text was copied.
    } else if ((object && !node->members.empty()) || (node->is_array() && !node->items.empty())) {
      out += object ? '{' : '[';
      levels.push_back({node, 0});
    } else if (object) {
      out += "{}";
    } else if (node->is_array()) {
      out += "[]";
    } else {
      append_json_scalar(out, *node, escape_brackets);
    }
    while (!levels.empty()) {
      const auto& top = levels.back();
      if (top.next < (top.node->is_object() ? top.node->members.size() : top.node->items.size())) break;
      const char bracket = top.node->is_object() ? '}' : ']';
      levels.pop_back();
      append_line(out, levels.size());
      out += bracket;
    }
    if (levels.empty()) return;
    auto& top = levels.back();
    if (top.next > 0) out += ',';
    append_line(out, levels.size());
    if (top.node->is_object()) {
      const auto& member = top.node->members[top.next++];
      append_json_name(out, member, escape_brackets);
      out += ": ";
      node = &member.value;
      if (embedded && member.name == embedded_template_key && node->is_object()) {
        if (const auto* text = embedded(*node)) {
          append_indented(out, *text, levels.size());
          node = nullptr;
        }
      }
    } else {
      node = &top.node->items[top.next++];
    }
  }
}

}  // namespace

TextMemory::TextMemory() = default;
TextMemory::~TextMemory() = default;
TextMemory::TextMemory(TextMemory&&) noexcept = default;
TextMemory& TextMemory::operator=(TextMemory&&) noexcept = default;

TextBuffer& TextMemory::emptied() {
  if (!buffer_) buffer_ = std::make_unique<TextBuffer>(expected_text_bytes);
  buffer_->cut(0);
  return *buffer_;
}

std::string write_json(const Node& root, ExpressionMode mode, const EmbeddedText& embedded) {
  TextBuffer out(expected_text_bytes);
  write(out, root, mode != ExpressionMode::literal, embedded);
  return out.str();
}

std::string_view write_json(const Node& root, const EmbeddedText& embedded, TextMemory& memory) {
  auto& out = memory.emptied();
  write(out, root, true, embedded);
  return out.text();
}

}  // namespace fleetlint::arm
