param location string

resource server 'Microsoft.HybridCompute/machines@2024-07-10' = { name: 'server', location: 'eastus', properties: {} }

resource agent 'Microsoft.HybridCompute/machines/extensions@2024-07-10' = {
  parent: server
  name: 'agent'
  location: location
  properties: { publisher: 'Microsoft.Azure.Monitor', type: 'AzureMonitorLinuxAgent' }
}
