#pragma once
// The way of a value in words, for notes of findings.
#include <string>
#include <vector>

#include "fleetlint/base/finding.h"
#include "fleetlint/evaluator/value.h"

namespace fleetlint::eval {

/// One link in words: "from parameter `batch`".
std::string describe(const Origin& origin);

/// The parameters, variables, module calls and loops that a value came through, also through the arguments of calls,
/// newest first; what lies at `here` is left out. At most a few, so that a finding stays readable.
std::vector<Note> way_of(const Origin* origin, Location here);

}  // namespace fleetlint::eval
