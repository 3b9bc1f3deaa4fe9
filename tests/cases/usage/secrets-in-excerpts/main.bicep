var install = 'powershell -File install.ps1 -Password Sup3rS3cret -Verbose'

resource web 'Microsoft.Compute/virtualMachineScaleSets@2024-07-01' = {
  name: 'web'
  location: 'westeurope'
  sku: { name: 'Standard_D2s_v5', capacity: 3 }
  properties: {
    orchestrationMode: 'Uniform'
    upgradePolicy: { mode: 'Manual' }
    virtualMachineProfile: {
      extensionProfile: {
        extensions: [
          {
            name: 'cse'
            properties: {
              publisher: 'Microsoft.Azure.Extensions'
              type: 'CustomScript'
              typeHandlerVersion: '2.1'
              settings: { commandToExecute: 'sh a.sh --token abc --verbose', timestamp: 1 }
            }
          }
          {
            name: 'other'
            properties: {
              publisher: 'Microsoft.Compute'
              type: 'CustomScriptExtension'
              typeHandlerVersion: '1.10'
              settings: { commandToExecute: install }
            }
          }
        ]
      }
    }
  }
}
