param u bool
resource s 'Microsoft.Compute/virtualMachineScaleSets@2024-07-01' = {
  name: 's'
  location: 'westeurope'
  sku: { name: 'Standard_D2s_v5', capacity: 3 }
  properties: {
    upgradePolicy: { mode: 'Rolling', automaticOSUpgradePolicy: { enableAutomaticOSUpgrade: true } }
    virtualMachineProfile: {
      storageProfile: { imageReference: { publisher: 'Canonical', offer: '0001-com-ubuntu-server-jammy', sku: '22_04-lts-gen2', version: 'latest' } }
      extensionProfile: { extensions: [{ name: 'c', properties: { publisher: 'Microsoft.Azure.Extensions', type: 'CustomScript', typeHandlerVersion: '2.1', protectedSettings: { fileUris: ['https://stx.blob.core.windows.net/c/x.sh?sv=2023-01-03&se=2027-01-01&sp=r&sr=b&sig=abcdefghijklmnopqrstuvwxyz0123456789'], commandToExecute: 'sh x.sh' } } }] }
    }
  }
}
resource st 'Microsoft.Storage/storageAccounts@2023-01-01' = if (u) { name: 'stx', location: 'w', kind: 'StorageV2', sku: { name: 'Standard_LRS' }, properties: { allowSharedKeyAccess: false } }
