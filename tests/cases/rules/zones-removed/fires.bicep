resource set 'Microsoft.Compute/virtualMachineScaleSets@2024-07-01' = {
  name: 'web'
  location: 'westeurope'
  sku: { name: 'Standard_D2s_v5', capacity: 3 }
  zones: ['1']
//^^^^^ error: zone `2` is gone: zones of an existing set cannot be removed
  properties: {
    upgradePolicy: { mode: 'Rolling' }
  }
}
