// The key stands in the parameter file, not in the template, however deep inside of a value.
param settings object

resource web 'Microsoft.Compute/virtualMachineScaleSets@2024-07-01' = {
  name: 'web'
  location: 'westeurope'
  tags: settings
  properties: {}
}
