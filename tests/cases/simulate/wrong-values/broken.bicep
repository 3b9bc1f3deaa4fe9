@allowed(['Small', 'Large'])
param size string

resource web 'Microsoft.Compute/virtualMachineScaleSets@2023-09-01' = {
  name: 'web'
  location: 'westeurope'
  sku: { name: 'Standard_D2s_v3', capacity: int('three') }
  tags: { size: size }
  properties: {}
}
