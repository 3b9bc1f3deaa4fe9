#pragma once
// The formatter: prints a tree in the reference compiler's style (its pretty-printer of the second version).
#include <cstdint>
#include <string>

#include "fleetlint/grammar/syntax.h"

namespace fleetlint::syntax {

/// The section `formatting` of bicepconfig.json; see the reference compiler's documentation of `bicep format`.
struct FormatOptions {
  enum class NewLine : std::uint8_t { lf, crlf, cr };
  std::uint32_t width = 120;      ///< of a line, in UTF-16 code units
  std::uint32_t indent_size = 2;  ///< spaces a level; at most 1000 count
  bool indent_with_tabs = false;
  NewLine new_line = NewLine::lf;
  bool insert_final_new_line = true;
};

/// The formatted text. Declarations with syntax errors stay as they are written. Formatting the result again changes nothing.
std::string format(const SyntaxTree& tree, const FormatOptions& options = {});

}  // namespace fleetlint::syntax
