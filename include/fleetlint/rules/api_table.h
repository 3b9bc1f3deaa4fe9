#pragma once
// Which API version of a resource type knows which property.
#include <cstdint>
#include <limits>
#include <span>
#include <string_view>

namespace fleetlint::rules {

struct KnownProperty {
  std::string_view path;   ///< properties.upgradePolicy.mode, properties.nodeTypes[].isStateless
  std::string_view first;  ///< API version that brought it
  std::string_view last;   ///< the last that has it; empty: still there
  bool documented;         ///< a vendor page names the version too
  std::span<const std::string_view> values;  ///< of an enumeration; empty: none
  std::int64_t minimum, maximum;             ///< `KnownProperty::none`: no bound
  static constexpr std::int64_t none = std::numeric_limits<std::int64_t>::min();
};

struct KnownType {
  std::string_view type;
  std::span<const std::string_view> versions;  ///< oldest first
  std::span<const KnownProperty> properties;   ///< settable ones
};

std::span<const KnownType> known_types();
/// Null for a type without a table. Without case.
const KnownType* find_known_type(std::string_view type);
/// The property with this path, list indexes written as [], without case; null when no version has it.
const KnownProperty* find_known_property(const KnownType& type, std::string_view path);
/// Whether any known path begins with this one and a dot or bracket: an object whose members the table lists.
bool has_known_members(const KnownType& type, std::string_view path);

}  // namespace fleetlint::rules
