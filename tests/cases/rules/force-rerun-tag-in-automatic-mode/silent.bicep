// The tag changes with what the script is made of.
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
              forceUpdateTag: uniqueString('install.sh', '3.1')
              settings: { commandToExecute: 'sh install.sh' }
            }
          }
        ]
      }
    }
  }
}
