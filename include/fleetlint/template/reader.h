#pragma once
// Reading ARM JSON and template expressions.
#include <memory>
#include <string_view>

#include "fleetlint/base/limits.h"
#include "fleetlint/template/template_ir.h"

namespace fleetlint::arm {

/// What strings that look like `[...]` mean.
enum class ExpressionMode : std::uint8_t {
  expressions,  ///< templates
  unread,       ///< templates that are only passed on: expressions are kept as they are written, and none of them is checked
  literal,      ///< parameter files, plain JSON
};

/// Reads JSON as the platform takes it: comments, multi-line strings, a byte order mark. Never fails: what is wrong
/// (syntax, duplicate keys, bad UTF-8, nesting) is in `findings` with its place, and the rest is still there.
std::shared_ptr<TemplateIr> read_json(const SourceSet& sources, SourceId source, ExpressionMode mode, const Limits& limits);

/// The outcome of parsing one `[...]` string: a tree, or a message with the byte offset inside `text`.
struct ParsedExpression {
  const Expression* expression = nullptr;
  std::string_view error;  ///< static text; empty when `expression` is set
  std::uint32_t error_offset = 0;
};
/// Parses what stands between the outer brackets. Offsets in `text` are mapped to locations starting at `base`;
/// for strings with JSON escapes the reader maps them itself.
ParsedExpression parse_expression(std::string_view text, Location base, Arena& arena, const Limits& limits);

}  // namespace fleetlint::arm
