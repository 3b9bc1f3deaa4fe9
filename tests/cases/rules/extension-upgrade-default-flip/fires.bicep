// From this version on an extension upgrades by itself unless it says no.
resource set 'Microsoft.Compute/virtualMachineScaleSets@2025-04-01' = {
  name: 'web'
  location: 'westeurope'
  sku: { name: 'Standard_D2s_v5', capacity: 3 }
  properties: {
    upgradePolicy: { mode: 'Rolling' }
    virtualMachineProfile: {
      extensionProfile: {
        extensions: [
          {
            name: 'monitor'
            properties: {
//          ^^^^^^^^^^ info: from API version 2025-04-01 on, `AzureMonitorLinuxAgent` without `enableAutomaticUpgrade` is upgraded automatically
              publisher: 'Microsoft.Azure.Monitor'
              type: 'AzureMonitorLinuxAgent'
              typeHandlerVersion: '1.33'
            }
          }
        ]
      }
    }
  }
}
