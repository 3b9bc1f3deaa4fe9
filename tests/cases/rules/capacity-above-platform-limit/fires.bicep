resource set 'Microsoft.Compute/virtualMachineScaleSets@2024-07-01' = {
  name: 'web'
  location: 'westeurope'
  sku: { name: 'Standard_D2s_v5', capacity: 1200 }
//                                          ^^^^ error: a scale set holds 1000 instances at most
  properties: {
    singlePlacementGroup: false
    upgradePolicy: { mode: 'Rolling' }
  }
}
