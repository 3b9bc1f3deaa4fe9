resource server 'Microsoft.HybridCompute/machines@2024-07-10' existing = { name: 'server' }

resource script 'Microsoft.HybridCompute/machines/extensions@2024-07-10' = {
  parent: server
  name: 'script'
  location: 'westeurope'
  properties: {
    publisher: 'Microsoft.Azure.Extensions'
    type: 'CustomScript'
    protectedSettings: {
      fileUris: ['https://files.blob.core.windows.net/scripts/install.sh']
      commandToExecute: 'sh install.sh'
      managedIdentity: {}
//    ^^^^^^^^^^^^^^^ error: `managedIdentity` is not available to custom scripts on Arc machines
    }
  }
}
