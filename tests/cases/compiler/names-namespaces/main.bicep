// `az` and `sys` may be given other names, which frees their own.
extension az as azure
extension sys as system

var az = 'free'
var group = azure.resourceGroup()

@system.description('named through its namespace')
output text string = '${az} ${group.location}'

resource account 'azure:Microsoft.Storage/storageAccounts@2023-01-01' existing = {
  name: 'account'
}
output id string = account.id
