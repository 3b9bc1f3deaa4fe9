@secure()
param adminPassword string

resource set 'Microsoft.Compute/virtualMachineScaleSets@2024-07-01' = {
  name: 'web'
  location: 'westeurope'
  sku: { name: 'Standard_D2s_v5', capacity: 3 }
  tags: { login: adminPassword }
//               ^^^^^^^^^^^^^ warning: a secure value flows into `tags.login`, which is stored in clear
  properties: {
    upgradePolicy: { mode: 'Rolling' }
  }
}
