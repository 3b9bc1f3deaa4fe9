// Nothing brings Azure's types in here.
resource store 'Microsoft.Storage/storageAccounts@2023-01-01' = {
  name: 'store'
  location: 'westeurope'
  kind: 'StorageV2'
  sku: { name: 'Standard_LRS' }
}
