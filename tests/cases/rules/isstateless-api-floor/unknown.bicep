param nodeTypes array

resource cluster 'Microsoft.ServiceFabric/clusters@2018-02-01' = {
  name: 'cluster'
  location: 'westeurope'
  properties: {
    managementEndpoint: 'https://cluster.westeurope.cloudapp.azure.com:19080'
    upgradeMode: 'Automatic'
    reliabilityLevel: 'Silver'
    nodeTypes: nodeTypes
  }
}
