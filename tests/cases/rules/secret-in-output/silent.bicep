resource files 'Microsoft.Storage/storageAccounts@2023-05-01' existing = { name: 'files' }

@secure()
output key string = files.listKeys().keys[0].value
