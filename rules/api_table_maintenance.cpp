// Maintenance configurations and their assignments. Which API version knows which property: facts from the published resource type index (read-only
// members left out) and the vendor pages that name a version. Of each type: versions, enumerations, properties.
#include "api_table_data.h"

namespace fleetlint::rules {
namespace {

constexpr std::int64_t none = KnownProperty::none;

// Microsoft.Maintenance/maintenanceConfigurations
constexpr std::string_view maintenance_maintenanceconfigurations_versions[] = {"2018-06-01-preview", "2020-04-01", "2020-07-01-preview", "2021-04-01-preview", "2021-05-01", "2021-09-01-preview", "2022-07-01-preview", "2022-11-01-preview", "2023-04-01", "2023-09-01-preview", "2023-10-01-preview", "2025-10-01-preview"};
constexpr std::string_view maintenance_maintenanceconfigurations_values_0[] = {"Host", "Resource", "OSImage", "Extension", "InGuestPatch", "SQLDB", "SQLManagedInstance"};
constexpr std::string_view maintenance_maintenanceconfigurations_values_1[] = {"Custom", "Public"};
constexpr std::string_view maintenance_maintenanceconfigurations_values_2[] = {"IfRequired", "Never", "Always"};
constexpr std::string_view maintenance_maintenanceconfigurations_values_3[] = {"Global", "Resource"};
constexpr KnownProperty maintenance_maintenanceconfigurations_properties[] = {
    {"name", "2018-06-01-preview", "", false, {}, none, none},
    {"location", "2018-06-01-preview", "", false, {}, none, none},
    {"tags", "2018-06-01-preview", "", false, {}, none, none},
    {"properties", "2018-06-01-preview", "", false, {}, none, none},
    {"properties.namespace", "2018-06-01-preview", "", false, {}, none, none},
    {"properties.extensionProperties", "2018-06-01-preview", "", false, {}, none, none},
    {"properties.maintenanceScope", "2018-06-01-preview", "", false, maintenance_maintenanceconfigurations_values_0, none, none},
    {"properties.maintenanceWindow", "2020-07-01-preview", "", false, {}, none, none},
    {"properties.maintenanceWindow.startDateTime", "2020-07-01-preview", "", false, {}, none, none},
    {"properties.maintenanceWindow.expirationDateTime", "2020-07-01-preview", "", false, {}, none, none},
    {"properties.maintenanceWindow.duration", "2020-07-01-preview", "", false, {}, none, none},
    {"properties.maintenanceWindow.timeZone", "2020-07-01-preview", "", false, {}, none, none},
    {"properties.maintenanceWindow.recurEvery", "2020-07-01-preview", "", false, {}, none, none},
    {"properties.visibility", "2020-07-01-preview", "", false, maintenance_maintenanceconfigurations_values_1, none, none},
    {"properties.installPatches", "2021-04-01-preview", "", false, {}, none, none},
    {"properties.installPatches.rebootSetting", "2021-04-01-preview", "", false, maintenance_maintenanceconfigurations_values_2, none, none},
    {"properties.installPatches.windowsParameters", "2021-04-01-preview", "", false, {}, none, none},
    {"properties.installPatches.windowsParameters.kbNumbersToExclude", "2021-04-01-preview", "", false, {}, none, none},
    {"properties.installPatches.windowsParameters.kbNumbersToInclude", "2021-04-01-preview", "", false, {}, none, none},
    {"properties.installPatches.windowsParameters.classificationsToInclude", "2021-04-01-preview", "", false, {}, none, none},
    {"properties.installPatches.windowsParameters.excludeKbsRequiringReboot", "2021-04-01-preview", "", false, {}, none, none},
    {"properties.installPatches.linuxParameters", "2021-04-01-preview", "", false, {}, none, none},
    {"properties.installPatches.linuxParameters.packageNameMasksToExclude", "2021-04-01-preview", "", false, {}, none, none},
    {"properties.installPatches.linuxParameters.packageNameMasksToInclude", "2021-04-01-preview", "", false, {}, none, none},
    {"properties.installPatches.linuxParameters.classificationsToInclude", "2021-04-01-preview", "", false, {}, none, none},
    {"properties.installPatches.tasks", "2021-04-01-preview", "2022-11-01-preview", false, {}, none, none},
    {"properties.installPatches.tasks.preTasks", "2021-04-01-preview", "2022-11-01-preview", false, {}, none, none},
    {"properties.installPatches.tasks.preTasks[].parameters", "2021-04-01-preview", "2022-11-01-preview", false, {}, none, none},
    {"properties.installPatches.tasks.preTasks[].source", "2021-04-01-preview", "2022-11-01-preview", false, {}, none, none},
    {"properties.installPatches.tasks.preTasks[].taskScope", "2021-04-01-preview", "2022-11-01-preview", false, maintenance_maintenanceconfigurations_values_3, none, none},
    {"properties.installPatches.tasks.postTasks", "2021-04-01-preview", "2022-11-01-preview", false, {}, none, none},
    {"properties.installPatches.tasks.postTasks[].parameters", "2021-04-01-preview", "2022-11-01-preview", false, {}, none, none},
    {"properties.installPatches.tasks.postTasks[].source", "2021-04-01-preview", "2022-11-01-preview", false, {}, none, none},
    {"properties.installPatches.tasks.postTasks[].taskScope", "2021-04-01-preview", "2022-11-01-preview", false, maintenance_maintenanceconfigurations_values_3, none, none},
    {"properties.overrides", "2022-11-01-preview", "2022-11-01-preview", false, {}, none, none},
    {"properties.overrides.overrides", "2022-11-01-preview", "2022-11-01-preview", false, {}, none, none},
    {"properties.overrides.overrides[].startDateTime", "2022-11-01-preview", "2022-11-01-preview", false, {}, none, none},
    {"properties.overrides.overrides[].endDateTime", "2022-11-01-preview", "2022-11-01-preview", false, {}, none, none},
    {"properties.overrides.overrides[].timeZone", "2022-11-01-preview", "2022-11-01-preview", false, {}, none, none},
    {"properties.overrides.overrides[].overrideProperties", "2022-11-01-preview", "2022-11-01-preview", false, {}, none, none},
};

// Microsoft.Maintenance/configurationAssignments
constexpr std::string_view maintenance_configurationassignments_versions[] = {"2018-06-01-preview", "2020-04-01", "2020-07-01-preview", "2021-04-01-preview", "2021-05-01", "2021-09-01-preview", "2022-07-01-preview", "2022-11-01-preview", "2023-04-01", "2023-09-01-preview", "2023-10-01-preview", "2025-10-01-preview"};
constexpr std::string_view maintenance_configurationassignments_values_0[] = {"All", "Any"};
constexpr KnownProperty maintenance_configurationassignments_properties[] = {
    {"name", "2018-06-01-preview", "", false, {}, none, none},
    {"location", "2018-06-01-preview", "", false, {}, none, none},
    {"properties", "2018-06-01-preview", "", false, {}, none, none},
    {"properties.maintenanceConfigurationId", "2018-06-01-preview", "", false, {}, none, none},
    {"properties.resourceId", "2018-06-01-preview", "", false, {}, none, none},
    {"properties.filter", "2023-04-01", "", true, {}, none, none},
    {"properties.filter.resourceTypes", "2023-04-01", "", false, {}, none, none},
    {"properties.filter.resourceGroups", "2023-04-01", "", false, {}, none, none},
    {"properties.filter.osTypes", "2023-04-01", "", false, {}, none, none},
    {"properties.filter.locations", "2023-04-01", "", false, {}, none, none},
    {"properties.filter.tagSettings", "2023-04-01", "", false, {}, none, none},
    {"properties.filter.tagSettings.tags", "2023-04-01", "", false, {}, none, none},
    {"properties.filter.tagSettings.filterOperator", "2023-04-01", "", false, maintenance_configurationassignments_values_0, none, none},
};

}  // namespace

const KnownType maintenance_maintenanceconfigurations = {"Microsoft.Maintenance/maintenanceConfigurations", maintenance_maintenanceconfigurations_versions, maintenance_maintenanceconfigurations_properties};
const KnownType maintenance_configurationassignments = {"Microsoft.Maintenance/configurationAssignments", maintenance_configurationassignments_versions, maintenance_configurationassignments_properties};

}  // namespace fleetlint::rules
