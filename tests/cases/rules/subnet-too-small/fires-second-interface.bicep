resource s 'Microsoft.Compute/virtualMachineScaleSets@2024-07-01' = {
  name: 's'
  location: 'westeurope'
  sku: { name: 'Standard_D2s_v5', capacity: 10 }
  properties: {
    upgradePolicy: { mode: 'Rolling', automaticOSUpgradePolicy: { enableAutomaticOSUpgrade: true } }
    virtualMachineProfile: {
      storageProfile: { imageReference: { publisher: 'Canonical', offer: '0001-com-ubuntu-server-jammy', sku: '22_04-lts-gen2', version: 'latest' } }
      networkProfile: { networkInterfaceConfigurations: [ { name: 'a', properties: { primary: true, ipConfigurations: [ { name: 'i', properties: { subnet: { id: big.id } } } ] } }, { name: 'b', properties: { ipConfigurations: [ { name: 'i', properties: { subnet: { id: sml.id } } } ] } } ] }
      extensionProfile: { extensions: [] }
    }
  }
}
resource vn 'Microsoft.Network/virtualNetworks@2023-09-01' = { name: 'vn', location: 'w', properties: { addressSpace: { addressPrefixes: ['10.0.0.0/16'] } } }
resource big 'Microsoft.Network/virtualNetworks/subnets@2023-09-01' = { parent: vn, name: 'big', properties: { addressPrefix: '10.0.0.0/24' } }
resource sml 'Microsoft.Network/virtualNetworks/subnets@2023-09-01' = { parent: vn, name: 'sml', properties: { addressPrefix: '10.0.1.0/29' } }
//                                                                                                                            ^^^^^^^^^^^^^ error: the subnet has 3 usable addresses, and the instances need 10
