targetScope = 'subscription'

param sizes array

resource group 'Microsoft.Resources/resourceGroups@2022-09-01' existing = {
  name: 'fleet'
}

module pools 'nested/pool.bicep' = [for (size, i) in sizes: {
  name: 'pool-${i}'
  scope: group
  params: {
    size: size
    zones: [for zone in range(1, 3): string(zone)]
  }
}]

module unnamed 'nested/pool.bicep' = if (length(sizes) > 1) {
  scope: resourceGroup('spare')
  params: { size: sizes[0], zones: [] }
}

output first string = pools[0].outputs.id
