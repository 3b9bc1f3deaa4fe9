#pragma once
// Bytes and their texts: UTF-8 as .NET encodes it, base64, percent-encoding, SHA-1.
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace fleetlint::eval {

/// The bytes of a text; lone surrogates become U+FFFD, as Encoding.UTF8 does.
std::string utf8_bytes(std::string_view text);

std::string base64(std::string_view bytes);
/// Padded base64, white space ignored (Convert.FromBase64String); empty when it is none.
std::optional<std::string> from_base64(std::string_view text);

/// Uri.EscapeDataString: everything but letters, digits and `-_.~`.
std::string percent_encode(std::string_view text);
/// Uri.UnescapeDataString: escapes that are no UTF-8 stay as they are.
std::string percent_decode(std::string_view text);

/// FIPS 180-4.
std::array<std::uint8_t, 20> sha1(std::string_view bytes);

}  // namespace fleetlint::eval
