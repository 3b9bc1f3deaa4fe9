#pragma once
// Reads function signatures as the reference documents write them: `join(inputArray: (bool | int | string)[], delimiter: string)`.
#include <string_view>

#include "fleetlint/compiler/function_table.h"

namespace fleetlint::compiler {

/// Types with a name of their own, for signatures.
using NamedTypes = std::unordered_map<std::string_view, const Type*>;

/// One overload of a table. `text` is `name(parameter: type, [optional: type], …rest: type) : type`. Malformed text is a bug of the table
/// (asserted), never of an input.
FunctionOverload parse_signature(std::string_view text, const NamedTypes& named, TypeArena& arena);

}  // namespace fleetlint::compiler
