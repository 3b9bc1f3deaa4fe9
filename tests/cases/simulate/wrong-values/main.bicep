@description('Instances that serve.')
@minValue(1)
@maxValue(20)
param count int = 3

@allowed(['Automatic', 'Rolling', 'Manual'])
param mode string = 'Manual'

resource web 'Microsoft.Compute/virtualMachineScaleSets@2023-09-01' = {
  name: 'web'
  location: 'westeurope'
  sku: { name: 'Standard_D2s_v3', capacity: count }
  properties: {
    upgradePolicy: {
      mode: mode
      automaticOSUpgradePolicy: { enableAutomaticOSUpgrade: true }
    }
    virtualMachineProfile: {
      storageProfile: { imageReference: { publisher: 'Canonical', offer: 'ubuntu', sku: '22_04-lts', version: 'latest' } }
    }
  }
}
