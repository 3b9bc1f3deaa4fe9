// Tables of marketplace images. Sources: seed 000, lines 82 to 117 (list of 2023-07-25), vendor page on automatic OS image
// upgrade (2026-05-19), lifecycle pages of the vendors.
#include "fleetlint/rules/images.h"

#include <algorithm>
#include <vector>

#include "fleetlint/fleet/property.h"

namespace fleetlint::rules {

using fleet::equal_ignoring_case;
using fleet::trim;

namespace {

constexpr SupportedImage supported[] = {
    {"Canonical", "UbuntuServer", "18.04-LTS", true, false, "x64", "V1"},
    {"Canonical", "UbuntuServer", "18_04-LTS-Gen2", true, false, "x64", "V2"},
    {"Canonical", "0001-com-ubuntu-server-focal", "20_04-LTS", true, true, "x64", "V1"},
    {"Canonical", "0001-com-ubuntu-server-focal", "20_04-LTS-Gen2", true, true, "x64", "V2"},
    {"Canonical", "0001-com-ubuntu-server-jammy", "22_04-LTS", true, true, "x64", "V1"},
    {"MicrosoftCblMariner", "Cbl-Mariner", "cbl-mariner-1", true, false, "x64", ""},
    {"MicrosoftCblMariner", "Cbl-Mariner", "1-Gen2", true, false, "x64", "V2"},
    {"MicrosoftCblMariner", "Cbl-Mariner", "cbl-mariner-2", true, true, "x64", ""},
    {"MicrosoftCblMariner", "Cbl-Mariner", "cbl-mariner-2-Gen2", true, true, "x64", "V2"},
    {"MicrosoftSqlServer", "Sql2017-ws2019", "enterprise", true, true, "x64", ""},
    {"MicrosoftWindowsServer", "WindowsServer", "2012-R2-Datacenter", true, true, "x64", "V1"},
    {"MicrosoftWindowsServer", "WindowsServer", "2016-Datacenter", true, true, "x64", "V1"},
    {"MicrosoftWindowsServer", "WindowsServer", "2016-Datacenter-gensecond", true, true, "x64", "V2"},
    {"MicrosoftWindowsServer", "WindowsServer", "2016-Datacenter-gs", true, true, "x64", "V2"},
    {"MicrosoftWindowsServer", "WindowsServer", "2016-Datacenter-smalldisk", true, true, "x64", "V1"},
    {"MicrosoftWindowsServer", "WindowsServer", "2016-Datacenter-with-Containers", true, true, "x64", "V1"},
    {"MicrosoftWindowsServer", "WindowsServer", "2016-Datacenter-with-containers-gs", true, true, "x64", "V2"},
    {"MicrosoftWindowsServer", "WindowsServer", "2019-Datacenter", true, true, "x64", "V1"},
    {"MicrosoftWindowsServer", "WindowsServer", "2019-Datacenter-Core", true, true, "x64", "V1"},
    {"MicrosoftWindowsServer", "WindowsServer", "2019-Datacenter-Core-with-Containers", true, true, "x64", "V1"},
    {"MicrosoftWindowsServer", "WindowsServer", "2019-Datacenter-gensecond", true, true, "x64", "V2"},
    {"MicrosoftWindowsServer", "WindowsServer", "2019-Datacenter-gs", true, true, "x64", "V2"},
    {"MicrosoftWindowsServer", "WindowsServer", "2019-Datacenter-smalldisk", true, true, "x64", "V1"},
    {"MicrosoftWindowsServer", "WindowsServer", "2019-Datacenter-with-Containers", true, true, "x64", "V1"},
    {"MicrosoftWindowsServer", "WindowsServer", "2019-Datacenter-with-Containers-gs", true, true, "x64", "V2"},
    {"MicrosoftWindowsServer", "WindowsServer", "2022-Datacenter", true, true, "x64", "V1"},
    {"MicrosoftWindowsServer", "WindowsServer", "2022-Datacenter-smalldisk", true, true, "x64", "V1"},
    {"MicrosoftWindowsServer", "WindowsServer", "2022-Datacenter-smalldisk-g2", true, true, "x64", "V2"},
    {"MicrosoftWindowsServer", "WindowsServer", "2022-Datacenter-core", true, true, "x64", "V1"},
    {"MicrosoftWindowsServer", "WindowsServer", "2022-Datacenter-core-smalldisk", true, true, "x64", "V1"},
    {"MicrosoftWindowsServer", "WindowsServer", "2022-Datacenter-g2", true, true, "x64", "V2"},
    {"MicrosoftWindowsServer", "WindowsServer", "Datacenter-core-20h2-with-containers-smalldisk-gs", true, true, "x64", "V2"},
    {"MicrosoftWindowsServer", "WindowsServer", "2022-Datacenter-azure-edition", true, true, "x64", ""},
    {"MicrosoftWindowsServer", "WindowsServer", "2022-Datacenter-azure-edition-smalldisk", true, false, "x64", ""},
    {"MicrosoftWindowsServer", "WindowsServer", "2022-Datacenter-azure-edition-core", true, true, "x64", ""},
    {"MicrosoftWindowsServer", "WindowsServer", "2022-Datacenter-azure-edition-core-smalldisk", true, true, "x64", ""},
    {"Canonical", "0001-com-ubuntu-server-focal", "20_04-LTS-arm64", false, true, "Arm64", ""},
    {"Canonical", "ubuntu-24_04-lts", "server-arm64", false, true, "Arm64", ""},
    {"Canonical", "0001-com-ubuntu-server-jammy", "22_04-LTS-arm64", false, true, "Arm64", ""},
    {"Canonical", "0001-com-ubuntu-server-jammy", "22_04-LTS-Gen2", false, true, "x64", "V2"},
    {"Canonical", "0001-com-ubuntu-pro-microsoft", "pro-fips-20_04-Gen2", false, true, "x64", "V2"},
    {"MicrosoftCblMariner", "Cbl-Mariner", "cbl-mariner-2-arm64", false, true, "Arm64", ""},
    {"MicrosoftCblMariner", "Cbl-Mariner", "cbl-mariner-2-fips", false, true, "x64", ""},
    {"MicrosoftCblMariner", "Cbl-Mariner", "cbl-mariner-2-Gen2-fips", false, true, "x64", "V2"},
    {"MicrosoftCblMariner", "Azure-Linux", "azure-linux-Gen2", false, true, "x64", "V2"},
    {"MicrosoftCblMariner", "Azure-Linux", "azure-linux-3", false, true, "x64", ""},
    {"MicrosoftCblMariner", "Azure-Linux", "azure-linux-arm64", false, true, "Arm64", ""},
    {"MicrosoftSqlServer", "SQL2019-ws2022", "enterprise", false, true, "x64", ""},
    {"MicrosoftSqlServer", "SQL2022-ws2022", "enterprise-Gen2", false, true, "x64", "V2"},
    {"MicrosoftWindowsServer", "WindowsServer", "2019-Datacenter-Core-smalldisk", false, true, "x64", "V1"},
};

constexpr EndOfSupport end_of_support[] = {
    {"Canonical", "UbuntuServer", "16.04*", "2021-04-30"},
    {"Canonical", "UbuntuServer", "16_04*", "2021-04-30"},
    {"Canonical", "UbuntuServer", "18.04*", "2023-05-31"},
    {"Canonical", "UbuntuServer", "18_04*", "2023-05-31"},
    {"Canonical", "0001-com-ubuntu-server-focal", "20_04*", "2025-05-31"},
    {"Canonical", "0001-com-ubuntu-server-jammy", "22_04*", "2027-06-30"},
    {"Canonical", "0001-com-ubuntu-pro-*", "*", ""},
    {"MicrosoftWindowsServer", "WindowsServer", "2008*", "2020-01-14"},
    {"MicrosoftWindowsServer", "WindowsServer", "2012-*", "2023-10-10"},
    {"MicrosoftWindowsServer", "WindowsServer", "2016-*", "2027-01-12"},
    {"MicrosoftWindowsServer", "WindowsServer", "2019-*", "2029-01-09"},
    {"MicrosoftWindowsServer", "WindowsServer", "2022-*", "2031-10-14"},
    {"MicrosoftWindowsServer", "WindowsServer", "Datacenter-Core-1709*", "2019-04-09"},
    {"MicrosoftWindowsServer", "WindowsServer", "Datacenter-Core-1803*", "2019-11-12"},
    {"MicrosoftWindowsServer", "WindowsServer", "Datacenter-Core-1903*", "2020-12-08"},
    {"MicrosoftWindowsServer", "WindowsServer", "*20h2*", "2022-08-09"},
    {"MicrosoftCblMariner", "Cbl-Mariner", "cbl-mariner-1*", "2023-07-31"},
    {"MicrosoftCblMariner", "Cbl-Mariner", "1-Gen2", "2023-07-31"},
    {"MicrosoftCblMariner", "Cbl-Mariner", "cbl-mariner-2*", "2025-07-31"},
    {"OpenLogic", "CentOS", "7*", "2024-06-30"},
    {"OpenLogic", "CentOS", "8*", "2021-12-31"},
    {"OpenLogic", "CentOS", "6*", "2020-11-30"},
    {"RedHat", "RHEL", "7*", "2024-06-30"},
    {"SUSE", "sles-12-sp5*", "*", "2024-10-31"},
    {"Debian", "debian-10*", "*", "2024-06-30"},
};

constexpr ImageSuccessor successors[] = {
    {"Canonical", "UbuntuServer", "18.04-LTS", "Canonical", "0001-com-ubuntu-server-jammy", "22_04-LTS", "offer changes: new scale set needed"},
    {"Canonical", "UbuntuServer", "18_04-LTS-Gen2", "Canonical", "0001-com-ubuntu-server-jammy", "22_04-LTS-Gen2", "offer changes: new scale set needed"},
    {"Canonical", "0001-com-ubuntu-server-focal", "20_04-LTS", "Canonical", "0001-com-ubuntu-server-jammy", "22_04-LTS", "offer changes: new scale set needed"},
    {"MicrosoftCblMariner", "Cbl-Mariner", "cbl-mariner-1", "MicrosoftCblMariner", "Azure-Linux", "azure-linux-3", "offer changes"},
    {"MicrosoftCblMariner", "Cbl-Mariner", "cbl-mariner-2", "MicrosoftCblMariner", "Azure-Linux", "azure-linux-3", "offer changes"},
    {"MicrosoftWindowsServer", "WindowsServer", "2012-R2-Datacenter", "MicrosoftWindowsServer", "WindowsServer", "2022-Datacenter", "same offer, SKU edit"},
    {"MicrosoftWindowsServer", "WindowsServer", "2016-Datacenter", "MicrosoftWindowsServer", "WindowsServer", "2022-Datacenter", "same offer, SKU edit"},
    {"MicrosoftWindowsServer", "WindowsServer", "2022-Datacenter-azure-edition-smalldisk", "MicrosoftWindowsServer", "WindowsServer", "2022-Datacenter-azure-edition-core-smalldisk", "different install option"},
};

constexpr ImpossibleImage impossible[] = {
    {"Canonical", "UbuntuServer", "20.04-LTS", "0001-com-ubuntu-server-focal", "20_04-LTS"},
    {"Canonical", "UbuntuServer", "20_04-LTS", "0001-com-ubuntu-server-focal", "20_04-LTS"},
    {"Canonical", "UbuntuServer", "22.04-LTS", "0001-com-ubuntu-server-jammy", "22_04-LTS"},
    {"Canonical", "UbuntuServer", "22_04-LTS", "0001-com-ubuntu-server-jammy", "22_04-LTS"},
    {"Canonical", "0001-com-ubuntu-server-focal", "20.04-LTS", "0001-com-ubuntu-server-focal", "20_04-LTS"},
    {"Canonical", "0001-com-ubuntu-server-jammy", "22.04-LTS", "0001-com-ubuntu-server-jammy", "22_04-LTS"},
    {"Canonical", "UbuntuServer", "18_04-LTS", "UbuntuServer", "18.04-LTS"},
};

constexpr std::string_view hotpatch[] = {
    "2022-datacenter-azure-edition-core",
    "2022-datacenter-azure-edition-core-smalldisk",
    "2022-datacenter-azure-edition-hotpatch",
    "2022-datacenter-azure-edition-hotpatch-smalldisk",
    "2025-datacenter-azure-edition",
    "2025-datacenter-azure-edition-core",
    "2025-datacenter-azure-edition-smalldisk",
    "2025-datacenter-azure-edition-core-smalldisk",
};

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

bool listed(const SupportedImage& image, ImageList list) {
  return list == ImageList::both || (list == ImageList::seed ? image.in_seed : image.in_current);
}

}  // namespace

std::span<const SupportedImage> supported_images() { return supported; }
std::span<const std::string_view> hotpatch_skus() { return hotpatch; }

const SupportedImage* find_supported_image(std::string_view publisher, std::string_view offer, std::string_view sku, ImageList list) {
  for (const auto& row : supported)
    if (listed(row, list) && equal_ignoring_case(row.publisher, trim(publisher)) && equal_ignoring_case(row.offer, trim(offer)) &&
        equal_ignoring_case(row.sku, trim(sku)))
      return &row;
  return nullptr;
}

bool has_supported_offer(std::string_view publisher, std::string_view offer, ImageList list) {
  for (const auto& row : supported)
    if (listed(row, list) && equal_ignoring_case(row.publisher, trim(publisher)) && equal_ignoring_case(row.offer, trim(offer))) return true;
  return false;
}

const EndOfSupport* find_end_of_support(std::string_view publisher, std::string_view offer, std::string_view sku) {
  for (const auto& row : end_of_support)
    if (matches_pattern(row.publisher, trim(publisher)) && matches_pattern(row.offer, trim(offer)) && matches_pattern(row.sku, trim(sku))) return &row;
  return nullptr;
}

const ImageSuccessor* find_image_successor(std::string_view publisher, std::string_view offer, std::string_view sku) {
  for (const auto& row : successors)
    if (equal_ignoring_case(row.publisher, publisher) && equal_ignoring_case(row.offer, offer) && equal_ignoring_case(row.sku, sku)) return &row;
  return nullptr;
}

const ImpossibleImage* find_impossible_image(std::string_view publisher, std::string_view offer, std::string_view sku) {
  for (const auto& row : impossible)
    if (equal_ignoring_case(row.publisher, trim(publisher)) && equal_ignoring_case(row.offer, trim(offer)) && equal_ignoring_case(row.sku, trim(sku)))
      return &row;
  return nullptr;
}

bool matches_pattern(std::string_view pattern, std::string_view text) {
  // Greedy with one point to come back to: linear for patterns with few stars.
  std::size_t p = 0, t = 0, star = std::string_view::npos, resume = 0;
  while (t < text.size()) {
    if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      resume = t;
    } else if (p < pattern.size() && (pattern[p] == '?' || lower(pattern[p]) == lower(text[t]))) {
      ++p;
      ++t;
    } else if (star != std::string_view::npos) {
      p = star + 1;
      t = ++resume;
    } else {
      return false;
    }
  }
  while (p < pattern.size() && pattern[p] == '*') ++p;
  return p == pattern.size();
}

}  // namespace fleetlint::rules
