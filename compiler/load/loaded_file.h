#pragma once
// Files that load functions take in: text in five encodings, bytes, JSON and YAML with a path into them, folders.
// Everything is literal: nodes that come out of here hold no expressions, except `json('1.5')` for decimals.
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "fleetlint/base/arena.h"
#include "fleetlint/base/limits.h"
#include "fleetlint/base/source.h"
#include "fleetlint/template/template_ir.h"

namespace fleetlint::compiler::load {

/// The names that `encoding` takes: us-ascii, iso-8859-1, utf-8, utf-16, utf-16BE.
enum class Encoding : std::uint8_t { us_ascii, iso_8859_1, utf_8, utf_16, utf_16_be };
std::optional<Encoding> encoding_named(std::string_view name);

/// Bytes as UTF-8 text; a byte order mark wins over the asked encoding and is dropped. What is no character becomes U+FFFD
/// (`?` in us-ascii, as the reference's decoder has it).
std::string decode(std::string_view bytes, Encoding encoding);
/// The encoding that a byte order mark tells: "utf-8", "utf-16", …; nothing without a mark.
std::optional<std::string_view> marked_encoding(std::string_view bytes);

std::string base64(std::string_view bytes);

/// Parses JSON; nothing when it is malformed. All nodes get this location.
std::optional<arm::Node> parse_json(const std::string& text, Location location, Arena& arena, const Limits& limits);
/// Parses the first document of a YAML stream; nothing when it is malformed or empty.
std::optional<arm::Node> parse_yaml(const std::string& text, Location location, Arena& arena, const Limits& limits);

/// What a JSONPath (the dialect of the reference's JSON library) selects, in document order; nothing when the path is malformed.
std::optional<std::vector<arm::Node>> select_tokens(const arm::Node& root, std::string_view path, const Limits& limits);

struct DirectoryEntry {
  std::string path;  ///< with the folder in front
  std::string name;
};
/// The files of a folder whose names match a pattern with `*` and `?` (empty: all), sorted without case; nothing when the folder cannot be read.
std::optional<std::vector<DirectoryEntry>> list_files(const std::string& folder, std::string_view pattern);

/// A decimal as the reference prints it: shortest text that reads back, exponents as in "1E+20".
std::string decimal_text(double value);
/// JSON in the form of the standard, of what the reference also takes; nothing where it takes none.
std::optional<std::string> standard_json(std::string_view text);

}  // namespace fleetlint::compiler::load
