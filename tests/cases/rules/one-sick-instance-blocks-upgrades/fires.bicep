// One of three is 33 %, above the platform's 20 %.
resource set 'Microsoft.Compute/virtualMachineScaleSets@2024-07-01' = {
  name: 'web'
  location: 'westeurope'
  sku: { name: 'Standard_D2s_v5', capacity: 3 }
//                                          ^ warning: one unhealthy instance of 3 is 33 %, above the limit of 20 %: upgrades stop
  properties: {
    upgradePolicy: { mode: 'Rolling' }
  }
}
