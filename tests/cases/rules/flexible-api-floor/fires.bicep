resource set 'Microsoft.Compute/virtualMachineScaleSets@2020-12-01' = {
  name: 'web'
  location: 'westeurope'
  sku: { name: 'Standard_D2s_v5', capacity: 3 }
  properties: {
    orchestrationMode: 'Flexible'
//                     ^^^^^^^^^^ warning: Flexible orchestration needs API version 2021-03-01
    platformFaultDomainCount: 1
  }
}
