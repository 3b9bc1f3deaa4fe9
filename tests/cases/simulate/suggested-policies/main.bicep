resource web 'Microsoft.Compute/virtualMachineScaleSets@2024-07-01' = {
  name: 'web'
  location: resourceGroup().location
  sku: { name: 'Standard_D2s_v5', capacity: 24 }
  properties: {
    orchestrationMode: 'Uniform'
    upgradePolicy: {
      mode: 'Rolling'
      automaticOSUpgradePolicy: { enableAutomaticOSUpgrade: true, useRollingUpgradePolicy: true }
      rollingUpgradePolicy: {
        maxBatchInstancePercent: 20
        maxUnhealthyInstancePercent: 20
        maxUnhealthyUpgradedInstancePercent: 25
        pauseTimeBetweenBatches: 'PT0S'
      }
    }
    virtualMachineProfile: {
      storageProfile: {
        imageReference: { publisher: 'Canonical', offer: '0001-com-ubuntu-server-jammy', sku: '22_04-lts', version: 'latest' }
        osDisk: { createOption: 'FromImage' }
      }
      extensionProfile: {
        extensions: [
          {
            name: 'health'
            properties: { publisher: 'Microsoft.ManagedServices', type: 'ApplicationHealthLinux', typeHandlerVersion: '2.0', autoUpgradeMinorVersion: true, settings: { protocol: 'tcp', port: 80 } }
          }
        ]
      }
    }
  }
}
