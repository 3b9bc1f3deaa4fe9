resource server 'Microsoft.HybridCompute/machines@2024-07-10' = { name: 'server', location: 'eastus', properties: {} }

resource agent 'Microsoft.HybridCompute/machines/extensions@2024-07-10' = {
  parent: server
  name: 'agent'
  location: 'East US'
  properties: { publisher: 'Microsoft.Azure.Monitor', type: 'AzureMonitorLinuxAgent' }
}
