// 20.04 was published under another offer.
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
          sku: '20.04-LTS'
//             ^^^^^^^^^^^ error: offer `UbuntuServer` has no SKU `20.04-LTS`
          version: 'latest'
        }
      }
    }
  }
}
