param count int
param automatic bool

resource web 'Microsoft.Compute/virtualMachineScaleSets@2023-09-01' = {
  name: 'web'
  location: 'westeurope'
  sku: { name: 'Standard_D2s_v3', capacity: count }
  properties: {
    upgradePolicy: {
      mode: 'Manual'
      automaticOSUpgradePolicy: { enableAutomaticOSUpgrade: automatic }
    }
    virtualMachineProfile: {
      extensionProfile: {
        extensions: [
          {
            name: 'health'
            properties: { publisher: 'Microsoft.ManagedServices', type: 'ApplicationHealthLinux', typeHandlerVersion: '1.0', settings: { protocol: 'tcp', port: 22 } }
          }
        ]
      }
      storageProfile: { imageReference: { publisher: 'Canonical', offer: 'ubuntu', sku: '22_04-lts', version: 'latest' } }
    }
  }
}
