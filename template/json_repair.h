#pragma once
// What the platform takes and strict JSON parsers do not: raw control characters in strings, comments in any place,
// lone surrogates, unknown escapes, bytes that are not UTF-8. Repairs keep every byte at its offset.
#include <cstdint>
#include <string_view>
#include <vector>

#include "fleetlint/base/finding.h"

namespace fleetlint::arm {

/// Stands in repaired text for a byte of a string that must be decoded from the original; never part of valid UTF-8.
inline constexpr char decode_mark = '\xFF';

/// The offset of the first byte that does not belong to valid UTF-8, or npos.
std::size_t find_bad_utf8(std::string_view text);

/// Rewrites `text` (a copy of the source, same size) in place so that a strict reader takes it, and adds what is wrong.
void repair_json(char* text, std::size_t size, SourceId source, std::vector<Finding>& findings);

/// Decodes what stands between the quotes of a JSON string in the original text into `out` (room for raw.size() bytes);
/// lenient. With `offsets`, writes raw.begin()-relative offsets plus `origin` for each byte of the result and its end.
std::size_t decode_json_string(std::string_view raw, char* out, std::vector<std::uint32_t>* offsets, std::uint32_t origin);

}  // namespace fleetlint::arm
