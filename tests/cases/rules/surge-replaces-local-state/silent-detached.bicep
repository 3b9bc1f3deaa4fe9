// A disk that is detached survives its instance.
resource set 'Microsoft.Compute/virtualMachineScaleSets@2024-07-01' = {
  name: 'web'
  location: 'westeurope'
  sku: { name: 'Standard_D2s_v5', capacity: 3 }
  properties: {
    orchestrationMode: 'Flexible'
    upgradePolicy: { mode: 'Rolling', rollingUpgradePolicy: { maxSurge: true } }
    virtualMachineProfile: {
      storageProfile: {
        imageReference: {
          publisher: 'Canonical'
          offer: '0001-com-ubuntu-server-jammy'
          sku: '22_04-lts-gen2'
          version: 'latest'
        }
        dataDisks: [{ lun: 0, createOption: 'Empty', diskSizeGB: 64, deleteOption: 'Detach' }]
      }
    }
  }
}
