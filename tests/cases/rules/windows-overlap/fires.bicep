resource set 'Microsoft.Compute/virtualMachineScaleSets@2024-07-01' = {
  name: 'web'
  location: 'westeurope'
  sku: { name: 'Standard_E104ids_v5', capacity: 3 }
  properties: {
    upgradePolicy: { mode: 'Automatic', automaticOSUpgradePolicy: { enableAutomaticOSUpgrade: true } }
    virtualMachineProfile: {
      storageProfile: {
        imageReference: {
          publisher: 'Canonical'
          offer: '0001-com-ubuntu-server-jammy'
          sku: '22_04-lts-gen2'
          version: 'latest'
        }
      }
      extensionProfile: {
        extensions: [
          {
            name: 'health'
            properties: {
              publisher: 'Microsoft.ManagedServices'
              type: 'ApplicationHealthLinux'
              typeHandlerVersion: '2.0'
              settings: { protocol: 'http', port: 8080, requestPath: '/health' }
            }
          }
        ]
      }
    }
  }
}

resource images 'Microsoft.Maintenance/maintenanceConfigurations@2023-04-01' = {
  name: 'images'
  location: 'westeurope'
  properties: {
    maintenanceScope: 'OSImage'
    maintenanceWindow: {
      startDateTime: '2026-11-01 02:00'
      duration: '05:00'
      timeZone: 'UTC'
      recurEvery: 'Week Sunday'
    }
  }
}

resource imagesAssigned 'Microsoft.Maintenance/configurationAssignments@2023-04-01' = {
  scope: set
  name: 'images'
  location: 'westeurope'
  properties: { maintenanceConfigurationId: images.id }
}

resource hosts 'Microsoft.Maintenance/maintenanceConfigurations@2023-04-01' = {
  name: 'hosts'
  location: 'westeurope'
  properties: {
    maintenanceScope: 'Host'
    maintenanceWindow: {
//  ^^^^^^^^^^^^^^^^^ warning: the windows of `images` and `hosts` meet on 2026-11-22T06:00:00Z
      startDateTime: '2026-11-01 06:00'
      duration: '02:00'
      timeZone: 'UTC'
      recurEvery: 'Week Sunday'
    }
  }
}

resource hostsAssigned 'Microsoft.Maintenance/configurationAssignments@2023-04-01' = {
  scope: set
  name: 'hosts'
  location: 'westeurope'
  properties: { maintenanceConfigurationId: hosts.id }
}
