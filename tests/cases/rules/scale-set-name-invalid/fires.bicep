resource set 'Microsoft.Compute/virtualMachineScaleSets@2024-07-01' = {
  name: 'web fleet'
//      ^^^^^^^^^^^ error: the name `web fleet` has characters outside letters, digits, `_`, `.` and `-`
  location: 'westeurope'
  sku: { name: 'Standard_D2s_v5', capacity: 3 }
  properties: {
    upgradePolicy: { mode: 'Rolling' }
  }
}
