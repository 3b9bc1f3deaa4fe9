param zones array
param sizes object
param count int = 2

var last = zones[count]

module pool 'pool.bicep' = {
  name: 'pool'
  params: {
    size: sizes.small
    capacity: 40 * count
    labels: zones
  }
}

resource set 'Microsoft.Compute/virtualMachineScaleSets@2023-09-01' = {
  name: 'web'
  location: 'westeurope'
  zones: [last]
  properties: {
    upgradePolicy: { mode: 'Manual' }
  }
}

output first string = zones[0]
output poolName string = pool.outputs.name
