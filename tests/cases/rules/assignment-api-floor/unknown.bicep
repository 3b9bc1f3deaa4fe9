targetScope = 'subscription'

param more object

resource assignment 'Microsoft.Maintenance/configurationAssignments@2021-05-01' = {
  name: 'assignment'
  properties: union(
    more,
    {
      maintenanceConfigurationId: '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/fleet/providers/Microsoft.Maintenance/maintenanceConfigurations/window'
    }
  )
}
