// A second instance comes up before the first goes down.
resource set 'Microsoft.Compute/virtualMachineScaleSets@2024-07-01' = {
  name: 'web'
  location: 'westeurope'
  sku: { name: 'Standard_D2s_v5', capacity: 1 }
  properties: {
    overprovision: false
    upgradePolicy: { mode: 'Rolling', rollingUpgradePolicy: { maxSurge: true } }
  }
}
