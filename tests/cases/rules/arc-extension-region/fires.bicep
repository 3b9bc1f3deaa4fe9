resource server 'Microsoft.HybridCompute/machines@2024-07-10' = { name: 'server', location: 'eastus', properties: {} }

resource agent 'Microsoft.HybridCompute/machines/extensions@2024-07-10' = {
  parent: server
  name: 'agent'
  location: 'westus'
//          ^^^^^^^^ error: the extension is in `westus`, its machine in `eastus`
  properties: { publisher: 'Microsoft.Azure.Monitor', type: 'AzureMonitorLinuxAgent' }
}
