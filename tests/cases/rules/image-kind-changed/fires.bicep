resource set 'Microsoft.Compute/virtualMachineScaleSets@2024-07-01' = {
  name: 'web'
  location: 'westeurope'
  sku: { name: 'Standard_D2s_v5', capacity: 3 }
  properties: {
    upgradePolicy: { mode: 'Automatic', automaticOSUpgradePolicy: { enableAutomaticOSUpgrade: true } }
    virtualMachineProfile: {
      storageProfile: {
        imageReference: { id: resourceId('Microsoft.Compute/galleries/images', 'fleet', 'web') }
//      ^^^^^^^^^^^^^^ error: the kind of image changes, which an existing set refuses
      }
    }
  }
}
