extension './types.tgz'
module a 'br:contoso.azurecr.io/bicep/storage:v1' = { name: 'a' }
