resource c1 'Microsoft.ServiceFabric/clusters@2021-06-01' = { name: 'c1', location: 'w', properties: { managementEndpoint: 'https://x', nodeTypes: [] } }
//                                                                                                                                      ^^^^^^^^^ error: none of the node types is primary
