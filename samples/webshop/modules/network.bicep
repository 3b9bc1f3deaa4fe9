metadata description = 'Virtual network, security group and the load balancer in front of the web tier.'

param prefix string
param location string
@description('Port that the web servers listen on.')
param port int = 8080

resource securityGroup 'Microsoft.Network/networkSecurityGroups@2024-05-01' = {
  name: '${prefix}-nsg'
  location: location
  properties: {
    securityRules: [
      {
        name: 'web'
        properties: {
          priority: 100
          direction: 'Inbound'
          access: 'Allow'
          protocol: 'Tcp'
          sourceAddressPrefix: 'Internet'
          sourcePortRange: '*'
          destinationAddressPrefix: '*'
          destinationPortRange: string(port)
        }
      }
    ]
  }
}

resource virtualNetwork 'Microsoft.Network/virtualNetworks@2024-05-01' = {
  name: '${prefix}-vnet'
  location: location
  properties: {
    addressSpace: { addressPrefixes: ['10.20.0.0/16'] }
    subnets: [
      for (tier, index) in ['web', 'worker']: {
        name: tier
        properties: {
          addressPrefix: cidrSubnet('10.20.0.0/16', 24, index)
          networkSecurityGroup: { id: securityGroup.id }
        }
      }
    ]
  }

  resource webSubnet 'subnets' existing = {
    name: 'web'
  }
  resource workerSubnet 'subnets' existing = {
    name: 'worker'
  }
}

resource publicAddress 'Microsoft.Network/publicIPAddresses@2024-05-01' = {
  name: '${prefix}-ip'
  location: location
  sku: { name: 'Standard' }
  properties: { publicIPAllocationMethod: 'Static' }
}

var balancerName = '${prefix}-lb'

resource balancer 'Microsoft.Network/loadBalancers@2024-05-01' = {
  name: balancerName
  location: location
  sku: { name: 'Standard' }
  properties: {
    frontendIPConfigurations: [
      { name: 'front', properties: { publicIPAddress: { id: publicAddress.id } } }
    ]
    backendAddressPools: [{ name: 'web' }]
    probes: [
      {
        name: 'healthy'
        properties: { protocol: 'Http', port: port, requestPath: '/healthz', intervalInSeconds: 15, numberOfProbes: 2 }
      }
    ]
    loadBalancingRules: [
      {
        name: 'web'
        properties: {
          protocol: 'Tcp'
          frontendPort: 80
          backendPort: port
          frontendIPConfiguration: {
            id: resourceId('Microsoft.Network/loadBalancers/frontendIPConfigurations', balancerName, 'front')
          }
          backendAddressPool: {
            id: resourceId('Microsoft.Network/loadBalancers/backendAddressPools', balancerName, 'web')
          }
          probe: { id: resourceId('Microsoft.Network/loadBalancers/probes', balancerName, 'healthy') }
        }
      }
    ]
  }
}

output webSubnetId string = virtualNetwork::webSubnet.id
output workerSubnetId string = virtualNetwork::workerSubnet.id
output webPoolId string = resourceId('Microsoft.Network/loadBalancers/backendAddressPools', balancer.name, 'web')
output healthProbeId string = resourceId('Microsoft.Network/loadBalancers/probes', balancer.name, 'healthy')
