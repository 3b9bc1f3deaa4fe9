// With one instance there is no fleet to lose.
param instances int

resource set 'Microsoft.Compute/virtualMachineScaleSets@2024-07-01' = {
  name: 'web'
  location: 'westeurope'
  sku: { name: 'Standard_D2s_v5', capacity: instances }
  properties: {
    upgradePolicy: { mode: 'Automatic' }
//                         ^^^^^^^^^^^ possible warning: mode `Automatic` changes all instances at once, in no order and without a batch limit
  }
}
