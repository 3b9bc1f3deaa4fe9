resource front 'Microsoft.Network/loadBalancers@2023-11-01' = {
  name: 'front'
  location: 'westeurope'
  sku: { name: 'Standard' }
  properties: {
    frontendIPConfigurations: [
      {
        name: 'front'
        properties: { publicIPAddress: { id: resourceId('Microsoft.Network/publicIPAddresses', 'front') } }
      }
    ]
    backendAddressPools: [{ name: 'web' }]
    loadBalancingRules: [
      {
        name: 'web'
        properties: {
          protocol: 'Tcp'
          frontendPort: 80
          backendPort: 8080
          frontendIPConfiguration: {
            id: resourceId('Microsoft.Network/loadBalancers/frontendIPConfigurations', 'front', 'front')
          }
          backendAddressPool: {
            id: resourceId('Microsoft.Network/loadBalancers/backendAddressPools', 'front', 'web')
          }
        }
      }
      {
        name: 'tls'
        properties: {
          protocol: 'Tcp'
          frontendPort: 443
          backendPort: 8443
          frontendIPConfiguration: {
            id: resourceId('Microsoft.Network/loadBalancers/frontendIPConfigurations', 'front', 'front')
          }
          backendAddressPool: {
            id: resourceId('Microsoft.Network/loadBalancers/backendAddressPools', 'front', 'web')
          }
        }
      }
    ]
  }
}
