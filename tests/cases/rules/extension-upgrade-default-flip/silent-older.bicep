// Before, absent means off.
resource set 'Microsoft.Compute/virtualMachineScaleSets@2024-11-01' = {
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
