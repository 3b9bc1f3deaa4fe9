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
        networkInterfaceConfigurations: [
          {
            name: 'nic'
            properties: {
              primary: true
              ipConfigurations: [
                {
//              ^ warning: instances have no visible way to the internet, but extension `script` needs one
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
      extensionProfile: {
        extensions: [
          {
            name: 'script'
            properties: {
              publisher: 'Microsoft.Azure.Extensions'
              type: 'CustomScript'
              typeHandlerVersion: '2.1'
              settings: { fileUris: ['https://files.contoso.com/install.sh'], commandToExecute: 'sh install.sh' }
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
        name: 'front'
        properties: { subnet: { id: resourceId('Microsoft.Network/virtualNetworks/subnets', 'net', 'web') } }
      }
    ]
    backendAddressPools: [{ name: 'web' }]
    loadBalancingRules: []
  }
}

resource vnet 'Microsoft.Network/virtualNetworks@2023-11-01' = {
  name: 'net'
  location: 'westeurope'
  properties: {
    addressSpace: { addressPrefixes: ['10.0.0.0/16'] }
    subnets: [{ name: 'web', properties: { addressPrefix: '10.0.1.0/24' } }]
  }
}
