param image string

resource set 'Microsoft.Compute/virtualMachineScaleSets@2024-07-01' = {
  name: 'web'
  location: 'westeurope'
  sku: { name: 'Standard_D2s_v5', capacity: 3 }
  properties: {
    upgradePolicy: { mode: 'Rolling' }
    virtualMachineProfile: {
      storageProfile: {
        imageReference: { id: image }
      }
      extensionProfile: {
        extensions: [
          {
            name: 'malware'
            properties: {
              publisher: 'Microsoft.Azure.Security'
              type: 'IaaSAntimalware'
              typeHandlerVersion: '1.3'
              settings: { AntimalwareEnabled: true }
            }
          }
        ]
      }
    }
  }
}
