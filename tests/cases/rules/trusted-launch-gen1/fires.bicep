resource set 'Microsoft.Compute/virtualMachineScaleSets@2024-07-01' = {
  name: 'web'
  location: 'westeurope'
  sku: { name: 'Standard_D2s_v5', capacity: 3 }
  properties: {
    upgradePolicy: { mode: 'Rolling' }
    virtualMachineProfile: {
      storageProfile: {
        imageReference: {
          publisher: 'MicrosoftWindowsServer'
          offer: 'WindowsServer'
          sku: '2019-Datacenter'
//             ^^^^^^^^^^^^^^^^^ error: `TrustedLaunch` needs a generation 2 image, and `2019-Datacenter` is generation 1
          version: 'latest'
        }
      }
      securityProfile: { securityType: 'TrustedLaunch' }
    }
  }
}
