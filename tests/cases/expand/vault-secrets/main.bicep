param pin string = '1234'
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
var protectedSettings = { commandToExecute: 'run --with never-shown' }
