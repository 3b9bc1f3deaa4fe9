param name string
param size int
resource set 'Microsoft.Compute/virtualMachineScaleSets@2024-07-01' = {
  name: name
  location: 'westeurope'
  sku: { name: 'Standard_D2s_v5', capacity: size }
  properties: { orchestrationMode: 'Uniform', upgradePolicy: { mode: 'Rolling' } }
}
