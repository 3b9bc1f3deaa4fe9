resource web 'Microsoft.Compute/virtualMachineScaleSets@2024-07-01' = {
  name: 'web'
  location: 'West Europe'
  sku: { name: 'Standard_D2s_v5', capacity: 20 }
  properties: {
    orchestrationMode: 'Uniform'
    upgradePolicy: {
      mode: 'Manual'
      rollingUpgradePolicy: { maxUnhealthyUpgradedInstancePercent: 50 }
      automaticOSUpgradePolicy: {
        enableAutomaticOSUpgrade: true
      }
    }
    virtualMachineProfile: {
      networkProfile: { healthProbe: { id: '/subscriptions/x/resourceGroups/y/providers/Microsoft.Network/loadBalancers/lb/probes/p' } }
      storageProfile: { imageReference: { publisher: 'Canonical', offer: 'ubuntu', sku: '22_04', version: 'latest' } }
    }
  }
}
