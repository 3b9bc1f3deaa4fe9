resource server 'Microsoft.HybridCompute/machines@2024-07-10' = {
//< info: no patch schedule is assigned to this Arc machine
  name: 'server'
  location: 'westeurope'
  properties: {}
}
