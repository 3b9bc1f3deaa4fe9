param product string

resource set 'Microsoft.Compute/virtualMachineScaleSets@2024-07-01' = {
  name: 'web'
  location: 'westeurope'
  sku: { name: 'Standard_D2s_v5', capacity: 3 }
  plan: { publisher: 'acme', product: product, name: 'standard' }
  properties: {
    upgradePolicy: { mode: 'Rolling' }
    virtualMachineProfile: {
      storageProfile: {
        imageReference: { publisher: 'acme', offer: 'appliance', sku: 'standard', version: 'latest' }
      }
    }
  }
}
