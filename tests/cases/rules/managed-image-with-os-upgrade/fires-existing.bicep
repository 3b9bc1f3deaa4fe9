// The id of an image that exists already.
param name string

resource image 'Microsoft.Compute/images@2024-07-01' existing = { name: name }

resource set 'Microsoft.Compute/virtualMachineScaleSets@2024-07-01' = {
  name: 'web'
  location: 'westeurope'
  sku: { name: 'Standard_D2s_v5', capacity: 3 }
  properties: {
    upgradePolicy: { mode: 'Automatic', automaticOSUpgradePolicy: { enableAutomaticOSUpgrade: true } }
    virtualMachineProfile: {
      storageProfile: {
        imageReference: { id: image.id }
//                            ^^^^^^^^ error: a managed image has no newer versions: OS image upgrade refuses it
      }
    }
  }
}
