// A resource that is a parameter or an output of a module is known by its id only.
param account resource 'Microsoft.Storage/storageAccounts@2023-01-01'

resource vault 'Microsoft.KeyVault/vaults@2023-07-01' existing = {
  name: 'kv'
}

var sameAccount = account

module first 'store.bicep' = {
  name: 'first'
  params: { store: sameAccount }
}
module second 'store.bicep' = {
  name: 'second'
  params: { store: first.outputs.kept }
}
module each 'store.bicep' = [for i in range(0, 2): {
  name: 'each${i}'
  params: { store: account }
}]
module vaulted 'vaulted.bicep' = {
  name: 'vaulted'
  params: { vault: vault }
}

output facts array = [account.id, account.name, account.type, account.apiVersion]
output tier string = account.properties.accessTier
output location string = sameAccount.location
output keys object = account.listKeys()
output fromModule array = [first.outputs.kept.id, first.outputs.kept.name, first.outputs.kept.type]
output element string = each[1].outputs.kept.name
output missing array = [first.outputs.?kept.id, first.outputs.?kept.name, account.?tags]
output vault resource = vault
