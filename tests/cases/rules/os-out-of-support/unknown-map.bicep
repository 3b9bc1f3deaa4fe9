@allowed(['a','b'])
param k string
var m = { a: {publisher: 'OpenLogic', offer: 'CentOS', sku: '7.9', version: 'latest'}, b: {publisher: 'RedHat', offer: 'RHEL', sku: '9', version: 'latest'} }
resource s 'Microsoft.Compute/virtualMachineScaleSets@2024-07-01' = {
  name: 's'
  location: 'westeurope'
  sku: { name: 'Standard_D2s_v5', capacity: 3 }
  properties: {
    upgradePolicy: { mode: 'Rolling', automaticOSUpgradePolicy: { enableAutomaticOSUpgrade: true } }
    virtualMachineProfile: {
      storageProfile: { imageReference: m[k] }
      extensionProfile: { extensions: [] }
    }
  }
}
