resource web 'Microsoft.Compute/virtualMachineScaleSets@2023-09-01' = {
  name: 'web'
  location: 'westeurope'
  sku: { name: 'Standard_D2s_v3', capacity: 4 }
  properties: {
    upgradePolicy: {
      mode: 'Rolling'
      rollingUpgradePolicy: {
        maxBatchInstancePercent: 3
      }
    }
  }
}
