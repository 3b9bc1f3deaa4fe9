// The probe is named by its place in the load balancer.
resource set 'Microsoft.Compute/virtualMachineScaleSets@2024-07-01' = {
  name: 'web'
  location: 'westeurope'
  sku: { name: 'Standard_D2s_v5', capacity: 3 }
  properties: {
    upgradePolicy: { mode: 'Rolling' }
    virtualMachineProfile: {
      storageProfile: {
        imageReference: {
          publisher: 'Canonical'
          offer: '0001-com-ubuntu-server-jammy'
          sku: '22_04-lts-gen2'
          version: 'latest'
        }
      }
      networkProfile: {
        healthProbe: { id: front.properties.probes[0].id }
        networkInterfaceConfigurations: [
          {
            name: 'nic'
            properties: {
              primary: true
              ipConfigurations: [
                {
                  name: 'ip'
                  properties: {
                    subnet: { id: resourceId('Microsoft.Network/virtualNetworks/subnets', 'net', 'web') }
                    loadBalancerBackendAddressPools: [
                      { id: resourceId('Microsoft.Network/loadBalancers/backendAddressPools', 'front', 'web') }
                    ]
                  }
                }
              ]
            }
          }
        ]
      }
    }
  }
}

resource front 'Microsoft.Network/loadBalancers@2023-11-01' = {
  name: 'front'
  location: 'westeurope'
  sku: { name: 'Standard' }
  properties: {
    frontendIPConfigurations: [
      {
        name: 'public'
        properties: { publicIPAddress: { id: resourceId('Microsoft.Network/publicIPAddresses', 'front') } }
      }
    ]
    backendAddressPools: [{ name: 'web' }]
    probes: [
      {
        name: 'http'
        properties: {
          protocol: 'Http'
          port: 80
          requestPath: '/health'
          intervalInSeconds: 120
//                           ^^^ warning: a probe every `120` seconds is too slow to judge an upgraded instance
          numberOfProbes: 2
        }
      }
    ]
    loadBalancingRules: [
      {
        name: 'web'
        properties: {
          protocol: 'Tcp'
          frontendPort: 80
          backendPort: 8080
          frontendIPConfiguration: {
            id: resourceId('Microsoft.Network/loadBalancers/frontendIPConfigurations', 'front', 'public')
          }
          backendAddressPool: {
            id: resourceId('Microsoft.Network/loadBalancers/backendAddressPools', 'front', 'web')
          }
          probe: { id: resourceId('Microsoft.Network/loadBalancers/probes', 'front', 'http') }
        }
      }
    ]
  }
}
