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
          publisher: 'Canonical'
          offer: '0001-com-ubuntu-server-jammy'
          sku: '22_04-lts-gen2'
          version: 'latest'
        }
      }
      osProfile: {
        computerNamePrefix: 'web'
        adminUsername: 'ops'
        linuxConfiguration: {
          disablePasswordAuthentication: true
          patchSettings: { patchMode: 'AutomaticByPlatform' }
//                                    ^^^^^^^^^^^^^^^^^^^^^ warning: guest patching of a Flexible set without the Application Health extension
        }
      }
    }
  }
}
