param name string

resource agent 'Microsoft.HybridCompute/machines/extensions@2024-07-10' = {
  name: name
  location: 'westeurope'
  properties: { publisher: 'Microsoft.Azure.Monitor', type: 'AzureMonitorLinuxAgent' }
}
