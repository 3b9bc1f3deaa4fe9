#pragma once
// Three-valued logic (Kleene): what holds, what does not, what cannot be known before deployment.
#include <cstdint>

namespace fleetlint {

enum class Tri : std::uint8_t { no, unknown, yes };

constexpr Tri tri(bool value) { return value ? Tri::yes : Tri::no; }
constexpr Tri operator!(Tri a) { return a == Tri::yes ? Tri::no : a == Tri::no ? Tri::yes : Tri::unknown; }
constexpr Tri operator&&(Tri a, Tri b) { return a < b ? a : b; }
constexpr Tri operator||(Tri a, Tri b) { return a < b ? b : a; }

}  // namespace fleetlint
