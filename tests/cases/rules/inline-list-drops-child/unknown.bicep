param profile object

resource set 'Microsoft.Compute/virtualMachineScaleSets@2024-07-01' = {
  name: 'web'
  location: 'westeurope'
  sku: { name: 'Standard_D2s_v5', capacity: 3 }
  properties: {
    upgradePolicy: { mode: 'Rolling' }
    virtualMachineProfile: {
      extensionProfile: profile
    }
  }
}

resource extra 'Microsoft.Compute/virtualMachineScaleSets/extensions@2024-07-01' = {
  parent: set
  name: 'script'
  properties: {
    publisher: 'Microsoft.Azure.Extensions'
    type: 'CustomScript'
    typeHandlerVersion: '2.1'
    settings: { commandToExecute: 'sh install.sh' }
  }
}
