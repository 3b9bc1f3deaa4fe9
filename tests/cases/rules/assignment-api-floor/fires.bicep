targetScope = 'subscription'

resource assignment 'Microsoft.Maintenance/configurationAssignments@2021-05-01' = {
  name: 'assignment'
  properties: {
    maintenanceConfigurationId: '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/fleet/providers/Microsoft.Maintenance/maintenanceConfigurations/window'
    filter: { resourceTypes: ['Microsoft.Compute/virtualMachines'], locations: ['westeurope'] }
//  ^^^^^^ error: a dynamic scope needs API version 2023-04-01
  }
}
