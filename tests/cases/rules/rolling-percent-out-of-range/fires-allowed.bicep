// Whatever is chosen is refused.
@allowed([0, 200])
param percent int

resource set 'Microsoft.Compute/virtualMachineScaleSets@2024-07-01' = {
  name: 'web'
  location: 'westeurope'
  sku: { name: 'Standard_D2s_v5', capacity: 3 }
  properties: {
    upgradePolicy: { mode: 'Rolling', rollingUpgradePolicy: { maxBatchInstancePercent: percent } }
//                                                            ^^^^^^^^^^^^^^^^^^^^^^^ error: `maxBatchInstancePercent` is `0` or `200`: whole numbers from 5 to 100 are accepted
  }
}
