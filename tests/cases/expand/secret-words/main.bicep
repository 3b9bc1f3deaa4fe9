// A secret may be a word that JSON has, too: the answer is JSON all the same.
@secure()
param answer string = 'false'
var other = false

resource kept 'Microsoft.Storage/storageAccounts@2022-09-01' = if (other) {
  name: 'kept'
  location: 'westeurope'
  sku: { name: 'Standard_LRS' }
  kind: 'StorageV2'
}

output known bool = other
output length int = length(answer)
