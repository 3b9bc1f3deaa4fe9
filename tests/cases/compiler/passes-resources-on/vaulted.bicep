param vault resource 'Microsoft.KeyVault/vaults@2022-07-01'
output id string = vault.id
