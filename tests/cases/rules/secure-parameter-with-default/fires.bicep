@secure()
param adminPassword string = 'Hunter2-Hunter2'
//    ^^^^^^^^^^^^^ warning: secure parameter `adminPassword` has its secret in the template

resource set 'Microsoft.Compute/virtualMachineScaleSets@2024-07-01' = {
  name: 'web'
  location: 'westeurope'
  sku: { name: 'Standard_D2s_v5', capacity: 3 }
  properties: {
    upgradePolicy: { mode: 'Rolling' }
  }
}
