param environment string

resource web 'Microsoft.Compute/virtualMachineScaleSets@2024-07-01' = {
  name: 'shop-${environment}'
  location: 'westeurope'
  sku: { name: 'Standard_D2s_v5', capacity: environment == 'prod' ? 10 : 2 }
  properties: {
    orchestrationMode: 'Uniform'
    upgradePolicy: {
      mode: environment == 'prod' ? 'Manual' : 'Rolling'
      automaticOSUpgradePolicy: { enableAutomaticOSUpgrade: environment != 'prod' }
      rollingUpgradePolicy: { maxBatchInstancePercent: 50, maxUnhealthyInstancePercent: 50 }
    }
    virtualMachineProfile: {
      storageProfile: { imageReference: { publisher: 'Canonical', offer: '0001-com-ubuntu-server-jammy', sku: '22_04-lts', version: 'latest' } }
      networkProfile: { healthProbe: { id: resourceId('Microsoft.Network/loadBalancers/probes', 'lb', 'http') } }
    }
  }
}
