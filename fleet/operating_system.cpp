// Which operating system an image has, by its publisher: names that the marketplace has used for years.
#include "fleetlint/fleet/fleet_model.h"

namespace fleetlint::fleet {
namespace {

struct PublisherOs {
  std::string_view publisher;
  OperatingSystem os;
};

constexpr PublisherOs publishers[] = {
    {"Canonical", OperatingSystem::linux},
    {"RedHat", OperatingSystem::linux},
    {"RedHat-rhel", OperatingSystem::linux},
    {"SUSE", OperatingSystem::linux},
    {"Debian", OperatingSystem::linux},
    {"credativ", OperatingSystem::linux},
    {"OpenLogic", OperatingSystem::linux},
    {"CoreOS", OperatingSystem::linux},
    {"MicrosoftCblMariner", OperatingSystem::linux},
    {"microsoftazurelinux", OperatingSystem::linux},
    {"Oracle", OperatingSystem::linux},
    {"almalinux", OperatingSystem::linux},
    {"resf", OperatingSystem::linux},
    {"kinvolk", OperatingSystem::linux},
    {"microsoft-aks", OperatingSystem::linux},
    {"MicrosoftWindowsServer", OperatingSystem::windows},
    {"MicrosoftWindowsDesktop", OperatingSystem::windows},
    {"MicrosoftVisualStudio", OperatingSystem::windows},
    {"MicrosoftWindowsServerHPCPack", OperatingSystem::windows},
    {"MicrosoftSharePoint", OperatingSystem::windows},
    {"MicrosoftBizTalkServer", OperatingSystem::windows},
    {"MicrosoftDynamicsAX", OperatingSystem::windows},
};

}  // namespace

OperatingSystem os_of_image(std::string_view publisher, std::string_view offer) {
  for (const auto& row : publishers)
    if (equal_ignoring_case(publisher, row.publisher)) return row.os;
  if (contains_ignoring_case(publisher, "microsoft") && contains_ignoring_case(publisher, "windows")) return OperatingSystem::windows;
  if (equal_ignoring_case(publisher, "MicrosoftSQLServer")) {
    // SQL offers name the system: sql2019-ws2022, sql2019-ubuntu2004, SQL2017-RHEL7, sql2019-sles12sp5.
    for (const std::string_view linux_mark : {"ubuntu", "rhel", "sles", "linux"})
      if (contains_ignoring_case(offer, linux_mark)) return OperatingSystem::linux;
    for (const std::string_view windows_mark : {"-ws", "windows"})
      if (contains_ignoring_case(offer, windows_mark)) return OperatingSystem::windows;
  }
  return OperatingSystem::unknown;
}

}  // namespace fleetlint::fleet
