param instances int

resource set 'Microsoft.Compute/virtualMachineScaleSets@2024-07-01' = {
  name: 'web'
  location: 'westeurope'
  sku: { name: 'Standard_D2s_v5', capacity: instances }
  properties: {
    upgradePolicy: {
      mode: 'Rolling'
      automaticOSUpgradePolicy: { enableAutomaticOSUpgrade: true, useRollingUpgradePolicy: true }
      rollingUpgradePolicy: { maxBatchInstancePercent: 20, pauseTimeBetweenBatches: 'PT0S' }
    }
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
          {
            name: 'script'
            properties: {
              publisher: 'Microsoft.Azure.Extensions'
              type: 'CustomScript'
              typeHandlerVersion: '2.1'
              protectedSettings: {
                fileUris: [
                  'https://files.blob.core.windows.net/scripts/install.sh?sv=2022-11-02&se=2026-01-01&sr=b&sp=r&sig=c2lnbmF0dXJlLW9mLWEtdGVzdC1vbmx5LTAxMjM0NTY%3D'
                ]
                commandToExecute: 'sh install.sh'
              }
            }
          }
        ]
      }
    }
  }
}
