// OS upgrades go by the platform's own limits, not by these.
resource set 'Microsoft.Compute/virtualMachineScaleSets@2024-07-01' = {
  name: 'web'
  location: 'westeurope'
  sku: { name: 'Standard_D2s_v5', capacity: 3 }
  properties: {
    upgradePolicy: {
      mode: 'Automatic'
      automaticOSUpgradePolicy: { enableAutomaticOSUpgrade: true }
      rollingUpgradePolicy: { maxBatchInstancePercent: 10 }
//                                                     ^^ info: `maxBatchInstancePercent` is `10`, but the OS upgrade is not told to use this policy
    }
  }
}
