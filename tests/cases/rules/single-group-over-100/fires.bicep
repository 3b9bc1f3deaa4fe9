resource set 'Microsoft.Compute/virtualMachineScaleSets@2024-07-01' = {
  name: 'web'
  location: 'westeurope'
  sku: { name: 'Standard_D2s_v5', capacity: 150 }
//                                          ^^^ error: one placement group holds 100 instances at most
  properties: {
    upgradePolicy: { mode: 'Rolling' }
  }
}
