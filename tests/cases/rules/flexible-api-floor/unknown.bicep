param mode string

resource set 'Microsoft.Compute/virtualMachineScaleSets@2020-12-01' = {
  name: 'web'
  location: 'westeurope'
  sku: { name: 'Standard_D2s_v5', capacity: 3 }
  properties: {
    orchestrationMode: mode
    platformFaultDomainCount: 1
  }
}
