resource set 'Microsoft.Compute/virtualMachineScaleSets@2024-07-01' = {
  name: 'web'
  location: 'westeurope'
  sku: { name: 'Standard_D2s_v5', capacity: 3 }
  properties: {
    upgradePolicy: { mode: 'Rolling' }
    virtualMachineProfile: {
      storageProfile: {
        imageReference: { id: image.id }
      }
    }
  }
}

resource gallery 'Microsoft.Compute/galleries@2023-07-03' = { name: 'fleet', location: 'westeurope' }

resource image 'Microsoft.Compute/galleries/images@2023-07-03' = {
  parent: gallery
  name: 'web'
  location: 'westeurope'
  properties: {
    osType: 'Linux'
    osState: 'Generalized'
    hyperVGeneration: 'V2'
    identifier: { publisher: 'fleet', offer: 'web', sku: 'stable' }
    endOfLifeDate: '2030-01-01'
  }
}

resource version 'Microsoft.Compute/galleries/images/versions@2023-07-03' = {
  parent: image
  name: '1.4.0'
  location: 'westeurope'
  properties: {
    publishingProfile: { excludeFromLatest: false }
    storageProfile: { source: { id: resourceId('Microsoft.Compute/images', 'web') } }
  }
}
