param size int = 2

resource other 'Microsoft.Compute/virtualMachineScaleSets@2023-09-01' = {
  name: 'other'
  location: 'westeurope'
  sku: { name: 'Standard_D2s_v3', capacity: size }
  properties: {}
}
