resource set 'Microsoft.Compute/virtualMachineScaleSets@2024-07-01' = {
//< info: the region has zones, and the set does not use them
  name: 'web'
  location: 'westeurope'
  sku: { name: 'Standard_D2s_v5', capacity: 3 }
  properties: {
    upgradePolicy: { mode: 'Rolling' }
  }
}
