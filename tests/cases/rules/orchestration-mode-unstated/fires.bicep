resource set 'Microsoft.Compute/virtualMachineScaleSets@2024-07-01' = {
  name: 'web'
  location: 'westeurope'
  sku: { name: 'Standard_D2s_v5', capacity: 3 }
  properties: {
//^^^^^^^^^^ info: the orchestration mode is not stated: Uniform here, Flexible in newer tools
    upgradePolicy: { mode: 'Rolling' }
  }
}
