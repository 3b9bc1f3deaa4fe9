#pragma once
// A mistyped name deserves the right one, not a page of help.
#include <string>
#include <string_view>
#include <vector>

namespace fleetlint::cli {

/// What to tell somebody who asked for a rule that does not exist: with the nearest id or name and where the list is.
/// `others` are names that would have done as well.
std::string no_such_rule(std::string_view id_or_name, const std::vector<std::string_view>& others = {});

}  // namespace fleetlint::cli
