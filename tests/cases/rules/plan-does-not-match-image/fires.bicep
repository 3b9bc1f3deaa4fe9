resource set 'Microsoft.Compute/virtualMachineScaleSets@2024-07-01' = {
  name: 'web'
  location: 'westeurope'
  sku: { name: 'Standard_D2s_v5', capacity: 3 }
  plan: { publisher: 'acme', product: 'appliance-byol', name: 'standard' }
//                                    ^^^^^^^^^^^^^^^^ error: plan product `appliance-byol` is not the image's offer `appliance`
  properties: {
    upgradePolicy: { mode: 'Rolling' }
    virtualMachineProfile: {
      storageProfile: {
        imageReference: { publisher: 'acme', offer: 'appliance', sku: 'standard', version: 'latest' }
      }
    }
  }
}
