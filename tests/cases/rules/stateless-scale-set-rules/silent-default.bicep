// A set without zones has five fault domains by default.
resource set 'Microsoft.Compute/virtualMachineScaleSets@2024-07-01' = {
  name: 'web'
  location: 'westeurope'
  sku: { name: 'Standard_D2s_v5', capacity: 5 }
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
                durabilityLevel: 'Bronze'
              }
            }
          }
        ]
      }
    }
  }
}

resource cluster 'Microsoft.ServiceFabric/clusters@2021-06-01' = {
  name: 'cluster'
  location: 'westeurope'
  properties: {
    managementEndpoint: 'https://cluster.westeurope.cloudapp.azure.com:19080'
    upgradeMode: 'Automatic'
    reliabilityLevel: 'Silver'
    nodeTypes: [
      {
        name: 'nt1'
        durabilityLevel: 'Bronze'
        isPrimary: false
        vmInstanceCount: 5
        clientConnectionEndpointPort: 19000
        httpGatewayEndpointPort: 19080
        isStateless: true
      }
      {
        name: 'nt0'
        durabilityLevel: 'Silver'
        isPrimary: true
        vmInstanceCount: 5
        clientConnectionEndpointPort: 19000
        httpGatewayEndpointPort: 19080
      }
    ]
  }
}
