resource server 'Microsoft.HybridCompute/machines@2024-07-10' existing = { name: 'server' }

resource agent 'Microsoft.HybridCompute/machines/extensions@2024-07-10' = {
  parent: server
  name: 'agent'
  location: 'westeurope'
  properties: {
    publisher: 'Microsoft.Azure.KeyVault'
    type: 'KeyVaultForWindows'
    enableAutomaticUpgrade: true
//                          ^^^^ info: automatic upgrade of this extension is supported on Linux only, and `KeyVaultForWindows` is the Windows one
  }
}
