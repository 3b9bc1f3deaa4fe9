param name string
param mode string = 'Manual'
param imageVersion string = '22.04.202401010'
resource vmss 'Microsoft.Compute/virtualMachineScaleSets@2024-07-01' = {
  name: name
  location: 'westeurope'
  sku: { name: 'Standard_D2s_v5', capacity: 10 }
  properties: {
    orchestrationMode: 'Uniform'
    upgradePolicy: { mode: mode, automaticOSUpgradePolicy: { enableAutomaticOSUpgrade: true, useRollingUpgradePolicy: false } }
    virtualMachineProfile: {
      storageProfile: { imageReference: { publisher: 'Canonical', offer: '0001-com-ubuntu-server-jammy', sku: '22_04-lts', version: imageVersion } }
      extensionProfile: { extensions: [ { name: 'health', properties: { publisher: 'Microsoft.ManagedServices', type: 'ApplicationHealthLinux', typeHandlerVersion: '1.0', autoUpgradeMinorVersion: true, enableAutomaticUpgrade: true, settings: { protocol: 'http', port: 80, requestPath: '/' } } } ] }
    }
  }
}
