// The limit is not written: it is 20.
resource set 'Microsoft.Compute/virtualMachineScaleSets@2024-07-01' = {
  name: 'web'
  location: 'westeurope'
  sku: { name: 'Standard_D2s_v5', capacity: 3 }
  properties: {
    upgradePolicy: { mode: 'Rolling', rollingUpgradePolicy: { maxBatchInstancePercent: 40 } }
//                                                                                     ^^ warning: a batch of 40 % alone breaks the health limit of 20 %, for instances in upgrade count as unhealthy
  }
}
