#include "fleetlint/base/well_formed.h"

#include "fleetlint/base/unicode.h"

namespace fleetlint {

std::string text_from_utf8(std::string_view bytes) {
  std::string out;
  while (!bytes.empty()) {
    const auto c = decode_utf8(bytes);
    if (c.value >= 0xD800 && c.value < 0xE000) {  // three bytes, none of them good
      for (int i = 0; i < 3; ++i) append_utf8(out, 0xFFFD);
    } else {
      append_utf8(out, c.value);
      if (c.value == 0xFFFD && c.size == 1) {
        // A cut sequence counts once: skip the continuation bytes that would have been part of it.
        const auto lead = static_cast<unsigned char>(bytes[0]);
        const int wanted = lead >= 0xF0 && lead < 0xF5 ? 3 : lead >= 0xE0 ? 2 : lead >= 0xC2 ? 1 : 0;
        const auto second_is_good = [&](unsigned char b) {
          return (lead != 0xE0 || b >= 0xA0) && (lead != 0xED || b < 0xA0) && (lead != 0xF0 || b >= 0x90) && (lead != 0xF4 || b < 0x90);
        };
        for (int i = 0; i < wanted && bytes.size() > 1; ++i) {
          const auto next = static_cast<unsigned char>(bytes[1]);
          if ((next & 0xC0) != 0x80 || lead >= 0xF5 || (i == 0 && !second_is_good(next))) break;
          bytes.remove_prefix(1);
        }
      }
    }
    bytes.remove_prefix(c.size);
  }
  return out;
}

}  // namespace fleetlint
