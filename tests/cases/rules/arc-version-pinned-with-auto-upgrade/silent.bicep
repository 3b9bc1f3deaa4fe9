resource server 'Microsoft.HybridCompute/machines@2024-07-10' existing = { name: 'server' }

resource agent 'Microsoft.HybridCompute/machines/extensions@2024-07-10' = {
  parent: server
  name: 'agent'
  location: 'westeurope'
  properties: { publisher: 'Microsoft.Azure.Monitor', type: 'AzureMonitorLinuxAgent', enableAutomaticUpgrade: true }
}
