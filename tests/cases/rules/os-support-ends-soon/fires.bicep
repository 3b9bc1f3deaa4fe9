// Windows Server 2016 ends in January 2027, within half a year of the clock of these tests.
resource set 'Microsoft.Compute/virtualMachineScaleSets@2024-07-01' = {
  name: 'web'
  location: 'westeurope'
  sku: { name: 'Standard_D2s_v5', capacity: 3 }
  properties: {
    upgradePolicy: { mode: 'Rolling' }
    virtualMachineProfile: {
      storageProfile: {
        imageReference: {
          publisher: 'MicrosoftWindowsServer'
          offer: 'WindowsServer'
          sku: '2016-Datacenter'
//             ^^^^^^^^^^^^^^^^^ info: `WindowsServer:2016-Datacenter` leaves vendor support on 2027-01-12, in 53 days
          version: 'latest'
        }
      }
    }
  }
}
