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
              networkSecurityGroup: { id: guard.id }
              ipConfigurations: [
                {
                  name: 'ip'
                  properties: {
                    subnet: { id: resourceId('Microsoft.Network/virtualNetworks/subnets', 'net', 'web') }
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

resource guard 'Microsoft.Network/networkSecurityGroups@2023-11-01' = {
  name: 'guard'
  location: 'westeurope'
  properties: {
    securityRules: [
      {
        name: 'deny-out'
        properties: {
          priority: 4000
          direction: 'Outbound'
          access: 'Deny'
//                ^^^^^^ warning: an outbound rule blocks what extension `script` must fetch
          protocol: '*'
          sourceAddressPrefix: '*'
          sourcePortRange: '*'
          destinationAddressPrefix: '*'
          destinationPortRange: '*'
        }
      }
    ]
  }
}
