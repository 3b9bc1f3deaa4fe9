param names string[]
param location string = resourceGroup().location
param withTest bool = false
@secure()
param password string

// A module and a loop: the prediction tells what they make.
module accounts 'account.bicep' = [for name in names: {
  name: 'account-${name}'
  params: { name: name, location: location }
}]

resource test 'Microsoft.Storage/storageAccounts@2023-05-01' = if (withTest) {
  name: 'test'
  location: location
  kind: 'StorageV2'
  sku: { name: 'Standard_LRS' }
}

resource vault 'Microsoft.KeyVault/vaults@2023-07-01' existing = { name: 'keys' }

resource server 'Microsoft.Sql/servers@2023-08-01-preview' = {
  name: 'sql-${uniqueString(resourceGroup().id)}'
  location: location
  tags: { text: '[not an expression]' }
  properties: {
    administratorLogin: 'ops'
    administratorLoginPassword: password
    keyId: vault.properties.vaultUri
    version: null
  }
}

output first string = accounts[0].outputs.endpoint
output all array = [for (name, i) in names: { name: name, endpoint: accounts[i].outputs.endpoint }]
output count int = length(names)
