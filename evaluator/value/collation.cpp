// A compact root collation. Every character gets a primary weight (what it is), a secondary (its accent) and a
// tertiary one (its case); texts compare by all primaries, then all secondaries, then all tertiaries.
// Source: Unicode TR35 part 5, "Root Collation"; order of punctuation and symbols as in the CLDR root table.
#include <algorithm>
#include <array>
#include <cstdint>

#include "fleetlint/base/unicode.h"
#include "value/text.h"

namespace fleetlint::eval {
namespace {

struct Weight {
  std::uint32_t primary = 0;  ///< 0: ignored
  std::uint8_t secondary = 0, tertiary = 0;
};

constexpr std::string_view ascii_order = "\t\n\v\f\r _-,;:!?.'\"()[]{}@*/\\&#%`^+<=>|~$";
constexpr std::uint32_t digits_from = 0x1000, letters_from = 0x2000, others_from = 0x10000;

/// Latin letters with accents: base letter and the accent's rank. Covers Latin-1 and Latin Extended-A.
struct Accented {
  char32_t letter;
  char base;
  std::uint8_t accent;
};
enum : std::uint8_t { grave = 2, acute, circumflex, tilde, diaeresis, ring, caron, breve, macron, dot, ogonek, cedilla, stroke, double_acute };
constexpr Accented accented[] = {
    {0xE0, 'a', grave}, {0xE1, 'a', acute}, {0xE2, 'a', circumflex}, {0xE3, 'a', tilde}, {0xE4, 'a', diaeresis}, {0xE5, 'a', ring},
    {0xE7, 'c', cedilla}, {0xE8, 'e', grave}, {0xE9, 'e', acute}, {0xEA, 'e', circumflex}, {0xEB, 'e', diaeresis},
    {0xEC, 'i', grave}, {0xED, 'i', acute}, {0xEE, 'i', circumflex}, {0xEF, 'i', diaeresis}, {0xF1, 'n', tilde},
    {0xF2, 'o', grave}, {0xF3, 'o', acute}, {0xF4, 'o', circumflex}, {0xF5, 'o', tilde}, {0xF6, 'o', diaeresis}, {0xF8, 'o', stroke},
    {0xF9, 'u', grave}, {0xFA, 'u', acute}, {0xFB, 'u', circumflex}, {0xFC, 'u', diaeresis}, {0xFD, 'y', acute}, {0xFF, 'y', diaeresis},
    {0x101, 'a', macron}, {0x103, 'a', breve}, {0x105, 'a', ogonek}, {0x107, 'c', acute}, {0x109, 'c', circumflex}, {0x10B, 'c', dot},
    {0x10D, 'c', caron}, {0x10F, 'd', caron}, {0x111, 'd', stroke}, {0x113, 'e', macron}, {0x115, 'e', breve}, {0x117, 'e', dot},
    {0x119, 'e', ogonek}, {0x11B, 'e', caron}, {0x11D, 'g', circumflex}, {0x11F, 'g', breve}, {0x121, 'g', dot}, {0x123, 'g', cedilla},
    {0x125, 'h', circumflex}, {0x127, 'h', stroke}, {0x129, 'i', tilde}, {0x12B, 'i', macron}, {0x12D, 'i', breve}, {0x12F, 'i', ogonek},
    {0x135, 'j', circumflex}, {0x137, 'k', cedilla}, {0x13A, 'l', acute}, {0x13C, 'l', cedilla}, {0x13E, 'l', caron}, {0x142, 'l', stroke},
    {0x144, 'n', acute}, {0x146, 'n', cedilla}, {0x148, 'n', caron}, {0x14D, 'o', macron}, {0x14F, 'o', breve}, {0x151, 'o', double_acute},
    {0x155, 'r', acute}, {0x157, 'r', cedilla}, {0x159, 'r', caron}, {0x15B, 's', acute}, {0x15D, 's', circumflex}, {0x15F, 's', cedilla},
    {0x161, 's', caron}, {0x163, 't', cedilla}, {0x165, 't', caron}, {0x167, 't', stroke}, {0x169, 'u', tilde}, {0x16B, 'u', macron},
    {0x16D, 'u', breve}, {0x16F, 'u', ring}, {0x171, 'u', double_acute}, {0x173, 'u', ogonek}, {0x175, 'w', circumflex},
    {0x177, 'y', circumflex}, {0x17A, 'z', acute}, {0x17C, 'z', dot}, {0x17E, 'z', caron},
};

Weight weight_of(char32_t c) {
  if (c < 0x80) {
    const char ascii = static_cast<char>(c);
    if (ascii >= '0' && ascii <= '9') return {digits_from + static_cast<std::uint32_t>(ascii - '0'), 0, 0};
    if (ascii >= 'a' && ascii <= 'z') return {letters_from + static_cast<std::uint32_t>(ascii - 'a') * 4, 0, 0};
    if (ascii >= 'A' && ascii <= 'Z') return {letters_from + static_cast<std::uint32_t>(ascii - 'A') * 4, 0, 1};
    const auto at = ascii_order.find(ascii);
    return at == std::string_view::npos ? Weight{} : Weight{static_cast<std::uint32_t>(at) + 1, 0, 0};
  }
  if (c < 0xA0 || (c >= 0x200B && c <= 0x200F) || c == 0xFEFF || c == 0xAD) return {};  // controls and format characters
  const char32_t lower = to_lower_invariant(c);
  const auto* hit = std::lower_bound(std::begin(accented), std::end(accented), lower, [](const Accented& a, char32_t v) { return a.letter < v; });
  if (hit != std::end(accented) && hit->letter == lower)
    return {letters_from + static_cast<std::uint32_t>(hit->base - 'a') * 4, hit->accent, static_cast<std::uint8_t>(lower != c)};
  if (c < 0xC0 || (c >= 0x2010 && c < 0x2C00)) return {0x100 + static_cast<std::uint32_t>(c) % 0xF00, 0, 0};  // signs: between ASCII signs and digits
  return {others_from + static_cast<std::uint32_t>(lower), 0, static_cast<std::uint8_t>(lower != c)};
}

/// The weights of a character: letters that stand for two (ß, æ, œ, þ) give two primaries.
struct Weights {
  std::array<Weight, 2> of;
  int count = 1;
};
Weights weights_of(char32_t c) {
  const auto letter = [](char l, std::uint8_t secondary, std::uint8_t tertiary) { return Weight{letters_from + static_cast<std::uint32_t>(l - 'a') * 4, secondary, tertiary}; };
  const std::uint8_t upper = c == 0xC6 || c == 0x152 || c == 0xDE;
  switch (c) {
    case 0xDF: return {{letter('s', 1, 0), letter('s', 1, 0)}, 2};
    case 0xC6: case 0xE6: return {{letter('a', 1, upper), letter('e', 1, upper)}, 2};
    case 0x152: case 0x153: return {{letter('o', 1, upper), letter('e', 1, upper)}, 2};
    case 0xDE: case 0xFE: return {{Weight{letters_from + 25 * 4 + 2, 0, upper}, Weight{}}, 1};  // after z
    default: return {{weight_of(c), Weight{}}, 1};
  }
}

/// Walks the weights of a text, ignored characters left out.
class Weighing {
 public:
  explicit Weighing(std::string_view text) : text_(text) {}
  bool next(Weight& weight) {
    while (true) {
      if (at_ < pending_.count) {
        weight = pending_.of[static_cast<std::size_t>(at_++)];
        if (weight.primary) return true;
        continue;
      }
      if (text_.empty()) return false;
      const auto c = decode_utf8(text_);
      text_.remove_prefix(c.size);
      pending_ = weights_of(c.value);
      at_ = 0;
    }
  }

 private:
  std::string_view text_;
  Weights pending_{{}, 0};
  int at_ = 0;
};

}  // namespace

int compare_culture(std::string_view a, std::string_view b) {
  if (a == b) return 0;
  Weighing left(a), right(b);
  Weight x, y;
  int secondary = 0, tertiary = 0;
  while (true) {
    const bool more_left = left.next(x), more_right = right.next(y);
    if (!more_left || !more_right) {
      if (more_left != more_right) return more_left ? 1 : -1;
      return secondary ? secondary : tertiary;
    }
    if (x.primary != y.primary) return x.primary < y.primary ? -1 : 1;
    if (!secondary && x.secondary != y.secondary) secondary = x.secondary < y.secondary ? -1 : 1;
    if (!tertiary && x.tertiary != y.tertiary) tertiary = x.tertiary < y.tertiary ? -1 : 1;
  }
}

}  // namespace fleetlint::eval
