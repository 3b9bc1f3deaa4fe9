// Arc machines and their extensions. Which API version knows which property: facts from the published resource type index (read-only
// members left out) and the vendor pages that name a version. Of each type: versions, enumerations, properties.
#include "api_table_data.h"

namespace fleetlint::rules {
namespace {

constexpr std::int64_t none = KnownProperty::none;

// Microsoft.HybridCompute/machines
constexpr std::string_view hybridcompute_machines_versions[] = {"2019-03-18-preview", "2019-08-02-preview", "2019-12-12", "2020-07-30-preview", "2020-08-02", "2020-08-15-preview", "2021-01-28-preview", "2021-03-25-preview", "2021-04-22-preview", "2021-05-17-preview", "2021-05-20", "2021-06-10-preview", "2021-12-10-preview", "2022-03-10", "2022-05-10-preview", "2022-08-11-preview", "2022-11-10", "2022-12-27", "2022-12-27-preview", "2023-03-15-preview", "2023-06-20-preview", "2023-10-03-preview", "2024-03-31-preview", "2024-05-20-preview", "2024-07-10", "2024-07-31-preview", "2024-09-10-preview", "2024-11-10-preview", "2025-01-13", "2025-02-19-preview", "2025-06-01", "2025-08-21-preview", "2025-09-16-preview", "2026-02-12-preview", "2026-06-04-preview", "2026-06-16-preview", "2026-07-15"};
constexpr std::string_view hybridcompute_machines_values_0[] = {"None", "SystemAssigned", "UserAssigned", "SystemAssigned,UserAssigned"};
constexpr std::string_view hybridcompute_machines_values_1[] = {"Info", "Warning", "Error"};
constexpr std::string_view hybridcompute_machines_values_2[] = {"ImageDefault", "AutomaticByPlatform"};
constexpr std::string_view hybridcompute_machines_values_3[] = {"ImageDefault", "AutomaticByPlatform", "AutomaticByOS", "Manual"};
constexpr std::string_view hybridcompute_machines_values_4[] = {"User", "Application", "ManagedIdentity", "Key"};
constexpr std::string_view hybridcompute_machines_values_5[] = {"AVS", "HCI", "SCVMM", "VMware", "EPS", "GCP", "AWS"};
constexpr std::string_view hybridcompute_machines_values_6[] = {"ESU"};
constexpr std::string_view hybridcompute_machines_values_7[] = {"Activated", "Deactivated"};
constexpr std::string_view hybridcompute_machines_values_8[] = {"Windows Server 2012", "Windows Server 2012 R2", "Windows Server 2016"};
constexpr std::string_view hybridcompute_machines_values_9[] = {"Standard", "Datacenter"};
constexpr std::string_view hybridcompute_machines_values_10[] = {"pCore", "vCore"};
constexpr std::string_view hybridcompute_machines_values_11[] = {"Assigned", "NotAssigned"};
constexpr std::string_view hybridcompute_machines_values_12[] = {"Unknown", "Enabling", "Enabled", "Disabled", "Disabling", "Failed"};
constexpr std::string_view hybridcompute_machines_values_13[] = {"WindowsServer", "WindowsIoTEnterprise"};
constexpr std::string_view hybridcompute_machines_values_14[] = {"Year 1", "Year 2", "Year 3"};
constexpr std::string_view hybridcompute_machines_values_15[] = {"Unknown", "PendingEvaluation", "Disabled", "ActionRequired", "Enabled"};
constexpr std::string_view hybridcompute_machines_values_16[] = {"TPM", "Default"};
constexpr KnownProperty hybridcompute_machines_properties[] = {
    {"name", "2019-03-18-preview", "", false, {}, none, none},
    {"properties", "2019-03-18-preview", "", false, {}, none, none},
    {"properties.osProfile", "2019-03-18-preview", "", false, {}, none, none},
    {"properties.vmId", "2019-03-18-preview", "", false, {}, none, none},
    {"properties.physicalLocation", "2019-03-18-preview", "2019-08-02-preview", false, {}, none, none},
    {"properties.clientPublicKey", "2019-03-18-preview", "", false, {}, none, none},
    {"location", "2019-03-18-preview", "", false, {}, none, none},
    {"tags", "2019-03-18-preview", "", false, {}, none, none},
    {"identity", "2019-03-18-preview", "", false, {}, none, none},
    {"identity.type", "2019-03-18-preview", "", false, hybridcompute_machines_values_0, none, none},
    {"properties.extensions", "2019-08-02-preview", "", false, {}, none, none},
    {"properties.extensions[].name", "2019-08-02-preview", "", false, {}, none, none},
    {"properties.extensions[].type", "2019-08-02-preview", "", false, {}, none, none},
    {"properties.extensions[].typeHandlerVersion", "2019-08-02-preview", "", false, {}, none, none},
    {"properties.extensions[].status", "2019-08-02-preview", "", false, {}, none, none},
    {"properties.extensions[].status.code", "2019-08-02-preview", "", false, {}, none, none},
    {"properties.extensions[].status.level", "2019-08-02-preview", "", false, hybridcompute_machines_values_1, none, none},
    {"properties.extensions[].status.displayStatus", "2019-08-02-preview", "", false, {}, none, none},
    {"properties.extensions[].status.message", "2019-08-02-preview", "", false, {}, none, none},
    {"properties.extensions[].status.time", "2019-08-02-preview", "", false, {}, none, none},
    {"properties.locationData", "2019-12-12", "", false, {}, none, none},
    {"properties.locationData.name", "2019-12-12", "", false, {}, none, none},
    {"properties.locationData.city", "2019-12-12", "", false, {}, none, none},
    {"properties.locationData.district", "2019-12-12", "", false, {}, none, none},
    {"properties.locationData.countryOrRegion", "2019-12-12", "", false, {}, none, none},
    {"properties.privateLinkScopeResourceId", "2021-01-28-preview", "", false, {}, none, none},
    {"properties.parentClusterResourceId", "2021-03-25-preview", "", false, {}, none, none},
    {"properties.osProfile.windowsConfiguration", "2021-06-10-preview", "", false, {}, none, none},
    {"properties.osProfile.windowsConfiguration.patchSettings", "2021-06-10-preview", "", false, {}, none, none},
    {"properties.osProfile.windowsConfiguration.patchSettings.assessmentMode", "2021-06-10-preview", "", false, hybridcompute_machines_values_2, none, none},
    {"properties.osProfile.linuxConfiguration", "2021-06-10-preview", "", false, {}, none, none},
    {"properties.osProfile.linuxConfiguration.patchSettings", "2021-06-10-preview", "", false, {}, none, none},
    {"properties.osProfile.linuxConfiguration.patchSettings.assessmentMode", "2021-06-10-preview", "", false, hybridcompute_machines_values_2, none, none},
    {"properties.osType", "2021-06-10-preview", "", false, {}, none, none},
    {"properties.mssqlDiscovered", "2021-06-10-preview", "", false, {}, none, none},
    {"properties.cloudMetadata", "2021-12-10-preview", "", false, {}, none, none},
    {"properties.osProfile.windowsConfiguration.patchSettings.patchMode", "2021-12-10-preview", "", false, hybridcompute_machines_values_3, none, none},
    {"properties.osProfile.linuxConfiguration.patchSettings.patchMode", "2021-12-10-preview", "", false, hybridcompute_machines_values_3, none, none},
    {"properties.serviceStatuses", "2022-03-10", "", false, {}, none, none},
    {"properties.serviceStatuses.extensionService", "2022-03-10", "", false, {}, none, none},
    {"properties.serviceStatuses.extensionService.status", "2022-03-10", "", false, {}, none, none},
    {"properties.serviceStatuses.extensionService.startupType", "2022-03-10", "", false, {}, none, none},
    {"properties.serviceStatuses.guestConfigurationService", "2022-03-10", "", false, {}, none, none},
    {"properties.serviceStatuses.guestConfigurationService.status", "2022-03-10", "", false, {}, none, none},
    {"properties.serviceStatuses.guestConfigurationService.startupType", "2022-03-10", "", false, {}, none, none},
    {"resources[].properties", "2022-05-10-preview", "", false, {}, none, none},
    {"resources[].properties.forceUpdateTag", "2022-05-10-preview", "", false, {}, none, none},
    {"resources[].properties.publisher", "2022-05-10-preview", "", false, {}, none, none},
    {"resources[].properties.type", "2022-05-10-preview", "", false, {}, none, none},
    {"resources[].properties.typeHandlerVersion", "2022-05-10-preview", "", false, {}, none, none},
    {"resources[].properties.enableAutomaticUpgrade", "2022-05-10-preview", "", false, {}, none, none},
    {"resources[].properties.autoUpgradeMinorVersion", "2022-05-10-preview", "", false, {}, none, none},
    {"resources[].properties.settings", "2022-05-10-preview", "", false, {}, none, none},
    {"resources[].properties.protectedSettings", "2022-05-10-preview", "", false, {}, none, none},
    {"resources[].systemData.createdBy", "2022-05-10-preview", "", false, {}, none, none},
    {"resources[].systemData.createdByType", "2022-05-10-preview", "", false, hybridcompute_machines_values_4, none, none},
    {"resources[].systemData.createdAt", "2022-05-10-preview", "", false, {}, none, none},
    {"resources[].systemData.lastModifiedBy", "2022-05-10-preview", "", false, {}, none, none},
    {"resources[].systemData.lastModifiedByType", "2022-05-10-preview", "", false, hybridcompute_machines_values_4, none, none},
    {"resources[].systemData.lastModifiedAt", "2022-05-10-preview", "", false, {}, none, none},
    {"resources[].tags", "2022-05-10-preview", "", false, {}, none, none},
    {"resources[].location", "2022-05-10-preview", "", false, {}, none, none},
    {"properties.agentUpgrade", "2022-12-27", "", false, {}, none, none},
    {"properties.agentUpgrade.desiredVersion", "2022-12-27", "", false, {}, none, none},
    {"properties.agentUpgrade.correlationId", "2022-12-27", "", false, {}, none, none},
    {"properties.agentUpgrade.enableAutomaticUpgrade", "2022-12-27", "", false, {}, none, none},
    {"properties.networkProfile.networkInterfaces[].ipAddresses[].address", "2023-03-15-preview", "", false, {}, none, none},
    {"properties.networkProfile.networkInterfaces[].ipAddresses[].ipAddressVersion", "2023-03-15-preview", "", false, {}, none, none},
    {"properties.networkProfile.networkInterfaces[].ipAddresses[].subnet.addressPrefix", "2023-03-15-preview", "", false, {}, none, none},
    {"kind", "2023-03-15-preview", "", false, hybridcompute_machines_values_5, none, none},
    {"properties.licenseProfile", "2023-06-20-preview", "", false, {}, none, none},
    {"properties.licenseProfile.esuProfile", "2023-06-20-preview", "", false, {}, none, none},
    {"properties.licenseProfile.esuProfile.assignedLicense", "2023-06-20-preview", "", false, {}, none, none},
    {"properties.licenseProfile.esuProfile.assignedLicense.properties", "2023-06-20-preview", "", false, {}, none, none},
    {"properties.licenseProfile.esuProfile.assignedLicense.properties.tenantId", "2023-06-20-preview", "", false, {}, none, none},
    {"properties.licenseProfile.esuProfile.assignedLicense.properties.licenseType", "2023-06-20-preview", "", false, hybridcompute_machines_values_6, none, none},
    {"properties.licenseProfile.esuProfile.assignedLicense.properties.licenseDetails", "2023-06-20-preview", "", false, {}, none, none},
    {"properties.licenseProfile.esuProfile.assignedLicense.properties.licenseDetails.state", "2023-06-20-preview", "", false, hybridcompute_machines_values_7, none, none},
    {"properties.licenseProfile.esuProfile.assignedLicense.properties.licenseDetails.target", "2023-06-20-preview", "", false, hybridcompute_machines_values_8, none, none},
    {"properties.licenseProfile.esuProfile.assignedLicense.properties.licenseDetails.edition", "2023-06-20-preview", "", false, hybridcompute_machines_values_9, none, none},
    {"properties.licenseProfile.esuProfile.assignedLicense.properties.licenseDetails.type", "2023-06-20-preview", "", false, hybridcompute_machines_values_10, none, none},
    {"properties.licenseProfile.esuProfile.assignedLicense.properties.licenseDetails.processors", "2023-06-20-preview", "", false, {}, none, none},
    {"properties.licenseProfile.esuProfile.assignedLicense.tags", "2023-06-20-preview", "", false, {}, none, none},
    {"properties.licenseProfile.esuProfile.assignedLicense.location", "2023-06-20-preview", "", false, {}, none, none},
    {"properties.licenseProfile.esuProfile.assignedLicense.systemData.createdBy", "2023-06-20-preview", "", false, {}, none, none},
    {"properties.licenseProfile.esuProfile.assignedLicense.systemData.createdByType", "2023-06-20-preview", "", false, hybridcompute_machines_values_4, none, none},
    {"properties.licenseProfile.esuProfile.assignedLicense.systemData.createdAt", "2023-06-20-preview", "", false, {}, none, none},
    {"properties.licenseProfile.esuProfile.assignedLicense.systemData.lastModifiedBy", "2023-06-20-preview", "", false, {}, none, none},
    {"properties.licenseProfile.esuProfile.assignedLicense.systemData.lastModifiedByType", "2023-06-20-preview", "", false, hybridcompute_machines_values_4, none, none},
    {"properties.licenseProfile.esuProfile.assignedLicense.systemData.lastModifiedAt", "2023-06-20-preview", "", false, {}, none, none},
    {"properties.licenseProfile.esuProfile.licenseAssignmentState", "2023-06-20-preview", "", false, hybridcompute_machines_values_11, none, none},
    {"properties.licenseProfile.esuProfile.esuKeys[].sku", "2023-06-20-preview", "", false, {}, none, none},
    {"properties.licenseProfile.esuProfile.esuKeys[].licenseStatus", "2023-06-20-preview", "", false, {}, none, none},
    {"properties.licenseProfile.softwareAssurance.softwareAssuranceCustomer", "2023-10-03-preview", "", false, {}, none, none},
    {"properties.licenseProfile.productProfile.subscriptionStatus", "2023-10-03-preview", "", false, hybridcompute_machines_values_12, none, none},
    {"properties.licenseProfile.productProfile.productType", "2023-10-03-preview", "", false, hybridcompute_machines_values_13, none, none},
    {"properties.licenseProfile.productProfile.productFeatures", "2023-10-03-preview", "", false, {}, none, none},
    {"properties.licenseProfile.productProfile.productFeatures[].name", "2023-10-03-preview", "", false, {}, none, none},
    {"properties.licenseProfile.productProfile.productFeatures[].subscriptionStatus", "2023-10-03-preview", "", false, hybridcompute_machines_values_12, none, none},
    {"properties.licenseProfile.esuProfile.assignedLicense.properties.licenseDetails.volumeLicenseDetails", "2024-03-31-preview", "", false, {}, none, none},
    {"properties.licenseProfile.esuProfile.assignedLicense.properties.licenseDetails.volumeLicenseDetails[].programYear", "2024-03-31-preview", "", false, hybridcompute_machines_values_14, none, none},
    {"properties.licenseProfile.esuProfile.assignedLicense.properties.licenseDetails.volumeLicenseDetails[].invoiceId", "2024-03-31-preview", "", false, {}, none, none},
    {"properties.osProfile.windowsConfiguration.patchSettings.enableHotpatching", "2024-05-20-preview", "", false, {}, none, none},
    {"properties.osProfile.windowsConfiguration.patchSettings.status.hotpatchEnablementStatus", "2024-05-20-preview", "", false, hybridcompute_machines_values_15, none, none},
    {"properties.osProfile.linuxConfiguration.patchSettings.enableHotpatching", "2024-05-20-preview", "", false, {}, none, none},
    {"properties.osProfile.linuxConfiguration.patchSettings.status.hotpatchEnablementStatus", "2024-05-20-preview", "", false, hybridcompute_machines_values_15, none, none},
    {"properties.storageProfile.disks[].path", "2024-07-31-preview", "", false, {}, none, none},
    {"properties.storageProfile.disks[].diskType", "2024-07-31-preview", "", false, {}, none, none},
    {"properties.storageProfile.disks[].generatedId", "2024-07-31-preview", "", false, {}, none, none},
    {"properties.storageProfile.disks[].id", "2024-07-31-preview", "", false, {}, none, none},
    {"properties.storageProfile.disks[].name", "2024-07-31-preview", "", false, {}, none, none},
    {"properties.storageProfile.disks[].maxSizeInBytes", "2024-07-31-preview", "", false, {}, none, none},
    {"properties.storageProfile.disks[].usedSpaceInBytes", "2024-07-31-preview", "", false, {}, none, none},
    {"properties.networkProfile.networkInterfaces[].macAddress", "2024-07-31-preview", "", false, {}, none, none},
    {"properties.networkProfile.networkInterfaces[].id", "2024-07-31-preview", "", false, {}, none, none},
    {"properties.networkProfile.networkInterfaces[].name", "2024-07-31-preview", "", false, {}, none, none},
    {"properties.identityKeyStore", "2025-01-13", "", false, hybridcompute_machines_values_16, none, none},
    {"properties.tpmEkCertificate", "2025-01-13", "", false, {}, none, none},
    {"properties.hardwareResourceId", "2025-02-19-preview", "", false, {}, none, none},
    {"identity.userAssignedIdentities", "2026-06-16-preview", "", false, {}, none, none},
};

// Microsoft.HybridCompute/machines/extensions
constexpr std::string_view hybridcompute_machines_extensions_versions[] = {"2019-08-02-preview", "2019-12-12", "2020-07-30-preview", "2020-08-02", "2020-08-15-preview", "2021-01-28-preview", "2021-03-25-preview", "2021-04-22-preview", "2021-05-17-preview", "2021-05-20", "2021-06-10-preview", "2021-12-10-preview", "2022-03-10", "2022-05-10-preview", "2022-08-11-preview", "2022-11-10", "2022-12-27", "2022-12-27-preview", "2023-03-15-preview", "2023-06-20-preview", "2023-10-03-preview", "2024-03-31-preview", "2024-05-20-preview", "2024-07-10", "2024-07-31-preview", "2024-09-10-preview", "2024-11-10-preview", "2025-01-13", "2025-02-19-preview", "2025-06-01", "2025-08-21-preview", "2025-09-16-preview", "2026-02-12-preview", "2026-06-04-preview", "2026-06-16-preview", "2026-07-15"};
constexpr KnownProperty hybridcompute_machines_extensions_properties[] = {
    {"name", "2019-08-02-preview", "", false, {}, none, none},
    {"properties", "2019-08-02-preview", "", false, {}, none, none},
    {"properties.forceUpdateTag", "2019-08-02-preview", "", false, {}, none, none},
    {"properties.publisher", "2019-08-02-preview", "", false, {}, none, none},
    {"properties.type", "2019-08-02-preview", "", false, {}, none, none},
    {"properties.typeHandlerVersion", "2019-08-02-preview", "", false, {}, none, none},
    {"properties.autoUpgradeMinorVersion", "2019-08-02-preview", "", false, {}, none, none},
    {"properties.settings", "2019-08-02-preview", "", false, {}, none, none},
    {"properties.protectedSettings", "2019-08-02-preview", "", false, {}, none, none},
    {"location", "2019-08-02-preview", "", false, {}, none, none},
    {"tags", "2019-08-02-preview", "", false, {}, none, none},
    {"identity", "2019-08-02-preview", "2019-08-02-preview", false, {}, none, none},
    {"identity.type", "2019-08-02-preview", "2019-08-02-preview", false, {}, none, none},
    {"properties.enableAutomaticUpgrade", "2021-12-10-preview", "", true, {}, none, none},
};

}  // namespace

const KnownType hybridcompute_machines = {"Microsoft.HybridCompute/machines", hybridcompute_machines_versions, hybridcompute_machines_properties};
const KnownType hybridcompute_machines_extensions = {"Microsoft.HybridCompute/machines/extensions", hybridcompute_machines_extensions_versions, hybridcompute_machines_extensions_properties};

}  // namespace fleetlint::rules
