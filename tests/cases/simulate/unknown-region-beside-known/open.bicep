param location string = resourceGroup().location
resource vmss 'Microsoft.Compute/virtualMachineScaleSets@2024-07-01' = {
  name: 'open'
  location: location
  sku: { name: 'Standard_D2s_v5', capacity: 5 }
  properties: {
    orchestrationMode: 'Uniform'
    upgradePolicy: { mode: 'Rolling', automaticOSUpgradePolicy: { enableAutomaticOSUpgrade: true } }
    virtualMachineProfile: {
      osProfile: { computerNamePrefix: 'web', adminUsername: 'azureuser' }
      storageProfile: { imageReference: { publisher: 'Canonical', offer: '0001-com-ubuntu-server-jammy', sku: '22_04-lts', version: 'latest' } }
      extensionProfile: { extensions: [ { name: 'health', properties: { publisher: 'Microsoft.ManagedServices', type: 'ApplicationHealthLinux', typeHandlerVersion: '1.0', settings: { protocol: 'http', port: 80, requestPath: '/' } } } ] }
    }
  }
}
