@allowed([20,25])
param l int
resource s 'Microsoft.Compute/virtualMachineScaleSets@2024-07-01' = {
  name: 's'
  location: 'westeurope'
  sku: { name: 'Standard_D2s_v5', capacity: 3 }
//                                          ^ warning: one unhealthy instance of 3 is 33 %, above the limit of 25 %: upgrades stop
  properties: {
    upgradePolicy: { mode: 'Rolling', rollingUpgradePolicy: {maxUnhealthyInstancePercent: l}, automaticOSUpgradePolicy: { enableAutomaticOSUpgrade: true } }
    virtualMachineProfile: {
      storageProfile: { imageReference: { publisher: 'Canonical', offer: '0001-com-ubuntu-server-jammy', sku: '22_04-lts-gen2', version: 'latest' } }
      extensionProfile: { extensions: [] }
    }
  }
}
