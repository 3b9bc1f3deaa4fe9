param name string
param location string

resource account 'Microsoft.Storage/storageAccounts@2023-05-01' = {
  name: 'files${name}'
  location: location
  kind: 'StorageV2'
  sku: { name: 'Standard_LRS' }
}

output endpoint string = account.properties.primaryEndpoints.blob
