param updates bool

resource set 'Microsoft.Compute/virtualMachineScaleSets@2024-07-01' = {
  name: 'web'
  location: 'westeurope'
  sku: { name: 'Standard_D2s_v5', capacity: 3 }
  properties: {
    orchestrationMode: 'Flexible'
    platformFaultDomainCount: 1
    virtualMachineProfile: {
      storageProfile: {
        imageReference: {
          publisher: 'MicrosoftWindowsServer'
          offer: 'WindowsServer'
          sku: '2022-datacenter-azure-edition'
          version: 'latest'
        }
      }
      osProfile: {
        computerNamePrefix: 'web'
        adminUsername: 'ops'
        windowsConfiguration: { patchSettings: { patchMode: 'AutomaticByPlatform' }, enableAutomaticUpdates: updates }
      }
    }
  }
}
