resource set 'Microsoft.Compute/virtualMachineScaleSets@2024-07-01' = {
  name: 'web'
  location: 'westeurope'
  sku: { name: 'Standard_D2s_v5', capacity: 5 }
  properties: {
    singlePlacementGroup: false
    upgradePolicy: { mode: 'Rolling' }
  }
}

resource scale 'Microsoft.Insights/autoscaleSettings@2022-10-01' = {
  name: 'scale'
  location: 'westeurope'
  properties: {
    enabled: true
    targetResourceUri: set.id
    profiles: [{ name: 'default', capacity: { minimum: '5', maximum: '200', default: '5' }, rules: [] }]
  }
}
