param location string

resource account 'Microsoft.Storage/storageAccounts@2023-05-01' = {
  name: 'files'
  location: location
  kind: 'StorageV2'
  sku: { name: 'Standard_LRS' }
}

resource more 'Microsoft.Storage/storageAccounts@2023-05-01' = {
  name: 'more'
  location: location
  kind: 'StorageV2'
  sku: { name: 'Standard_LRS' }
}
