resource server 'Microsoft.HybridCompute/machines@2024-07-10' = {
  name: 'server'
  location: 'westeurope'
  properties: { agentUpgrade: { enableAutomaticUpgrade: false } }
//                                                      ^^^^^ info: upgrades of the agent are switched off
}
