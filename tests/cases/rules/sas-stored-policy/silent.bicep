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
              protectedSettings: {
                fileUris: [
                  'https://files.blob.core.windows.net/scripts/install.sh?sv=2022-11-02&se=2027-03-01T00%3A00%3A00Z&sr=b&sp=r&sig=c2lnbmF0dXJlLW9mLWEtdGVzdC1vbmx5LTAxMjM0NTY%3D'
                ]
                commandToExecute: 'sh install.sh'
              }
            }
          }
        ]
      }
    }
  }
}
