resource set 'Microsoft.Compute/virtualMachineScaleSets@2024-07-01' = {
  name: 'web'
  location: 'westeurope'
  sku: { name: 'Standard_D2s_v5', capacity: 3 }
  identity: { type: 'SystemAssigned' }
//                  ^^^^^^^^^^^^^^^^ error: a Flexible set takes a user-assigned identity, not a system-assigned one
  properties: {
    orchestrationMode: 'Flexible'
    platformFaultDomainCount: 1
  }
}
