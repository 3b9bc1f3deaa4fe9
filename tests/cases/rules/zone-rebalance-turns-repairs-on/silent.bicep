resource set 'Microsoft.Compute/virtualMachineScaleSets@2024-07-01' = {
  name: 'web'
  location: 'westeurope'
  sku: { name: 'Standard_D2s_v5', capacity: 3 }
  zones: ['1', '2', '3']
  properties: {
    resiliencyPolicy: {
      automaticZoneRebalancingPolicy: {
        enabled: true
        rebalanceStrategy: 'Recreate'
        rebalanceBehavior: 'CreateBeforeDelete'
      }
    }
    automaticRepairsPolicy: { enabled: true, gracePeriod: 'PT30M' }
    upgradePolicy: { mode: 'Rolling' }
    virtualMachineProfile: {
      storageProfile: {
        imageReference: {
          publisher: 'Canonical'
          offer: '0001-com-ubuntu-server-jammy'
          sku: '22_04-lts-gen2'
          version: 'latest'
        }
      }
      extensionProfile: {
        extensions: [
          {
            name: 'health'
            properties: {
              publisher: 'Microsoft.ManagedServices'
              type: 'ApplicationHealthLinux'
              typeHandlerVersion: '2.0'
              settings: { protocol: 'http', port: 8080, requestPath: '/health' }
            }
          }
        ]
      }
    }
  }
}
