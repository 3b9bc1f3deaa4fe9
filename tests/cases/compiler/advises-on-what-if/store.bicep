param name string
param size int
var full = 'st${name}'
resource store 'Microsoft.Storage/storageAccounts@2023-01-01' = {
  name: full
  location: 'westeurope'
  sku: { name: 'Standard_LRS' }
  kind: 'StorageV2'
  tags: { size: '${size}' }
}
output id string = store.id
