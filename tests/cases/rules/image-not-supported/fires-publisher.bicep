// No image of this publisher is on the list, whatever the sku.
param sku string

resource set 'Microsoft.Compute/virtualMachineScaleSets@2024-07-01' = {
  name: 'web'
  location: 'westeurope'
  sku: { name: 'Standard_D2s_v5', capacity: 3 }
  properties: {
    upgradePolicy: { mode: 'Automatic', automaticOSUpgradePolicy: { enableAutomaticOSUpgrade: true } }
    virtualMachineProfile: {
      storageProfile: {
        imageReference: { publisher: 'OpenLogic', offer: 'CentOS-HPC', sku: sku, version: 'latest' }
//                                                       ^^^^^^^^^^^^ error: `OpenLogic:CentOS-HPC:*` is not in the list of images that OS image upgrade takes (list of 2026-05-19)
      }
    }
  }
}
