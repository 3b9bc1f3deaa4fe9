param u bool
resource s 'Microsoft.Compute/virtualMachineScaleSets@2024-07-01' = {
  name: 's'
  location: 'westeurope'
  sku: { name: 'Standard_D2s_v5', capacity: 3 }
  properties: {
    upgradePolicy: { mode: 'Rolling', automaticOSUpgradePolicy: { enableAutomaticOSUpgrade: true } }
    virtualMachineProfile: {
      storageProfile: { imageReference: { publisher: 'Canonical', offer: '0001-com-ubuntu-server-jammy', sku: '22_04-lts-gen2', version: 'latest' } }
      networkProfile: { healthProbe: { id: '${lb.id}/probes/p' }, networkInterfaceConfigurations: [ { name: 'n', properties: { primary: true, networkSecurityGroup: { id: nsg.id }, ipConfigurations: [ { name: 'i', properties: { loadBalancerBackendAddressPools: [ { id: '${lb.id}/backendAddressPools/be' } ] } } ] } } ] }
      extensionProfile: { extensions: [] }
    }
  }
}
resource lb 'Microsoft.Network/loadBalancers@2023-09-01' = { name: 'lb', location: 'w', sku: { name: 'Standard' }, properties: { frontendIPConfigurations: [{ name: 'fe', properties: { privateIPAddress: '10.0.0.4' } }], probes: [{ name: 'p', properties: { protocol: 'Tcp', port: 80,  } }], backendAddressPools: [{ name: 'be' }], loadBalancingRules: [{ name: 'r', properties: { protocol: 'Tcp', frontendPort: 80, backendPort: 80, probe: { id: resourceId('Microsoft.Network/loadBalancers/probes','lb','p') } } }] } }
resource nsg 'Microsoft.Network/networkSecurityGroups@2023-09-01' = if (u) { name: 'nsg', location: 'w', properties: { securityRules: [{ name: 'd', properties: { priority: 4000, direction: 'Inbound', access: 'Deny', protocol: '*', sourceAddressPrefix: '*', sourcePortRange: '*', destinationAddressPrefix: '*', destinationPortRange: '*' } }] } }
