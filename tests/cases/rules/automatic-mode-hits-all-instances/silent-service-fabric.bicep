// Service Fabric wants this mode and drains its nodes itself.
resource set 'Microsoft.Compute/virtualMachineScaleSets@2024-07-01' = {
  name: 'web'
  location: 'westeurope'
  sku: { name: 'Standard_D2s_v5', capacity: 6 }
  properties: {
    upgradePolicy: { mode: 'Automatic' }
    virtualMachineProfile: {
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
                durabilityLevel: 'Silver'
              }
            }
          }
        ]
      }
    }
  }
}
