param names array
param deploy bool

resource account 'Contoso.Storage/accounts@2020-01-01' = if (deploy) {
  name: 'main'
  location: resourceGroup().location

  resource service 'services' = {
    name: 'blob'
    properties: { first: names[0] }
  }
}

resource container 'Contoso.Storage/accounts/services/containers@2020-01-01' = {
  parent: account::service
  name: 'logs'
}

@batchSize(2)
resource sets 'Contoso.Compute/sets@2021-01-01' = [for (name, i) in names: {
  name: '${name}-${i}'
  properties: {
    disks: [for disk in range(0, 2): { lun: disk, owner: name }]
    store: account.properties.endpoint
  }
}]

resource extension 'Contoso.Compute/sets/extensions@2021-01-01' = [for i in range(0, 2): {
  parent: sets[i]
  name: 'health'
}]

resource known 'Contoso.Storage/accounts@2020-01-01' existing = {
  scope: resourceGroup('other')
  name: 'known'
}

resource lock 'Microsoft.Authorization/locks@2020-05-01' = {
  scope: sets[0]
  name: 'keep'
  properties: { level: 'CanNotDelete', notes: known.id }
}

var atRunTime = known.listKeys().keys[0].value

output ids array = [for i in range(0, 2): sets[i].id]
output location string = account.location
output secret string = atRunTime
output zone string = sets[1].properties.zone
