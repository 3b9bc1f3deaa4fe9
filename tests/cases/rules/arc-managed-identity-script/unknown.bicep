@secure()
param hidden object

resource server 'Microsoft.HybridCompute/machines@2024-07-10' existing = { name: 'server' }

resource script 'Microsoft.HybridCompute/machines/extensions@2024-07-10' = {
  parent: server
  name: 'script'
  location: 'westeurope'
  properties: { publisher: 'Microsoft.Azure.Extensions', type: 'CustomScript', protectedSettings: hidden }
}
