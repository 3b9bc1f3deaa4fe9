param store resource 'Microsoft.Storage/storageAccounts@2023-01-01'
output kept resource = store
