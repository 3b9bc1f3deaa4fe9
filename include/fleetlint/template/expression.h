#pragma once
// Expressions of the template language: what stands between `[` and `]`, as a tree. Bicep lowers to the same tree.
#include <cstdint>
#include <span>
#include <string_view>

#include "fleetlint/base/source.h"

namespace fleetlint::arm {

enum class ExpressionKind : std::uint8_t {
  string,   ///< 'text'
  integer,  ///< 42, -1
  number,   ///< 1.5: read, never written by Bicep; `text` holds the spelling
  call,     ///< name(arguments); null, true and false are calls, as in the template language
  access,   ///< base.name, base['name'], base[index]: arguments are base and key
};

/// Immutable, in the arena of its template; 56 bytes. Walk with an explicit stack: chains of accesses are deep.
struct Expression {
  ExpressionKind kind = ExpressionKind::string;
  bool dotted = false;  ///< access written as `.name`; the key is then a string
  Location location;    ///< in the file the author wrote (Bicep, or the bytes inside the JSON string)
  std::string_view text;  ///< string: its value; number: its spelling; call: name as written, namespace included
  std::int64_t integer = 0;
  std::span<const Expression* const> arguments;

  const Expression& base() const { return *arguments[0]; }
  const Expression& key() const { return *arguments[1]; }
  bool is_call(std::string_view lower_case_name) const;  ///< compares without case
};

}  // namespace fleetlint::arm
