param webCount int
param upgradeMode string
param automatic bool

// One set of unknown size, one whose policy is not known, one that autoscale sizes.
resource web 'Microsoft.Compute/virtualMachineScaleSets@2024-07-01' = {
  name: 'web'
  location: 'westeurope'
  sku: { name: 'Standard_D2s_v5', capacity: webCount }
  properties: {
    orchestrationMode: 'Uniform'
    upgradePolicy: { mode: 'Manual', automaticOSUpgradePolicy: { enableAutomaticOSUpgrade: true } }
    virtualMachineProfile: profile
  }
}

resource api 'Microsoft.Compute/virtualMachineScaleSets@2024-07-01' = {
  name: 'api'
  location: 'westeurope'
  sku: { name: 'Standard_D2s_v5', capacity: 5 }
  properties: {
    orchestrationMode: 'Uniform'
    upgradePolicy: { mode: upgradeMode, automaticOSUpgradePolicy: { enableAutomaticOSUpgrade: automatic } }
    virtualMachineProfile: profile
  }
}

resource worker 'Microsoft.Compute/virtualMachineScaleSets@2024-07-01' = {
  name: 'worker'
  location: 'westeurope'
  sku: { name: 'Standard_D2s_v5' }
  properties: {
    orchestrationMode: 'Uniform'
    upgradePolicy: { mode: 'Manual', automaticOSUpgradePolicy: { enableAutomaticOSUpgrade: true } }
    virtualMachineProfile: profile
  }
}

resource scaling 'Microsoft.Insights/autoscaleSettings@2022-10-01' = {
  name: 'worker-scaling'
  location: 'westeurope'
  properties: {
    enabled: true
    targetResourceUri: worker.id
    profiles: [ { name: 'all', capacity: { minimum: '4', maximum: '9', default: '4' }, rules: [] } ]
  }
}

var profile = {
  storageProfile: {
    imageReference: { publisher: 'Canonical', offer: '0001-com-ubuntu-server-jammy', sku: '22_04-lts', version: 'latest' }
    osDisk: { createOption: 'FromImage' }
  }
  extensionProfile: {
    extensions: [
      {
        name: 'health'
        properties: { publisher: 'Microsoft.ManagedServices', type: 'ApplicationHealthLinux', typeHandlerVersion: '2.0', settings: { protocol: 'tcp', port: 80 } }
      }
    ]
  }
}
