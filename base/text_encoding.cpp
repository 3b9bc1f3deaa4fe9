#include "fleetlint/base/text_encoding.h"

#include "fleetlint/base/unicode.h"

namespace fleetlint {
namespace {

constexpr std::string_view replacement = "\xEF\xBF\xBD";
constexpr ByteOrderMark marks[] = {{"\xEF\xBB\xBF", "utf-8", MarkedEncoding::utf_8},
                                   {"\xFF\xFE", "utf-16", MarkedEncoding::utf_16},
                                   {"\xFE\xFF", "utf-16BE", MarkedEncoding::utf_16_be}};

}  // namespace

const ByteOrderMark* byte_order_mark(std::string_view bytes) {
  for (const auto& mark : marks)
    if (bytes.starts_with(mark.bytes)) return &mark;
  return nullptr;
}

std::string utf8_from_utf16(std::string_view bytes, bool big_endian) {
  std::string out;
  const auto unit = [&](std::size_t i) {
    const auto a = static_cast<unsigned char>(bytes[i]), b = static_cast<unsigned char>(bytes[i + 1]);
    return static_cast<std::uint32_t>(big_endian ? a << 8 | b : b << 8 | a);
  };
  std::size_t i = 0;
  for (; i + 1 < bytes.size(); i += 2) {
    const auto code = unit(i);
    if (code >= 0xD800 && code < 0xDC00 && i + 3 < bytes.size() && unit(i + 2) >= 0xDC00 && unit(i + 2) < 0xE000) {
      append_utf8(out, 0x10000 + ((code - 0xD800) << 10) + (unit(i + 2) - 0xDC00));
      i += 2;
    } else if (code >= 0xD800 && code < 0xE000) {
      out += replacement;
    } else {
      append_utf8(out, code);
    }
  }
  if (i < bytes.size()) out += replacement;
  return out;
}

std::string utf16_from_utf8(std::string_view text, bool big_endian) {
  std::string out;
  const auto append = [&](char32_t unit) {
    const auto high = static_cast<char>(unit >> 8), low = static_cast<char>(unit & 0xFF);
    out += big_endian ? high : low;
    out += big_endian ? low : high;
  };
  while (!text.empty()) {
    const auto [value, size] = decode_utf8(text);
    if (value >= 0x10000) {
      append(0xD800 + ((value - 0x10000) >> 10));
      append(0xDC00 + ((value - 0x10000) & 0x3FF));
    } else {
      append(value);
    }
    text.remove_prefix(size);
  }
  return out;
}

std::string source_text(std::string bytes) {
  const auto* mark = byte_order_mark(bytes);
  if (mark == nullptr || mark->encoding == MarkedEncoding::utf_8) return bytes;
  return utf8_from_utf16(std::string_view(bytes).substr(mark->bytes.size()), mark->encoding == MarkedEncoding::utf_16_be);
}

}  // namespace fleetlint
