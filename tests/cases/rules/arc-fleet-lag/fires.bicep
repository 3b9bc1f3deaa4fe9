// The configuration allows two weeks, a rollout to Arc machines takes up to eight.
resource server 'Microsoft.HybridCompute/machines@2024-07-10' existing = { name: 'server' }

resource agent 'Microsoft.HybridCompute/machines/extensions@2024-07-10' = {
  parent: server
  name: 'agent'
  location: 'westeurope'
  properties: {
    publisher: 'Microsoft.Azure.Monitor'
    type: 'AzureMonitorLinuxAgent'
    enableAutomaticUpgrade: true
//                          ^^^^ info: a new version of `AzureMonitorLinuxAgent` may take 8 weeks to reach every Arc machine (3 for security fixes), more than the 2 that are allowed
  }
}
