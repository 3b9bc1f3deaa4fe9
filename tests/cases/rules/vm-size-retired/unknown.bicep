param size string

resource set 'Microsoft.Compute/virtualMachineScaleSets@2024-07-01' = {
  name: 'web'
  location: 'westeurope'
  sku: { name: size, capacity: 3 }
  properties: {
    upgradePolicy: { mode: 'Rolling' }
  }
}
