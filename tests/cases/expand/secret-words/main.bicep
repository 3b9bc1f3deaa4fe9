// A secret may be a word that JSON has, too, or hold what JSON is written with: the answer is JSON all the same.
@secure()
param answer string = 'false'
@secure()
param pin string = '4711825'
@secure()
param quoted string = 'left","right'
@secure()
param ends string = 'backslash\\'
var other = false

resource kept 'Microsoft.Storage/storageAccounts@2022-09-01' = if (other) {
  name: 'kept'
  location: 'westeurope'
  sku: { name: 'Standard_LRS' }
  kind: 'StorageV2'
}

output known bool = other
output length int = length(answer)
output number int = int(pin)
output negative array = [-4711825, 4711826, 'x', null, true]
output apart array = ['left', 'right', 'left","right', 'öl "left","right"']
output escaped array = ['backslash\n', 'backslash\\', 'backslash"']
output last string = 'end'
