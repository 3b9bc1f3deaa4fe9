resource gateway 'Microsoft.Network/natGateways@2024-05-01' = {
  name: 'gateway'
}

module inner 'inner.bicep' = {
  name: 'inner'
}
