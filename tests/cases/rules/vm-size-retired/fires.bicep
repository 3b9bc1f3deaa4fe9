resource set 'Microsoft.Compute/virtualMachineScaleSets@2024-07-01' = {
  name: 'web'
  location: 'westeurope'
  sku: { name: 'Standard_A2', capacity: 3 }
//             ^^^^^^^^^^^^^ warning: sizes of series Av1 were retired on 2024-08-31
  properties: {
    upgradePolicy: { mode: 'Rolling' }
  }
}
