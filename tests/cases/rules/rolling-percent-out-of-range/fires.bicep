resource set 'Microsoft.Compute/virtualMachineScaleSets@2024-07-01' = {
  name: 'web'
  location: 'westeurope'
  sku: { name: 'Standard_D2s_v5', capacity: 3 }
  properties: {
    upgradePolicy: {
      mode: 'Rolling'
      rollingUpgradePolicy: {
        maxBatchInstancePercent: 0
//                               ^ error: `maxBatchInstancePercent` is `0`: whole numbers from 5 to 100 are accepted
        maxUnhealthyInstancePercent: 4
//                                   ^ error: `maxUnhealthyInstancePercent` is `4`: whole numbers from 5 to 100 are accepted
        maxUnhealthyUpgradedInstancePercent: 101
//                                           ^^^ error: `maxUnhealthyUpgradedInstancePercent` is `101`: whole numbers from 0 to 100 are accepted
      }
    }
  }
}
