#pragma once
// A mistyped name deserves the right one: how far two names are from each other, and which of several is nearest.
#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace fleetlint {

/// How many ASCII letters (without case) or bytes have to be inserted, dropped or replaced to make one text of the other.
/// When the lengths alone differ by more than `limit`, that difference. Time grows with the product of the lengths.
std::size_t edit_distance(std::string_view a, std::string_view b, std::size_t limit = std::string_view::npos);

/// The first of the names that are nearest to `word`, at most two letters away; empty when none is, when the word has
/// less than three letters (anything would be near), or more than 64 (nobody mistypes those by so little).
std::string_view nearest_name(std::string_view word, std::span<const std::string_view> names);

/// "; did you mean `NAME`?" with the nearest name, or nothing when none is near.
std::string did_you_mean(std::string_view word, std::span<const std::string_view> names);

}  // namespace fleetlint
