resource set 'Microsoft.Compute/virtualMachineScaleSets@2018-11-01' = {
//           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error: `Microsoft.Compute/virtualMachineScaleSets` never had an API version `2018-11-01`
  name: 'web'
  location: 'westeurope'
  sku: { name: 'Standard_D2s_v5', capacity: 3 }
  properties: {
    upgradePolicy: { mode: 'Rolling' }
  }
}
