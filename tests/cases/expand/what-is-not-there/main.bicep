param deployStorage bool = false
param names array = []
param zones int
@allowed(['dev', 'prod'])
param stage string

resource off 'Microsoft.Network/natGateways@2024-05-01' = if (deployStorage) {
  name: 'off'
}

resource none 'Microsoft.Network/natGateways@2024-05-01' = [for name in names: {
  name: name
}]

resource some 'Microsoft.Network/natGateways@2024-05-01' = [for i in range(0, zones): if (stage == 'prod') {
  name: 'some${i}'
}]

module perhaps 'network.bicep' = if (stage == 'prod') {
  name: 'perhaps'
}

module never 'network.bicep' = if (deployStorage && stage == 'prod') {
  name: 'never'
}
