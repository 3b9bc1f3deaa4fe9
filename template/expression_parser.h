#pragma once
// Parsing expressions with places mapped through the escapes of the JSON string they stand in.
#include <cstdint>
#include <vector>

#include "fleetlint/template/reader.h"

namespace fleetlint::arm {

/// Reusable scratch memory: a file has thousands of expressions.
struct ExpressionScratch {
  struct OpenCall {
    std::uint32_t begin, name_end;
    std::size_t first_argument;
  };
  std::vector<const Expression*> operands;
  std::vector<OpenCall> calls;
};

/// As parse_expression. `offsets`, when not null, holds for each byte of `text` and for its end the byte offset in the
/// file; `base` then gives only the source. The tree refers to `text`.
ParsedExpression parse_mapped_expression(std::string_view text, Location base, const std::uint32_t* offsets, Arena& arena,
                                         const Limits& limits, ExpressionScratch& scratch);

}  // namespace fleetlint::arm
