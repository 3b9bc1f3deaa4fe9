#pragma once
#include <string>
#include <string_view>

namespace fleetlint::compiler {

/// What the reference says where the evaluator says `failure` ("`uri`: `x` is not an absolute URI"): the library that evaluates
/// expressions there has sentences of its own, which its published diagnostics show. Those that are not known there stay as they are.
std::string failure_sentence(std::string_view failure);

}  // namespace fleetlint::compiler
