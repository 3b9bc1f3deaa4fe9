param u bool
resource s 'Microsoft.Compute/virtualMachineScaleSets@2024-07-01' = {
  name: 's'
  location: 'westeurope'
  sku: { name: 'Standard_D2s_v5', capacity: 3 }
  properties: {
    upgradePolicy: { mode: 'Rolling', automaticOSUpgradePolicy: { enableAutomaticOSUpgrade: true } }
    virtualMachineProfile: {
      storageProfile: { imageReference: { publisher: 'Canonical', offer: '0001-com-ubuntu-server-jammy', sku: '22_04-lts-gen2', version: 'latest' } }
      extensionProfile: { extensions: [{ name: 'sf', properties: { publisher: 'Microsoft.Azure.ServiceFabric', type: 'ServiceFabricNode', typeHandlerVersion: '1.1', settings: { nodeTypeRef: 'nt', durabilityLevel: 'Gold', clusterEndpoint: 'x' } } }] }
    }
  }
}
resource c1 'Microsoft.ServiceFabric/clusters@2021-06-01' = if (u) { name: 'c1', location: 'w', properties: { managementEndpoint: 'https://x', nodeTypes: [ { name: 'nt', durabilityLevel: 'Silver', vmInstanceCount: 5, isPrimary: true, clientConnectionEndpointPort: 1, httpGatewayEndpointPort: 2 } ] } }
