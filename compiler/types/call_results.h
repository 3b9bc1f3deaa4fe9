#pragma once
// What calls of the language's functions give, as far as the types of their arguments decide it.
#include <cstdint>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "fleetlint/compiler/function_table.h"
#include "fleetlint/compiler/types.h"

namespace fleetlint::compiler {

using Bound = std::optional<std::int64_t>;
struct Range {
  Bound min, max;
};

/// The least and the greatest value of an integer type; nothing where it is open, and for other types.
Range integer_range(const Type& type);
/// The most UTF-16 units that a string type can have; nothing where it is open, and for other types.
Bound string_max_length(const Type& type);
/// How many units a value of the type has when it is written as a text.
std::pair<std::int64_t, Bound> stringified_length(const Type& type);
/// Names and types of what can be read of an object.
void readable_members(const Type& object, TypeArena& arena, std::vector<TypeRef>& names, std::vector<TypeRef>& values);

/// The type that a rule gives for these arguments; null for rules that need more than them (the call's place, files, the
/// scope of the file), and for those that keep the declared type.
const Type* result_of_arguments(ResultRule rule, std::span<const Type* const> arguments, TypeArena& arena);

}  // namespace fleetlint::compiler
