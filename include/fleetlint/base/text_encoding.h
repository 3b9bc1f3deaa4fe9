#pragma once
// Texts of files as they are on disk. Inside, all text is UTF-8; Windows editors and shells (`> main.bicep` of PowerShell 5)
// write UTF-16, which a byte order mark tells.
#include <optional>
#include <string>
#include <string_view>

namespace fleetlint {

/// What a byte order mark tells of the text behind it.
enum class MarkedEncoding : std::uint8_t { utf_8, utf_16, utf_16_be };
struct ByteOrderMark {
  std::string_view bytes;
  std::string_view name;  ///< as the web's registry of encodings and the language write it: utf-8, utf-16, utf-16BE
  MarkedEncoding encoding;
};
/// The mark at the front of a text; null without one.
const ByteOrderMark* byte_order_mark(std::string_view bytes);

/// UTF-16 without its mark as UTF-8; half pairs and a half unit at the end become U+FFFD.
std::string utf8_from_utf16(std::string_view bytes, bool big_endian);

/// The way back, without a mark.
std::string utf16_from_utf8(std::string_view text, bool big_endian);

/// The text of a source file: UTF-16 with a mark becomes UTF-8 without one, so that positions are those of an editor;
/// everything else stays as it is.
std::string source_text(std::string bytes);

}  // namespace fleetlint
