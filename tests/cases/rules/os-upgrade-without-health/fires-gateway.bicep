resource s 'Microsoft.Compute/virtualMachineScaleSets@2024-07-01' = {
  name: 's'
  location: 'westeurope'
  sku: { name: 'Standard_D2s_v5', capacity: 3 }
  properties: {
    upgradePolicy: { mode: 'Rolling', automaticOSUpgradePolicy: { enableAutomaticOSUpgrade: true } }
//                                                                                          ^^^^ error: OS image upgrade is on, but nothing tells Azure whether an instance is healthy
    virtualMachineProfile: {
      storageProfile: { imageReference: { publisher: 'Canonical', offer: '0001-com-ubuntu-server-jammy', sku: '22_04-lts-gen2', version: 'latest' } }
      networkProfile: { healthProbe: { id: '/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/applicationGateways/gw/probes/p' } }
      extensionProfile: { extensions: [] }
    }
  }
}
