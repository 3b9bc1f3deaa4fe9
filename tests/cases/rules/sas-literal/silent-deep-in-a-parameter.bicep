// What stands in the parameter file belongs to FL-SAS-014, however deep inside of a value.
param links object
param sets object[]

resource web 'Microsoft.Compute/virtualMachineScaleSets@2024-07-01' = [for set in sets: {
  name: set.name
  location: 'westeurope'
  tags: { boot: links.boot, own: set.script }
  properties: {}
}]
