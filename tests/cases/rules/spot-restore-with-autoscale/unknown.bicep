param restore bool

resource set 'Microsoft.Compute/virtualMachineScaleSets@2024-07-01' = {
  name: 'web'
  location: 'westeurope'
  sku: { name: 'Standard_D2s_v5', capacity: 3 }
  properties: {
    spotRestorePolicy: { enabled: restore, restoreTimeout: 'PT1H' }
    upgradePolicy: { mode: 'Rolling' }
    virtualMachineProfile: {
      storageProfile: {
        imageReference: {
          publisher: 'Canonical'
          offer: '0001-com-ubuntu-server-jammy'
          sku: '22_04-lts-gen2'
          version: 'latest'
        }
      }
      priority: 'Spot'
      evictionPolicy: 'Delete'
    }
  }
}

resource scale 'Microsoft.Insights/autoscaleSettings@2022-10-01' = {
  name: 'scale'
  location: 'westeurope'
  properties: {
    enabled: true
    targetResourceUri: set.id
    profiles: [{ name: 'default', capacity: { minimum: '2', maximum: '10', default: '2' }, rules: [] }]
  }
}
