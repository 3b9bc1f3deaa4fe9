resource set 'Microsoft.Compute/virtualMachineScaleSets@2024-07-01' = {
  name: 'web'
  location: 'westeurope'
  sku: { name: 'Standard_D2s_v5', capacity: 3 }
  properties: {
    upgradePolicy: { mode: 'Rolling' }
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
            name: 'script'
            properties: {
              publisher: 'Microsoft.Azure.Extensions'
              type: 'CustomScript'
              typeHandlerVersion: '2.1'
              settings: { commandToExecute: 'sh install.sh' }
            }
          }
          {
            name: 'second'
            properties: {
              publisher: 'Microsoft.Azure.Extensions'
              type: 'CustomScript'
//                  ^^^^^^^^^^^^^^ error: extension type `CustomScript` is there twice, as `script` and `second`
              typeHandlerVersion: '2.1'
              settings: { commandToExecute: 'sh install.sh' }
            }
          }
        ]
      }
    }
  }
}
