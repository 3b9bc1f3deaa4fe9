// A version that still knows the name: a warning.
resource set 'Microsoft.Compute/virtualMachineScaleSets@2018-06-01' = {
  name: 'web'
  location: 'westeurope'
  sku: { name: 'Standard_D2s_v5', capacity: 3 }
  properties: {
    upgradePolicy: { mode: 'Rolling', automaticOSUpgrade: true }
//                                                        ^^^^ warning: `automaticOSUpgrade` is the retired preview form of OS image upgrade
  }
}
