param pin string = '1234'
param unknown string
resource vault 'Microsoft.KeyVault/vaults@2023-07-01' existing = { name: 'keys' }
resource door 'Microsoft.KeyVault/vaults/secrets@2023-07-01' = {
  parent: vault
  name: 'door'
  properties: { value: pin, contentType: 'text/plain' }
}
resource gate 'Microsoft.KeyVault/vaults/secrets@2023-07-01' = {
  parent: vault
  name: 'gate'
  properties: { value: '77' }
}
resource partly 'Microsoft.KeyVault/vaults/secrets@2023-07-01' = {
  parent: vault
  name: 'partly'
  properties: { value: 'never-${unknown}-shown' }
}
resource either 'Microsoft.KeyVault/vaults/secrets@2023-07-01' = {
  parent: vault
  name: 'either'
  properties: { value: unknown == 'x' ? 'never-shown' : toUpper(unknown) }
}
resource given 'Microsoft.KeyVault/vaults/secrets@2023-07-01' = {
  parent: vault
  name: 'given'
  properties: { value: unknown }
}
resource account 'Microsoft.Storage/storageAccounts@2022-09-01' existing = { name: 'kept' }
resource listed 'Microsoft.KeyVault/vaults/secrets@2023-07-01' = {
  parent: vault
  name: 'listed'
  properties: { value: account.listKeys().keys[0].value }
}
var protectedSettings = { commandToExecute: 'run --with never-shown' }
