param connectionString string = 'Server=db;Password=hunter2hunter2'
var fromElsewhere = 'Tr1cky-But-Known'
var settings = { port: 80, adminPassword: 'hunter2', empty: '', password: '' }
resource vmss 'Microsoft.Compute/virtualMachineScaleSets@2024-07-01' = {
  name: 'web'
  location: 'westeurope'
  tags: { disablePasswordAuthentication: 'false', copy: fromElsewhere }
  properties: {
    virtualMachineProfile: {
      osProfile: { adminUsername: 'me', adminPassword: fromElsewhere, linuxConfiguration: { disablePasswordAuthentication: false } }
      extensionProfile: { extensions: [ { name: 'x', properties: { protectedSettings: { fileUris: ['https://example.org/a.sh'], pin: 1234, ready: true } } } ] }
    }
  }
}
resource secret 'Microsoft.KeyVault/vaults/secrets@2023-07-01' = {
  name: 'vault/key'
  properties: { value: 'Op3n-Sesame', contentType: 'text/plain' }
}
output repeated string = 'Op3n-Sesame'
