// And in a default.
param limits object = {
  batch: 0
//       ^ error: `maxBatchInstancePercent` is `0`: whole numbers from 5 to 100 are accepted
}

resource set 'Microsoft.Compute/virtualMachineScaleSets@2024-07-01' = {
  name: 'web'
  location: 'westeurope'
  sku: { name: 'Standard_D2s_v5', capacity: 3 }
  properties: {
    upgradePolicy: { mode: 'Rolling', rollingUpgradePolicy: { maxBatchInstancePercent: limits.batch } }
  }
}
