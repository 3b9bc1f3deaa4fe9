// A half is more than the platform's fifth.
resource set 'Microsoft.Compute/virtualMachineScaleSets@2024-07-01' = {
  name: 'web'
  location: 'westeurope'
  sku: { name: 'Standard_D2s_v5', capacity: 3 }
  properties: {
    upgradePolicy: { mode: 'Rolling', rollingUpgradePolicy: { maxBatchInstancePercent: 50 } }
//                                                                                     ^^ info: 50 % of the instances go out of service at the same time; the platform's own batches are 20 %
  }
}
