resource set 'Microsoft.Compute/virtualMachineScaleSets@2024-07-01' = {
  name: 'web'
  location: 'westeurope'
  sku: { name: 'Standard_D2s_v5', capacity: 700 }
//                                          ^^^ error: a scale set with a managed image holds 600 instances at most
  properties: {
    singlePlacementGroup: false
    upgradePolicy: { mode: 'Rolling' }
    virtualMachineProfile: {
      storageProfile: {
        imageReference: { id: resourceId('Microsoft.Compute/images', 'web') }
      }
    }
  }
}
