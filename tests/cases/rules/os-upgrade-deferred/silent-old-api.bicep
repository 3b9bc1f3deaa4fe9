// This version does not know the property; another rule says so.
resource set 'Microsoft.Compute/virtualMachineScaleSets@2022-11-01' = {
  name: 'web'
  location: 'westeurope'
  sku: { name: 'Standard_D2s_v5', capacity: 3 }
  properties: {
    upgradePolicy: {
      mode: 'Automatic'
      automaticOSUpgradePolicy: { enableAutomaticOSUpgrade: true, osRollingUpgradeDeferral: true }
    }
  }
}
