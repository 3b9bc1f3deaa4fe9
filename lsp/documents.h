#pragma once
// Text that an editor holds, and positions in it as the protocol counts them.
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "fleetlint/base/source.h"
#include "json.h"

namespace fleetlint::lsp {

/// What `character` of a position counts; agreed on in `initialize`.
enum class PositionEncoding : std::uint8_t { utf8, utf16, utf32 };
ColumnUnit column_unit(PositionEncoding encoding);

/// `file:` URIs only, percent-encoding undone; nothing for other schemes.
std::optional<std::string> path_of_uri(std::string_view uri);
std::string uri_of_path(std::string_view path);

/// Byte offset of a protocol position (from 0), clamped to its line and to the text.
std::size_t offset_of(std::string_view text, const Json& position, PositionEncoding encoding);
/// `{"start": …, "end": …}` of a span of a source.
Json range_of(const Source& source, Span span, PositionEncoding encoding);

struct Document {
  std::string uri, path, text;
  std::int64_t version = 0;
};

/// Applies `contentChanges` in their order; a change without range replaces all.
void apply_changes(Document& document, const Json& changes, PositionEncoding encoding);

}  // namespace fleetlint::lsp
