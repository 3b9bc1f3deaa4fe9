var plain_var = 'a name of the decompiler'
var nothing = json(' null ')

module made 'made.json' = {
  name: 'made'
  params: { account: { kind: plain_var, other: nothing } }
}

resource odd_resource 'Microsoft.Storage/storageAccounts@2023-05-01' existing = { name: 'store' }

output state object = made.outputs.state
output id string = odd_resource.id
