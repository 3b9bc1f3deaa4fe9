#pragma once
// Texts made of known and unknown pieces.
#include <span>
#include <string_view>

#include "functions/function.h"

namespace fleetlint::eval {

/// Length facts of the text of a value: digits of an integer, `True`/`False`, the text itself.
Interval text_length_of(const Value& piece);

/// The pieces joined: known when all are known, else an unknown string with the known start and end and the sum of the
/// lengths. Pieces may be unknown values of any kind; they count with the text they become.
/// `own_identity`: the pieces say whether two results are the same, not the arguments of the call (resource ids, which
/// depend on the scope as well).
Value join_texts(const Call& call, std::span<const Value> pieces, bool own_identity = false);

}  // namespace fleetlint::eval
