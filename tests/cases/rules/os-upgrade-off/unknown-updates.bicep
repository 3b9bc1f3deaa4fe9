param p bool
resource s 'Microsoft.Compute/virtualMachineScaleSets@2024-07-01' = {
  name: 's'
  location: 'westeurope'
  sku: { name: 'Standard_D2s_v5', capacity: 3 }
  properties: {
    upgradePolicy: { mode: 'Rolling', automaticOSUpgradePolicy: { enableAutomaticOSUpgrade: false } }
    virtualMachineProfile: {
      storageProfile: { imageReference: { id: '/subscriptions/s/resourceGroups/r/providers/Microsoft.Compute/galleries/g/images/i' } }
      osProfile: { windowsConfiguration: { enableAutomaticUpdates: p } }
      extensionProfile: { extensions: [] }
    }
  }
}
