resource set 'Microsoft.Compute/virtualMachineScaleSets@2024-07-01' = {
  name: 'web'
  location: 'westeurope'
  sku: { name: 'Standard_D2s_v5', capacity: 3 }
  plan: { publisher: 'acme', product: 'appliance', name: 'standard' }
//^^^^ error: an image with a purchase plan is not among those that OS image upgrade takes
  properties: {
    upgradePolicy: { mode: 'Automatic', automaticOSUpgradePolicy: { enableAutomaticOSUpgrade: true } }
    virtualMachineProfile: {
      storageProfile: {
        imageReference: { publisher: 'acme', offer: 'appliance', sku: 'standard', version: 'latest' }
      }
    }
  }
}
