resource set 'Microsoft.Compute/virtualMachineScaleSets@2024-07-01' = {
  name: 'web'
  location: 'westeurope'
  sku: { name: 'Standard_D2_v2', capacity: 5 }
//             ^^^^^^^^^^^^^^^^ warning: Gold durability needs a size that fills its host; `Standard_D2_v2` does not
  properties: {
    upgradePolicy: { mode: 'Automatic' }
    virtualMachineProfile: {
      storageProfile: {
        imageReference: {
          publisher: 'Canonical'
          offer: '0001-com-ubuntu-server-jammy'
          sku: '22_04-lts-gen2'
          version: 'latest'
        }
      }
      extensionProfile: {
        extensions: [
          {
            name: 'node'
            properties: {
              publisher: 'Microsoft.Azure.ServiceFabric'
              type: 'ServiceFabricLinuxNode'
              typeHandlerVersion: '1.1'
              settings: {
                clusterEndpoint: 'https://westeurope.servicefabric.azure.com'
                nodeTypeRef: 'nt1'
                durabilityLevel: 'Gold'
              }
            }
          }
        ]
      }
    }
  }
}
