#pragma once
// Bytes that may be no UTF-8 become a text.
#include <string>
#include <string_view>

namespace fleetlint {

/// A text from bytes; what is no UTF-8 becomes U+FFFD, once for as many bytes as could still have become a character
/// (the maximal subpart of Unicode, chapter 3.9), as the platform's runtime does.
std::string text_from_utf8(std::string_view bytes);

}  // namespace fleetlint
