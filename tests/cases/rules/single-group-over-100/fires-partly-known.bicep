param u string
resource s 'Microsoft.Compute/virtualMachineScaleSets@2024-07-01' = {
  name: 's'
  location: 'westeurope'
  sku: { name: 'Standard_D2s_v5', capacity: 3 }
  properties: {
    upgradePolicy: { mode: 'Rolling', automaticOSUpgradePolicy: { enableAutomaticOSUpgrade: true } }
    virtualMachineProfile: {
      storageProfile: { imageReference: { publisher: 'Canonical', offer: '0001-com-ubuntu-server-jammy', sku: '22_04-lts-gen2', version: 'latest' } }
      extensionProfile: { extensions: [] }
    }
  }
}
resource au 'Microsoft.Insights/autoscaleSettings@2022-10-01' = { name: 'au', location: 'w', properties: { enabled: true, targetResourceUri: s.id, profiles: [{ name: 'px', rules: [], capacity: { minimum: '2', maximum: '200', default: '3' } },{ name: 'pu', rules: [], capacity: { minimum: u, maximum: u, default: '3' } }] } }
//                                                                                                                                                                                                                        ^^^^^ warning: autoscale may ask for 200 instances, and one placement group holds 100
