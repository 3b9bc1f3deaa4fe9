@allowed(['7.9','7_9'])
param k string
resource s 'Microsoft.Compute/virtualMachineScaleSets@2024-07-01' = {
  name: 's'
  location: 'westeurope'
  sku: { name: 'Standard_D2s_v5', capacity: 3 }
  properties: {
    upgradePolicy: { mode: 'Rolling', automaticOSUpgradePolicy: { enableAutomaticOSUpgrade: true } }
    virtualMachineProfile: {
      storageProfile: { imageReference: { publisher: 'OpenLogic', offer: 'CentOS', sku: k, version: 'latest' } }
//                                                                                 ^^^ warning: `CentOS` with SKU `7.9` or `7_9` has been out of vendor support since 2024-06-30
      extensionProfile: { extensions: [] }
    }
  }
}
