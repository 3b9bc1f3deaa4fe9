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
        durabilityLevel: 'Silver'
        isPrimary: true
        vmInstanceCount: 5
        clientConnectionEndpointPort: 19000
        httpGatewayEndpointPort: 19080
      }
    ]
  }
}
