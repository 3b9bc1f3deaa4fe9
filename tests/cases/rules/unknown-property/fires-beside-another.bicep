resource set 'Microsoft.Compute/virtualMachineScaleSets@2024-07-01' = {
  name: 'web'
  location: 'westeurope'
  sku: { name: 'Standard_D2s_v5', capacity: 3 }
  properties: {
    overProvison: false
//  ^^^^^^^^^^^^ warning: no API version of `Microsoft.Compute/virtualMachineScaleSets` knows `overProvison` here
    upgradePolicy: { mode: 'Rolling', rollingUpgradePolicy: { prioritiseUnhealthyInstances: true } }
    virtualMachineProfile: {}
  }
}
