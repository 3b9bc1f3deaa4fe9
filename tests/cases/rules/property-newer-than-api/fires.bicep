resource set 'Microsoft.Compute/virtualMachineScaleSets@2021-03-01' = {
  name: 'web'
  location: 'westeurope'
  sku: { name: 'Standard_D2s_v5', capacity: 3 }
  properties: {
    upgradePolicy: { mode: 'Rolling', rollingUpgradePolicy: { maxSurge: true } }
//                                                                      ^^^^ error: `properties.upgradePolicy.rollingUpgradePolicy.maxSurge` exists from API version 2022-11-01 on
  }
}
