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
          offer: 'UbuntuServer'
          sku: '16.04-LTS'
//             ^^^^^^^^^^^ warning: `UbuntuServer:16.04-LTS` has been out of vendor support since 2021-04-30
          version: 'latest'
        }
      }
    }
  }
}
