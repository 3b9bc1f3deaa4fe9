// No published list has this release.
resource set 'Microsoft.Compute/virtualMachineScaleSets@2024-07-01' = {
  name: 'web'
  location: 'westeurope'
  sku: { name: 'Standard_D2s_v5', capacity: 3 }
  properties: {
    upgradePolicy: { mode: 'Automatic', automaticOSUpgradePolicy: { enableAutomaticOSUpgrade: true } }
    virtualMachineProfile: {
      storageProfile: {
        imageReference: {
          publisher: 'Canonical'
          offer: 'UbuntuServer'
          sku: '16.04-LTS'
//             ^^^^^^^^^^^ error: `Canonical:UbuntuServer:16.04-LTS` is not in the list of images that OS image upgrade takes (list of 2026-05-19)
          version: 'latest'
        }
      }
    }
  }
}
