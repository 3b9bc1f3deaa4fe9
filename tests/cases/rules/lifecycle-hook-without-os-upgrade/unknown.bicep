param upgrades bool

resource set 'Microsoft.Compute/virtualMachineScaleSets@2025-11-01' = {
  name: 'web'
  location: 'westeurope'
  sku: { name: 'Standard_D2s_v5', capacity: 3 }
  properties: {
    upgradePolicy: { mode: 'Automatic', automaticOSUpgradePolicy: { enableAutomaticOSUpgrade: upgrades } }
    lifecycleHooksProfile: {
      lifecycleHooks: [{ type: 'UpgradeAutoOSScheduling', waitDuration: 'PT15M', defaultAction: 'Approve' }]
    }
  }
}
