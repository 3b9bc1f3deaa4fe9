// Batches and health checks stand between the change and the fleet.
param now string = utcNow()

resource set 'Microsoft.Compute/virtualMachineScaleSets@2024-07-01' = {
  name: 'web'
  location: 'westeurope'
  sku: { name: 'Standard_D2s_v5', capacity: 3 }
  properties: {
    upgradePolicy: { mode: 'Rolling' }
    virtualMachineProfile: {
      extensionProfile: {
        extensions: [
          {
            name: 'script'
            properties: {
              publisher: 'Microsoft.Azure.Extensions'
              type: 'CustomScript'
              typeHandlerVersion: '2.1'
              forceUpdateTag: now
              settings: { commandToExecute: 'sh install.sh' }
            }
          }
        ]
      }
    }
  }
}
