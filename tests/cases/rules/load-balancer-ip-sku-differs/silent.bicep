resource front 'Microsoft.Network/loadBalancers@2023-11-01' = {
  name: 'front'
  location: 'westeurope'
  sku: { name: 'Standard' }
  properties: {
    frontendIPConfigurations: [{ name: 'front', properties: { publicIPAddress: { id: address.id } } }]
    backendAddressPools: [{ name: 'web' }]
    loadBalancingRules: []
  }
}

resource address 'Microsoft.Network/publicIPAddresses@2023-11-01' = {
  name: 'front'
  location: 'westeurope'
  sku: { name: 'Standard' }
  properties: { publicIPAllocationMethod: 'Static' }
}
