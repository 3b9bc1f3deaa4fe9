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
    }
  }
}

resource one 'Microsoft.Compute/virtualMachineScaleSets/virtualMachines@2022-11-01' = {
  parent: set
  name: '0'
  location: 'westeurope'
  properties: { protectionPolicy: { protectFromScaleIn: true } }
//              ^^^^^^^^^^^^^^^^ info: instance protection on a Flexible set needs API version 2023-09-01
}
