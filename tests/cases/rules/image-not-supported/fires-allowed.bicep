@allowed(['22_04-lts-x','22_04-lts-y'])
param k string
resource s 'Microsoft.Compute/virtualMachineScaleSets@2024-07-01' = {
  name: 's'
  location: 'westeurope'
  sku: { name: 'Standard_D2s_v5', capacity: 3 }
  properties: {
    upgradePolicy: { mode: 'Rolling', automaticOSUpgradePolicy: { enableAutomaticOSUpgrade: true } }
    virtualMachineProfile: {
      storageProfile: { imageReference: { publisher: 'Canonical', offer: '0001-com-ubuntu-server-jammy', sku: k, version: 'latest' } }
//                                                                                                       ^^^ error: `Canonical:0001-com-ubuntu-server-jammy:*` is not in the list of images that OS image upgrade takes (list of 2026-05-19)
      extensionProfile: { extensions: [] }
    }
  }
}
