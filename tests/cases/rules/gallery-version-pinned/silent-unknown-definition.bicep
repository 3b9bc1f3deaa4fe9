param d string
resource s 'Microsoft.Compute/virtualMachineScaleSets@2024-07-01' = {
  name: 's'
  location: 'westeurope'
  sku: { name: 'Standard_D2s_v5', capacity: 3 }
  properties: {
    upgradePolicy: { mode: 'Rolling', automaticOSUpgradePolicy: { enableAutomaticOSUpgrade: true } }
    virtualMachineProfile: {
      storageProfile: { imageReference: { id: '${d}/versions/latest' } }
      extensionProfile: { extensions: [] }
    }
  }
}
