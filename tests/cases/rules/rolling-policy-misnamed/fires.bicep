resource set 'Microsoft.Compute/virtualMachineScaleSets@2024-07-01' = {
  name: 'web'
  location: 'westeurope'
  sku: { name: 'Standard_D2s_v5', capacity: 3 }
  properties: {
    upgradePolicy: {
      mode: 'Rolling'
      rollingUpgradePolicy: { BatchInstancePercent: 20, pauseTime: 'PT5M' }
//                            ^^^^^^^^^^^^^^^^^^^^ error: no API version knows `BatchInstancePercent` here
//                                                      ^^^^^^^^^ error: no API version knows `pauseTime` here
    }
  }
}
