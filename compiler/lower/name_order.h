#pragma once
// The order in which the reference sorts symbolic names: the root collation, where letter case only decides between names
// that are otherwise equal (golden user_submitted/101/hub-and-spoke: hubrg < hubVNET).
#include <string_view>

namespace fleetlint::compiler {

/// Negative, zero, positive as `a` stands before, at, after `b`. For names of letters, digits, `_`, `.`, `:`.
int compare_names(std::string_view a, std::string_view b);
inline bool name_less(std::string_view a, std::string_view b) { return compare_names(a, b) < 0; }

}  // namespace fleetlint::compiler
