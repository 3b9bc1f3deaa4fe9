resource set 'Microsoft.Compute/virtualMachineScaleSets@2024-07-01' = {
  name: 'web'
  location: 'westeurope'
  sku: { name: 'Standard_D2s_v5', capacity: 3 }
  properties: {
    upgradePolicy: { mode: 'Rolling', rollingUpgradePolicy: { maxUnhealthyUpgradedInstancePercent: 0 } }
//                                                                                                 ^ info: a limit of 0 % stops the rollout at the first upgraded instance that is not healthy
  }
}
