#pragma once
// Marketplace images: which of them automatic OS upgrade takes, when their vendors stop, what follows them.
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace fleetlint::rules {

/// Dates of the two published lists (seed 000, lines 82 to 117; vendor page on automatic OS image upgrade).
inline constexpr std::string_view seed_image_list_date = "2023-07-25";
inline constexpr std::string_view current_image_list_date = "2026-05-19";

struct SupportedImage {
  std::string_view publisher, offer, sku;
  bool in_seed, in_current;
  std::string_view architecture;  ///< x64, arm64
  std::string_view generation;    ///< V1, V2; empty: not told by the name
};
std::span<const SupportedImage> supported_images();

/// seed: the list of 2023-07; current: that of 2026-05; both: in either.
enum class ImageList : unsigned char { seed, current, both };
/// The row of exactly this image, ignoring case and outer blanks; null when the list does not name it.
const SupportedImage* find_supported_image(std::string_view publisher, std::string_view offer, std::string_view sku, ImageList list = ImageList::both);
/// Whether any row has this publisher and offer.
bool has_supported_offer(std::string_view publisher, std::string_view offer, ImageList list = ImageList::both);

struct EndOfSupport {
  std::string_view publisher, offer, sku;  ///< * stands for anything
  std::string_view date;                   ///< yyyy-MM-dd; empty: never reported
};
/// The first row whose patterns fit.
const EndOfSupport* find_end_of_support(std::string_view publisher, std::string_view offer, std::string_view sku);

struct ImageSuccessor {
  std::string_view publisher, offer, sku, to_publisher, to_offer, to_sku, note;
};
const ImageSuccessor* find_image_successor(std::string_view publisher, std::string_view offer, std::string_view sku);

struct ImpossibleImage {
  std::string_view publisher, offer, sku, right_offer, right_sku;
};
const ImpossibleImage* find_impossible_image(std::string_view publisher, std::string_view offer, std::string_view sku);

/// Windows Server SKUs that take hotpatches.
std::span<const std::string_view> hotpatch_skus();

/// * and ? match as in file names; case is ignored.
bool matches_pattern(std::string_view pattern, std::string_view text);

}  // namespace fleetlint::rules
