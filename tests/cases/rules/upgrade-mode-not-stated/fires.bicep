// Azure refuses a Uniform set whose mode is not given.
resource set 'Microsoft.Compute/virtualMachineScaleSets@2024-07-01' = {
  name: 'web'
  location: 'westeurope'
  sku: { name: 'Standard_D2s_v5', capacity: 3 }
  properties: {
    upgradePolicy: { automaticOSUpgradePolicy: { enableAutomaticOSUpgrade: true } }
//  ^^^^^^^^^^^^^ error: a Uniform scale set needs `upgradePolicy.mode`, and nothing states it
    virtualMachineProfile: {
      storageProfile: {
        imageReference: {
          publisher: 'Canonical'
          offer: '0001-com-ubuntu-server-jammy'
          sku: '22_04-lts-gen2'
          version: 'latest'
        }
      }
    }
  }
}
