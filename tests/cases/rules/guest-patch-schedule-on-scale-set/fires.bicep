resource set 'Microsoft.Compute/virtualMachineScaleSets@2024-07-01' = {
  name: 'web'
  location: 'westeurope'
  sku: { name: 'Standard_D2s_v5', capacity: 3 }
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

resource window 'Microsoft.Maintenance/maintenanceConfigurations@2023-04-01' = {
  name: 'window'
  location: 'westeurope'
  properties: {
    maintenanceScope: 'InGuestPatch'
    maintenanceWindow: {
      startDateTime: '2027-01-03 02:00'
      duration: '02:00'
      timeZone: 'UTC'
      recurEvery: 'Week Sunday'
    }
    extensionProperties: { InGuestPatchMode: 'User' }
    installPatches: {
      rebootSetting: 'IfRequired'
      linuxParameters: { classificationsToInclude: ['Critical', 'Security'] }
    }
  }
}

resource assignment 'Microsoft.Maintenance/configurationAssignments@2023-04-01' = {
  scope: set
  name: 'assignment'
  location: 'westeurope'
  properties: { maintenanceConfigurationId: window.id }
//                                          ^^^^^^^^^ warning: a guest-patch schedule does nothing on a scale set
}
