resource s 'Microsoft.Compute/virtualMachineScaleSets@2024-07-01' = {
  name: 's'
  location: 'westeurope'
  sku: { name: 'Standard_D2s_v5', capacity: 3 }
  properties: {
    upgradePolicy: { mode: 'Rolling', automaticOSUpgradePolicy: { enableAutomaticOSUpgrade: true } }
    virtualMachineProfile: {
      storageProfile: { imageReference: { publisher: 'Canonical', offer: '0001-com-ubuntu-server-jammy', sku: '22_04-lts-gen2', version: 'latest' } }
      extensionProfile: { extensions: [] }
    }
  }
}
resource b 'Microsoft.Compute/virtualMachineScaleSets/extensions@2024-07-01' = { parent: s, name: 'b', properties: { publisher: 'x', type: 'y', typeHandlerVersion: '1.0' } }
//< warning: each deployment of the set drops extension `b` and adds it again
