// Automatic extension upgrades go by the policy.
resource set 'Microsoft.Compute/virtualMachineScaleSets@2024-07-01' = {
  name: 'web'
  location: 'westeurope'
  sku: { name: 'Standard_D2s_v5', capacity: 3 }
  properties: {
    upgradePolicy: { mode: 'Manual', rollingUpgradePolicy: { maxBatchInstancePercent: 10 } }
    virtualMachineProfile: {
      extensionProfile: {
        extensions: [
          {
            name: 'health'
            properties: {
              publisher: 'Microsoft.ManagedServices'
              type: 'ApplicationHealthLinux'
              typeHandlerVersion: '2.0'
              enableAutomaticUpgrade: true
              settings: { protocol: 'http', port: 8080, requestPath: '/health' }
            }
          }
        ]
      }
    }
  }
}
