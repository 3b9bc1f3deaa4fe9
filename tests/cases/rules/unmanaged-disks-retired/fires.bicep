resource set 'Microsoft.Compute/virtualMachineScaleSets@2024-07-01' = {
  name: 'web'
  location: 'westeurope'
  sku: { name: 'Standard_D2s_v5', capacity: 3 }
  properties: {
    upgradePolicy: { mode: 'Rolling' }
    virtualMachineProfile: {
      storageProfile: {
        osDisk: {
          name: 'os'
          createOption: 'FromImage'
          osType: 'Linux'
          image: { uri: 'https://images.blob.core.windows.net/vhds/web.vhd' }
          vhdContainers: ['https://images.blob.core.windows.net/vhds']
//        ^^^^^^^^^^^^^ warning: unmanaged disks were retired on 2026-03-31
        }
      }
    }
  }
}
