resource cluster 'Microsoft.ServiceFabric/clusters@2021-06-01' = {
  name: 'cluster'
  location: 'westeurope'
  properties: {
    managementEndpoint: 'https://cluster.westeurope.cloudapp.azure.com:19080'
    reliabilityLevel: 'Silver'
//                    ^^^^^^^^ error: reliability `Silver` needs 5 primary nodes, and there are 3
    nodeTypes: [
      {
        name: 'nt1'
        durabilityLevel: 'Silver'
        isPrimary: true
        vmInstanceCount: 3
        clientConnectionEndpointPort: 19000
        httpGatewayEndpointPort: 19080
      }
    ]
  }
}
