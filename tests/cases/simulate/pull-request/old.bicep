param version string = '1.0.0'
resource web 'Microsoft.Compute/virtualMachineScaleSets@2024-07-01' = {
  name: 'web'
  location: 'westeurope'
  sku: { name: 'Standard_D2s_v5', capacity: 5 }
  properties: {
    orchestrationMode: 'Uniform'
    upgradePolicy: { mode: 'Rolling', rollingUpgradePolicy: { maxBatchInstancePercent: 40, pauseTimeBetweenBatches: 'PT1M' } }
    virtualMachineProfile: {
      osProfile: { computerNamePrefix: 'web', adminUsername: 'op' }
      storageProfile: { imageReference: { publisher: 'Canonical', offer: 'ubuntu', sku: '22_04', version: version } }
    }
  }
}
