resource set 'Microsoft.Compute/virtualMachineScaleSets@2024-07-01' = {
  name: 'web'
  location: 'westeurope'
  sku: { name: 'Standard_D2s_v5', capacity: 3 }
  zones: ['1', '2', '3']
  properties: {
    proximityPlacementGroup: { id: resourceId('Microsoft.Compute/proximityPlacementGroups', 'near') }
//                                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error: a proximity placement group cannot span 3 zones
    upgradePolicy: { mode: 'Rolling' }
  }
}
