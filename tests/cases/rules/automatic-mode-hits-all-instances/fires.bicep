// An edit to the model may restart all six at once.
resource set 'Microsoft.Compute/virtualMachineScaleSets@2024-07-01' = {
  name: 'web'
  location: 'westeurope'
  sku: { name: 'Standard_D2s_v5', capacity: 6 }
  properties: {
    upgradePolicy: { mode: 'Automatic' }
//                         ^^^^^^^^^^^ warning: mode `Automatic` changes all instances at once, in no order and without a batch limit
  }
}
