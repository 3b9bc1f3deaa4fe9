param least string

resource set 'Microsoft.Compute/virtualMachineScaleSets@2024-07-01' = {
  name: 'web'
  location: 'westeurope'
  sku: { name: 'Standard_D2s_v5', capacity: 10 }
  properties: {
    upgradePolicy: { mode: 'Rolling' }
  }
}

resource scale 'Microsoft.Insights/autoscaleSettings@2022-10-01' = {
  name: 'scale'
  location: 'westeurope'
  properties: {
    enabled: true
    targetResourceUri: set.id
    profiles: [{ name: 'default', capacity: { minimum: least, maximum: '10', default: least }, rules: [] }]
  }
}
