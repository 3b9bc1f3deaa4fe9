param u bool
resource s 'Microsoft.Compute/virtualMachineScaleSets@2024-07-01' = {
  name: 's'
  location: 'westeurope'
  sku: { name: 'Standard_D2s_v5', capacity: 3 }
  properties: {
    upgradePolicy: { mode: 'Rolling', automaticOSUpgradePolicy: { enableAutomaticOSUpgrade: true } }
    virtualMachineProfile: {
      storageProfile: { imageReference: { publisher: 'Canonical', offer: '0001-com-ubuntu-server-jammy', sku: '22_04-lts-gen2', version: 'latest' } }
      extensionProfile: { extensions: [{ name: 'sf', properties: { publisher: 'Microsoft.Azure.ServiceFabric', type: 'ServiceFabricNode', typeHandlerVersion: '1.1', settings: { nodeTypeRef: 'nt', durabilityLevel: 'Silver', clusterEndpoint: 'x' } } }] }
    }
  }
}
resource b 'Microsoft.Compute/virtualMachineScaleSets/extensions@2024-07-01' = if (u) { parent: s, name: 'b', properties: { publisher: 'x', type: 'y', typeHandlerVersion: '1.0', enableAutomaticUpgrade: true } }
