resource set 'Microsoft.Compute/virtualMachineScaleSets@2024-07-01' = {
  name: 'web'
  location: 'westeurope'
  sku: { name: 'Standard_D2s_v5', capacity: 3 }
  properties: {
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
            name: 'malware'
            properties: {
              publisher: 'Microsoft.Azure.Security'
              type: 'IaaSAntimalware'
//                  ^^^^^^^^^^^^^^^^^ error: `IaaSAntimalware` is made for Windows, and the machines run Linux
              typeHandlerVersion: '1.3'
              settings: { AntimalwareEnabled: true }
            }
          }
        ]
      }
    }
  }
}
