// The capacity is not known, but autoscale keeps at least two.
param instances int

resource set 'Microsoft.Compute/virtualMachineScaleSets@2024-07-01' = {
  name: 'web'
  location: 'westeurope'
  sku: { name: 'Standard_D2s_v5', capacity: instances }
  properties: {
    upgradePolicy: { mode: 'Automatic' }
//                         ^^^^^^^^^^^ warning: mode `Automatic` changes all instances at once, in no order and without a batch limit
  }
}

resource scale 'Microsoft.Insights/autoscaleSettings@2022-10-01' = {
  name: 'scale'
  location: 'westeurope'
  properties: {
    enabled: true
    targetResourceUri: set.id
    profiles: [{ name: 'default', capacity: { minimum: '2', maximum: '10', default: '2' }, rules: [] }]
  }
}
