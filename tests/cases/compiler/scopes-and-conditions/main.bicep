targetScope = 'managementGroup'

param subscriptionId string
param enabled bool

resource group 'Microsoft.Management/managementGroups@2021-04-01' existing = {
  scope: tenant()
  name: 'fleet'
}

module inSubscription 'leaf.bicep' = if (enabled) {
  name: 'in-subscription'
  scope: subscription(subscriptionId)
  params: { text: group.id }
}

module inGroup 'leaf.bicep' = [for i in range(0, 2): {
  name: 'in-group-${i}'
  scope: subscription('${subscriptionId}-${i}')
  params: { text: 'x' }
}]

module everywhere 'tenant.bicep' = {
  name: 'tenant'
  scope: tenant()
}

output first string = inSubscription.outputs.echoed
output second string = inGroup[1].outputs.echoed
