param unused string
param list array
#disable-next-line use-user-defined-types
param quiet object
@secure()
param password string = 'hunter2'

var same = '${unused}x'
var plain = '${same}'
var joined = concat('a', same, plain)
var quoted = {
  'name': joined
}['name']

#disable-diagnostics no-unused-vars
var silenced = 1
#restore-diagnostics no-unused-vars
var told = list[0]

resource parent 'Contoso.Storage/accounts@2020-01-01' = {
  name: 'main'
}

resource child 'Contoso.Storage/accounts/services@2020-01-01' = {
  name: '${parent.name}/blob'
}

resource lonely 'Contoso.Storage/accounts@2020-01-01' existing = {
  name: 'lonely'
}

resource nested 'Microsoft.Resources/deployments@2021-04-01' = {
  name: 'nested'
}

output adminPassword string = password
output keys object = parent.listKeys()
output value object = quiet

// Not told of what is wrong anyway, and of members of types nothing is.
var notThere
var joinedToo = concat('a', notThere)
type described = {
  @description('one')
  @metadata({ description: 'other' })
  member: string
}
