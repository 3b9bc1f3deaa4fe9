#include "documents.h"

#include <algorithm>
#include <cctype>

namespace fleetlint::lsp {
namespace {

constexpr std::string_view hex_digits = "0123456789ABCDEF";

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  const int lower = std::tolower(static_cast<unsigned char>(c));
  return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

/// Bytes and units of the code point that starts here; broken UTF-8 counts byte by byte.
struct Width {
  std::size_t bytes;
  std::uint32_t units;
};
Width width_at(std::string_view text, std::size_t at, PositionEncoding encoding) {
  const auto lead = static_cast<unsigned char>(text[at]);
  const std::size_t wanted = lead < 0xC0 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  std::size_t bytes = 1;
  while (bytes < wanted && at + bytes < text.size() && (static_cast<unsigned char>(text[at + bytes]) & 0xC0) == 0x80) ++bytes;
  switch (encoding) {
    case PositionEncoding::utf8: return {bytes, static_cast<std::uint32_t>(bytes)};
    case PositionEncoding::utf16: return {bytes, bytes == 4 ? 2U : 1U};
    case PositionEncoding::utf32: return {bytes, 1U};
  }
  return {bytes, 1U};
}

bool ends_line(char c) { return c == '\n' || c == '\r'; }

Json position_of(const Source& source, std::uint32_t offset, PositionEncoding encoding) {
  const auto position = source.line_column(offset, column_unit(encoding));
  return JsonObject{{"line", position.line - 1}, {"character", position.column - 1}};
}

}  // namespace

ColumnUnit column_unit(PositionEncoding encoding) {
  switch (encoding) {
    case PositionEncoding::utf8: return ColumnUnit::bytes;
    case PositionEncoding::utf16: return ColumnUnit::utf16;
    case PositionEncoding::utf32: return ColumnUnit::code_points;
  }
  return ColumnUnit::utf16;
}

std::optional<std::string> path_of_uri(std::string_view uri) {
  constexpr std::string_view scheme = "file://";
  if (!uri.starts_with(scheme)) return std::nullopt;
  uri.remove_prefix(scheme.size());
  const auto slash = uri.find('/');
  if (slash == std::string_view::npos) return std::nullopt;
  uri.remove_prefix(slash);  // an authority (`localhost`) is not ours to resolve
  std::string path;
  for (std::size_t i = 0; i < uri.size(); ++i) {
    if (uri[i] == '%' && i + 2 < uri.size() && hex_value(uri[i + 1]) >= 0 && hex_value(uri[i + 2]) >= 0) {
      path += static_cast<char>(hex_value(uri[i + 1]) * 16 + hex_value(uri[i + 2]));
      i += 2;
    } else {
      path += uri[i];
    }
  }
  if (path.find('\0') != std::string::npos) return std::nullopt;
  return path;
}

std::string uri_of_path(std::string_view path) {
  std::string uri = "file://";
  for (const char c : path) {
    const auto byte = static_cast<unsigned char>(c);
    if (std::isalnum(byte) != 0 || std::string_view("-._~/").find(c) != std::string_view::npos) {
      uri += c;
    } else {
      uri += '%';
      uri += hex_digits[byte >> 4];
      uri += hex_digits[byte & 15];
    }
  }
  return uri;
}

std::size_t offset_of(std::string_view text, const Json& position, PositionEncoding encoding) {
  auto lines = std::max<std::int64_t>(position["line"].integer().value_or(0), 0);
  std::size_t at = 0;
  while (lines > 0) {
    at = text.find_first_of("\r\n", at);
    if (at == std::string_view::npos) return text.size();
    at += text.substr(at).starts_with("\r\n") ? 2 : 1;
    --lines;
  }
  const auto wanted = position["character"].integer().value_or(0);
  for (std::int64_t units = 0; at < text.size() && units < wanted && !ends_line(text[at]);) {
    const auto width = width_at(text, at, encoding);
    if (units + width.units > wanted) break;  // inside a code point: its start
    units += width.units;
    at += width.bytes;
  }
  return at;
}

Json range_of(const Source& source, Span span, PositionEncoding encoding) {
  return JsonObject{{"start", position_of(source, span.begin, encoding)}, {"end", position_of(source, span.end, encoding)}};
}

void apply_changes(Document& document, const Json& changes, PositionEncoding encoding) {
  for (const auto& change : changes.items()) {
    const auto& range = change["range"];
    if (!range.is_object()) {
      document.text = change["text"].text();
      continue;
    }
    const auto begin = offset_of(document.text, range["start"], encoding);
    const auto end = std::max(begin, offset_of(document.text, range["end"], encoding));
    document.text.replace(begin, end - begin, change["text"].text());
  }
}

}  // namespace fleetlint::lsp
