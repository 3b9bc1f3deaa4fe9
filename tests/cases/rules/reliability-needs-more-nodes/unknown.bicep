param nodes int

resource cluster 'Microsoft.ServiceFabric/clusters@2021-06-01' = {
  name: 'cluster'
  location: 'westeurope'
  properties: {
    managementEndpoint: 'https://cluster.westeurope.cloudapp.azure.com:19080'
    reliabilityLevel: 'Silver'
    nodeTypes: [
      {
        name: 'nt1'
        durabilityLevel: 'Silver'
        isPrimary: true
        vmInstanceCount: nodes
        clientConnectionEndpointPort: 19000
        httpGatewayEndpointPort: 19080
      }
    ]
  }
}
