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
            name: 'health'
            properties: {
              publisher: 'Microsoft.ManagedServices'
              type: 'ApplicationHealthLinux'
              typeHandlerVersion: '2.0'
              provisionAfterExtensions: ['script']
//            ^^^^^^^^^^^^^^^^^^^^^^^^ error: the order of the extensions goes round in a circle: `health` after `script` after `health`
              settings: { protocol: 'http', port: 8080, requestPath: '/health' }
            }
          }
          {
            name: 'script'
            properties: {
              publisher: 'Microsoft.Azure.Extensions'
              type: 'CustomScript'
              typeHandlerVersion: '2.1'
              provisionAfterExtensions: ['health']
              settings: { commandToExecute: 'sh install.sh' }
            }
          }
        ]
      }
    }
  }
}
