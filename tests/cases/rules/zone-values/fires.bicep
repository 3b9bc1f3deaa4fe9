resource set 'Microsoft.Compute/virtualMachineScaleSets@2024-07-01' = {
  name: 'web'
  location: 'westeurope'
  sku: { name: 'Standard_D2s_v5', capacity: 3 }
  zones: ['1', '1']
//             ^^^ error: zone `1` is named twice
  properties: {
    upgradePolicy: { mode: 'Rolling' }
  }
}
