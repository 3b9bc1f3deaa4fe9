#pragma once
// The comments and directives of a file that silence rules, as they are written. Private to the room.
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "fleetlint/base/source.h"

namespace fleetlint::workspace {

/// A word of a directive with its bytes in the source.
struct DirectiveWord {
  std::string text;
  Span span;
};

struct Directive {
  enum class Kind : std::uint8_t {
    disable_next_line, disable, restore,            ///< the compiler's: `#disable-next-line CODE…`
    ignore, ignore_file, ignore_start, ignore_end,  ///< in a comment: `// fleetlint:ignore RULE… -- reason`
    misspelt,                                       ///< `fleetlint:` and a word that means nothing
  };
  Kind kind;
  std::uint32_t line;                ///< from 1
  DirectiveWord name;                ///< `#disable-next-line`, `fleetlint:ignore`
  std::vector<DirectiveWord> codes;  ///< up to a reason (`-- …`) or another comment
  bool behind_code = false;          ///< of comments: they stand behind code, in its line
};

/// In the order of lines. Linear; a file without any costs two searches.
std::vector<Directive> read_directives(const Source& source);

}  // namespace fleetlint::workspace
