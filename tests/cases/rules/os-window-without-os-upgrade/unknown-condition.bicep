param u bool
resource s 'Microsoft.Compute/virtualMachineScaleSets@2024-07-01' = {
  name: 's'
  location: 'westeurope'
  sku: { name: 'Standard_D2s_v5', capacity: 3 }
  properties: {
    upgradePolicy: { mode: 'Rolling', automaticOSUpgradePolicy: { enableAutomaticOSUpgrade: false } }
    virtualMachineProfile: {
      storageProfile: { imageReference: { publisher: 'Canonical', offer: '0001-com-ubuntu-server-jammy', sku: '22_04-lts-gen2', version: 'latest' } }
      extensionProfile: { extensions: [] }
    }
  }
}
resource mc 'Microsoft.Maintenance/maintenanceConfigurations@2023-04-01' = { name: 'mc', location: 'westeurope', properties: { maintenanceScope: 'OSImage', maintenanceWindow: { startDateTime: '2026-01-01 00:00', timeZone: 'UTC', recurEvery: 'Week Sunday', duration: '05:00'  }  } }
resource as 'Microsoft.Maintenance/configurationAssignments@2023-04-01' = if (u) { name: 'as', scope: s, location: 'westeurope', properties: { maintenanceConfigurationId: mc.id } }
