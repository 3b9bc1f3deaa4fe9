param d string
resource s 'Microsoft.Compute/virtualMachineScaleSets@2024-07-01' = {
  name: 's'
  location: 'westeurope'
  sku: { name: 'Standard_D2s_v5', capacity: 3 }
  properties: {
    upgradePolicy: { mode: 'Rolling', automaticOSUpgradePolicy: { enableAutomaticOSUpgrade: true } }
    virtualMachineProfile: {
      storageProfile: { imageReference: { id: '${d}/versions/1.2.3' } }
//                                            ^^^^^^^^^^^^^^^^^^^^^ error: OS image upgrade is on, but the gallery image is pinned to version `1.2.3`
      extensionProfile: { extensions: [] }
    }
  }
}
