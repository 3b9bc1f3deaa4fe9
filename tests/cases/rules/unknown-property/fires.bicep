resource set 'Microsoft.Compute/virtualMachineScaleSets@2024-07-01' = {
  name: 'web'
  location: 'westeurope'
  sku: { name: 'Standard_D2s_v5', capacity: 3 }
  properties: {
    upgradePolicy: { mode: 'Rolling' }
    virtualMachineProfile: {
      networkProfile: {
        healthProbes: { id: resourceId('Microsoft.Network/loadBalancers/probes', 'front', 'http') }
//      ^^^^^^^^^^^^ warning: no API version of `Microsoft.Compute/virtualMachineScaleSets` knows `healthProbes` here
      }
    }
  }
}
