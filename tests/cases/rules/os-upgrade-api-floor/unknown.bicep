param policy object

resource set 'Microsoft.Compute/virtualMachineScaleSets@2018-06-01' = {
  name: 'web'
  location: 'westeurope'
  sku: { name: 'Standard_D2s_v5', capacity: 3 }
  properties: {
    upgradePolicy: policy
  }
}
