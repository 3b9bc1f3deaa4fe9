// Whoever deploys gives the tag.
param tag string

resource set 'Microsoft.Compute/virtualMachineScaleSets@2024-07-01' = {
  name: 'web'
  location: 'westeurope'
  sku: { name: 'Standard_D2s_v5', capacity: 3 }
  properties: {
    upgradePolicy: { mode: 'Automatic' }
    virtualMachineProfile: {
      extensionProfile: {
        extensions: [
          {
            name: 'script'
            properties: {
              publisher: 'Microsoft.Azure.Extensions'
              type: 'CustomScript'
              typeHandlerVersion: '2.1'
              forceUpdateTag: tag
              settings: { commandToExecute: 'sh install.sh' }
            }
          }
        ]
      }
    }
  }
}
