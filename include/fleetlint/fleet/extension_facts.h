#pragma once
// What is known about extension types: which the platform upgrades by itself, which are retired, for which system they are.
#include <span>
#include <string_view>

#include "fleetlint/fleet/fleet_model.h"

namespace fleetlint::fleet {

/// The date of the lists below.
inline constexpr std::string_view extension_facts_date = "2026-11-20";

struct ExtensionType {
  std::string_view publisher, type;
  OperatingSystem os;
  std::string_view purpose;  ///< monitoring, security, secrets, health, …; may be empty
};
/// Types that the platform upgrades on scale sets when asked to (vendor page on automatic extension upgrade).
std::span<const ExtensionType> auto_upgrade_types();
/// Types that it upgrades on Arc machines (seed 002, lines 57 to 64).
std::span<const ExtensionType> arc_auto_upgrade_types();
/// Arc types that the list names for the other system only.
bool is_arc_auto_upgrade_of_other_os(std::string_view type);

struct RetiredExtension {
  std::string_view publisher, type;
  OperatingSystem os;
  std::string_view date;  ///< yyyy-MM-dd; empty: superseded without a date
  std::string_view successor;
};
std::span<const RetiredExtension> retired_extensions();

/// The system an extension type is made for; unknown when it is not in a table or serves both.
OperatingSystem os_of_extension(std::string_view publisher, std::string_view type);
bool is_auto_upgrade_type(std::string_view publisher, std::string_view type);
bool is_arc_auto_upgrade_type(std::string_view publisher, std::string_view type);

}  // namespace fleetlint::fleet
