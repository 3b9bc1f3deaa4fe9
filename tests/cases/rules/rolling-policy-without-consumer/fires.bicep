// Nothing upgrades in batches here.
resource set 'Microsoft.Compute/virtualMachineScaleSets@2024-07-01' = {
  name: 'web'
  location: 'westeurope'
  sku: { name: 'Standard_D2s_v5', capacity: 3 }
  properties: {
    upgradePolicy: { mode: 'Manual', rollingUpgradePolicy: { maxBatchInstancePercent: 10 } }
//                                   ^^^^^^^^^^^^^^^^^^^^ info: nothing uses this `rollingUpgradePolicy`
  }
}
