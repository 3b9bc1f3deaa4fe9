// The name of the preview, which no version since 2018-10-01 knows.
resource set 'Microsoft.Compute/virtualMachineScaleSets@2024-07-01' = {
  name: 'web'
  location: 'westeurope'
  sku: { name: 'Standard_D2s_v5', capacity: 3 }
  properties: {
    upgradePolicy: { mode: 'Rolling', automaticOSUpgrade: true }
//                                                        ^^^^ error: `automaticOSUpgrade` is the retired preview form of OS image upgrade; this API version does not know it
  }
}
