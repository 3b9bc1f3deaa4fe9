resource set 'Microsoft.Compute/virtualMachineScaleSets@2024-07-01' = {
  name: 'web'
  location: 'westeurope'
  sku: { name: 'Standard_D2s_v5', capacity: 3 }
  properties: {
    upgradePolicy: { mode: 'Rolling', rollingUpgradePolicy: { pauseTimeBetweenBatches: '5m' } }
//                                                                                     ^^^^ error: the pause `5m` is not an ISO 8601 duration
  }
}
