resource set 'Microsoft.Compute/virtualMachineScaleSets@2024-07-01' = {
  name: 'web'
  location: 'westeurope'
  sku: { name: 'Standard_D2s_v5', capacity: 3 }
  properties: {
    automaticRepairsPolicy: { enabled: true, gracePeriod: 'PT5M' }
//                                                        ^^^^^^ error: the grace period is `PT5M`; `PT10M` to `PT90M` is accepted
    upgradePolicy: { mode: 'Manual' }
  }
}
