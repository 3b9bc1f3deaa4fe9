#pragma once
// Values as text, the way the platform (.NET, Json.NET, invariant culture) writes and reads them.
#include <string>
#include <string_view>
#include <vector>

#include "fleetlint/base/arena.h"
#include "fleetlint/base/expected.h"
#include "fleetlint/base/limits.h"
#include "fleetlint/evaluator/value.h"

namespace fleetlint::eval {

/// Shortest text that reads back as the same number: `1.5`, `3`, `1E+16`, `1E-05`, `NaN`, `Infinity`.
std::string dotnet_text(double number);
/// As dotnet_text, but a JSON number: `3.0`.
std::string json_number(double number);

/// Compact JSON text of a value. `quote` is `"` for `string()`, `'` in slots of `format` and in `join`.
/// Unknown parts become pieces of their own between the known texts: the pieces joined are the text.
/// False when more than `max_bytes` would be written.
bool json_pieces(const Value& value, char quote, std::size_t max_bytes, std::vector<Value>& pieces, Arena& arena);

/// What a value becomes as part of a text: strings as they are, `True`, `12`, nothing for null, JSON for arrays and
/// objects; several pieces where parts are unknown.
bool text_pieces(const Value& value, char quote, std::size_t max_bytes, std::vector<Value>& pieces, Arena& arena);

/// Whether brackets must be closed. base64ToJson() takes text that ends too soon (the reference's published diagnostics
/// of its parameter files show no failure there), json() does not.
enum class JsonEnd : std::uint8_t { required, may_be_missing };

/// Reads JSON as leniently as Json.NET: single quotes, bare names, comments, a trailing comma, hexadecimal and octal
/// integers; nothing may follow the value. Texts are copied into the arena. The error says what is wrong.
Expected<Value, std::string> read_platform_json(std::string_view text, Arena& arena, const Limits& limits, JsonEnd end = JsonEnd::required);

/// A composite format string (`{0,6:N2}`) with its arguments filled in, as String.Format with the invariant culture.
/// Pieces as above. The error says what is wrong; it is empty when the result would be longer than `max_bytes`.
Expected<std::vector<Value>, std::string> composite_format(std::string_view format, std::span<const Value> arguments, std::size_t max_bytes, Arena& arena);

/// A number with a .NET standard or custom format (`N0`, `D5`, `X`, `000`). The error says what is wrong.
Expected<std::string, std::string> format_number(const Value& number, std::string_view format);

}  // namespace fleetlint::eval
