// Tables of extension types. Sources: vendor pages on automatic extension upgrade (2023-11 to 2026) and seed 002, lines 57
// to 64; retirement dates from the vendor's notices.
#include "fleetlint/fleet/extension_facts.h"

namespace fleetlint::fleet {
namespace {

constexpr ExtensionType azure_types[] = {
    {"Microsoft.Azure.Automation.HybridWorker", "HybridWorkerForLinux", OperatingSystem::linux, ""},
    {"Microsoft.Azure.Automation.HybridWorker", "HybridWorkerForWindows", OperatingSystem::windows, ""},
    {"Microsoft.Azure.AzureDefenderForSQL", "AdvancedThreatProtection.Windows", OperatingSystem::windows, "security"},
    {"Microsoft.Azure.AzureDefenderForSQL", "VulnerabilityAssessment.Windows", OperatingSystem::windows, "security"},
    {"Microsoft.Azure.AzureDefenderForServers", "MDE.Linux", OperatingSystem::linux, "security"},
    {"Microsoft.Azure.AzureDefenderForServers", "MDE.Windows", OperatingSystem::windows, "security"},
    {"Microsoft.Azure.ChangeTrackingAndInventory", "ChangeTracking-Linux", OperatingSystem::linux, "monitoring"},
    {"Microsoft.Azure.ChangeTrackingAndInventory", "ChangeTracking-Windows", OperatingSystem::windows, "monitoring"},
    {"Microsoft.Azure.Diagnostics", "LinuxDiagnostic", OperatingSystem::linux, "monitoring"},
    {"Microsoft.Azure.Extensions.Edp", "LinuxHibernateTestExtension", OperatingSystem::linux, "test"},
    {"Microsoft.Azure.Extensions.Edp", "WindowsHibernateTestExtension", OperatingSystem::windows, "test"},
    {"Microsoft.Azure.FleetDiagnostics", "FleetDiagnosticsForWindows", OperatingSystem::windows, ""},
    {"Microsoft.Azure.Geneva", "GenevaMonitoring", OperatingSystem::windows, "monitoring"},
    {"Microsoft.Azure.KeyVault", "KeyVaultForLinux", OperatingSystem::linux, "secrets"},
    {"Microsoft.Azure.KeyVault", "KeyVaultForWindows", OperatingSystem::windows, "secrets"},
    {"Microsoft.Azure.Labservices", "Agent.Linux", OperatingSystem::linux, ""},
    {"Microsoft.Azure.Labservices", "Agent.Windows", OperatingSystem::windows, ""},
    {"Microsoft.Azure.Monitor", "AzureMonitorLinuxAgent", OperatingSystem::linux, "monitoring"},
    {"Microsoft.Azure.Monitor", "AzureMonitorWindowsAgent", OperatingSystem::windows, "monitoring"},
    {"Microsoft.Azure.Monitoring.DependencyAgent", "DependencyAgentLinux", OperatingSystem::linux, "monitoring"},
    {"Microsoft.Azure.Monitoring.DependencyAgent", "DependencyAgentWindows", OperatingSystem::windows, "monitoring"},
    {"Microsoft.Azure.Monitoring.DependencyAgent.EDP", "DependencyAgentLinux", OperatingSystem::linux, "monitoring"},
    {"Microsoft.Azure.Monitoring.DependencyAgent.EDP", "DependencyAgentWindows", OperatingSystem::windows, "monitoring"},
    {"Microsoft.Azure.NetworkWatcher", "NetworkWatcherAgentLinux", OperatingSystem::linux, ""},
    {"Microsoft.Azure.NetworkWatcher", "NetworkWatcherAgentWindows", OperatingSystem::windows, ""},
    {"Microsoft.Azure.Networking.DNS", "DNSClientCache", OperatingSystem::windows, ""},
    {"Microsoft.Azure.SCOMMI", "GatewayServer", OperatingSystem::windows, ""},
    {"Microsoft.Azure.SCOMMI", "WindowsAgent", OperatingSystem::windows, ""},
    {"Microsoft.Azure.Security.AntimalwareSignature", "AntimalwareConfiguration", OperatingSystem::windows, "security"},
    {"Microsoft.Azure.Security.Dsms", "DSMSForWindows", OperatingSystem::windows, "security"},
    {"Microsoft.Azure.Security.LinuxAttestation", "GuestAttestation", OperatingSystem::linux, "security"},
    {"Microsoft.Azure.Security.WindowsAttestation", "GuestAttestation", OperatingSystem::windows, "security"},
    {"Microsoft.Azure.Security.Monitoring", "AzureSecurityLinuxAgent", OperatingSystem::linux, "security"},
    {"Microsoft.Azure.Security.Monitoring", "AzureSecurityWindowsAgent", OperatingSystem::windows, "security"},
    {"Microsoft.Azure.Security.WindowsCodeIntegrity", "CodeIntegrityAgent", OperatingSystem::windows, "security"},
    {"Microsoft.Azure.ServiceFabric", "ServiceFabricLinuxNode", OperatingSystem::linux, "service-fabric"},
    {"Microsoft.Azure.Watson", "WatsonLinuxAgent", OperatingSystem::linux, ""},
    {"Microsoft.Azure.Workloads", "MonitoringExtensionLinux", OperatingSystem::linux, ""},
    {"Microsoft.Azure.Workloads", "MonitoringExtensionWindows", OperatingSystem::windows, ""},
    {"Microsoft.CPlat.Core", "LinuxHibernateExtension", OperatingSystem::linux, ""},
    {"Microsoft.CPlat.Core", "WindowsHibernateExtension", OperatingSystem::windows, ""},
    {"Microsoft.CPlat.ProxyAgent", "ProxyAgentLinux", OperatingSystem::linux, "security"},
    {"Microsoft.CPlat.ProxyAgent", "ProxyAgentWindows", OperatingSystem::windows, "security"},
    {"Microsoft.EnterpriseCloud.Monitoring", "MicrosoftMonitoringAgent", OperatingSystem::windows, "retired"},
    {"Microsoft.EnterpriseCloud.Monitoring", "OmsAgentForLinux", OperatingSystem::linux, "retired"},
    {"Microsoft.GuestConfiguration", "ConfigurationForLinux", OperatingSystem::linux, ""},
    {"Microsoft.GuestConfiguration", "ConfigurationForWindows", OperatingSystem::windows, ""},
    {"Microsoft.ManagedServices", "ApplicationHealthLinux", OperatingSystem::linux, "health"},
    {"Microsoft.ManagedServices", "ApplicationHealthWindows", OperatingSystem::windows, "health"},
    {"Microsoft.OSTCExtensions", "DSCForLinux", OperatingSystem::linux, ""},
    {"Microsoft.Sentinel.AzureMonitorAgentExtensions", "MicrosoftDnsAgent", OperatingSystem::windows, "security"},
    {"Microsoft.SqlServer.Management", "SqlIaaSAgent", OperatingSystem::windows, ""},
    {"Microsoft.SqlServer.Management", "SqlIaaSAgentLinux", OperatingSystem::linux, ""},
};

constexpr ExtensionType arc_types[] = {
    {"Microsoft.Azure.Monitor", "AzureMonitorLinuxAgent", OperatingSystem::linux, ""},
    {"Microsoft.Azure.Monitor", "AzureMonitorWindowsAgent", OperatingSystem::windows, ""},
    {"Microsoft.EnterpriseCloud.Monitoring", "OmsAgentForLinux", OperatingSystem::linux, ""},
    {"Microsoft.Azure.Monitoring.DependencyAgent", "DependencyAgentLinux", OperatingSystem::linux, ""},
    {"Microsoft.Azure.Monitoring.DependencyAgent", "DependencyAgentWindows", OperatingSystem::windows, ""},
    {"Microsoft.Azure.Security.Monitoring", "AzureSecurityLinuxAgent", OperatingSystem::linux, ""},
    {"Microsoft.Azure.Security.Monitoring", "AzureSecurityWindowsAgent", OperatingSystem::windows, ""},
    {"Microsoft.Azure.KeyVault", "KeyVaultForLinux", OperatingSystem::linux, ""},
    {"Microsoft.SoftwareUpdateManagement", "LinuxOsUpdateExtension", OperatingSystem::linux, ""},
    {"Microsoft.SoftwareUpdateManagement", "WindowsOsUpdateExtension", OperatingSystem::windows, ""},
    {"Microsoft.Azure.Automation.HybridWorker", "HybridWorkerForLinux", OperatingSystem::linux, ""},
    {"Microsoft.Azure.Automation.HybridWorker", "HybridWorkerForWindows", OperatingSystem::windows, ""},
    {"Microsoft.AzureData", "LinuxAgent.SqlServer", OperatingSystem::linux, ""},
    {"Microsoft.AzureData", "WindowsAgent.SqlServer", OperatingSystem::windows, ""},
};

constexpr std::string_view arc_types_of_other_os[] = {"MicrosoftMonitoringAgent", "KeyVaultForWindows"};

constexpr RetiredExtension retired_types[] = {
    {"Microsoft.EnterpriseCloud.Monitoring", "MicrosoftMonitoringAgent", OperatingSystem::windows, "2024-08-31", "AzureMonitorWindowsAgent"},
    {"Microsoft.EnterpriseCloud.Monitoring", "OmsAgentForLinux", OperatingSystem::linux, "2024-08-31", "AzureMonitorLinuxAgent"},
    {"Microsoft.Azure.Diagnostics", "IaaSDiagnostics", OperatingSystem::windows, "2026-03-31", "AzureMonitorWindowsAgent"},
    {"Microsoft.Azure.Diagnostics", "LinuxDiagnostic", OperatingSystem::linux, "2026-03-31", "AzureMonitorLinuxAgent"},
    {"Microsoft.Powershell", "DSC", OperatingSystem::windows, "2028-03-31", "machine configuration"},
    {"Microsoft.Azure.Security", "AzureDiskEncryption", OperatingSystem::windows, "2028-09-15", "encryption at host"},
    {"Microsoft.Azure.Security", "AzureDiskEncryptionForLinux", OperatingSystem::linux, "2028-09-15", "encryption at host"},
    {"Microsoft.OSTCExtensions", "CustomScriptForLinux", OperatingSystem::linux, "", "Microsoft.Azure.Extensions CustomScript 2.1"},
    {"Microsoft.ManagedIdentity", "ManagedIdentityExtensionForWindows", OperatingSystem::windows, "2019-01-31", "identity endpoint"},
    {"Microsoft.ManagedIdentity", "ManagedIdentityExtensionForLinux", OperatingSystem::linux, "2019-01-31", "identity endpoint"},
};

/// Types that are in no list above but clearly belong to one system.
constexpr ExtensionType other_types[] = {
    {"Microsoft.Azure.Extensions", "CustomScript", OperatingSystem::linux, ""},
    {"Microsoft.Compute", "CustomScriptExtension", OperatingSystem::windows, ""},
    {"Microsoft.OSTCExtensions", "CustomScriptForLinux", OperatingSystem::linux, ""},
    {"Microsoft.Azure.ServiceFabric", "ServiceFabricNode", OperatingSystem::windows, ""},
    {"Microsoft.Azure.ServiceFabric", "ServiceFabricLinuxNode", OperatingSystem::linux, ""},
    {"Microsoft.Azure.Security", "IaaSAntimalware", OperatingSystem::windows, ""},
};

template <typename Rows>
OperatingSystem look_up(const Rows& rows, std::string_view publisher, std::string_view type) {
  for (const auto& row : rows)
    if (equal_ignoring_case(row.publisher, publisher) && equal_ignoring_case(row.type, type)) return row.os;
  return OperatingSystem::unknown;
}

template <typename Rows>
bool has(const Rows& rows, std::string_view publisher, std::string_view type) {
  for (const auto& row : rows)
    if (equal_ignoring_case(row.publisher, publisher) && equal_ignoring_case(row.type, type)) return true;
  return false;
}

}  // namespace

std::span<const ExtensionType> auto_upgrade_types() { return azure_types; }
std::span<const ExtensionType> arc_auto_upgrade_types() { return arc_types; }
std::span<const RetiredExtension> retired_extensions() { return retired_types; }

bool is_arc_auto_upgrade_of_other_os(std::string_view type) {
  for (const auto other : arc_types_of_other_os)
    if (equal_ignoring_case(other, type)) return true;
  return false;
}

OperatingSystem os_of_extension(std::string_view publisher, std::string_view type) {
  // The legacy monitoring agents share a publisher; the first table that names the pair decides.
  for (const auto os : {look_up(azure_types, publisher, type), look_up(arc_types, publisher, type), look_up(retired_types, publisher, type),
                        look_up(other_types, publisher, type)})
    if (os != OperatingSystem::unknown) return os;
  return OperatingSystem::unknown;
}

bool is_auto_upgrade_type(std::string_view publisher, std::string_view type) { return has(azure_types, publisher, type); }
bool is_arc_auto_upgrade_type(std::string_view publisher, std::string_view type) { return has(arc_types, publisher, type); }

}  // namespace fleetlint::fleet
