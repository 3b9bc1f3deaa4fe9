param count int
param size string

resource web 'Microsoft.Compute/virtualMachineScaleSets@2024-07-01' = {
  name: 'web'
  location: 'westeurope'
  sku: { name: size, capacity: count }
  properties: {
    orchestrationMode: 'Uniform'
    upgradePolicy: { mode: 'Rolling' }
    virtualMachineProfile: {
      networkProfile: { healthProbe: { id: resourceId('Microsoft.Network/loadBalancers/probes', 'lb', 'http') } }
    }
  }
}
