param scopeName string

resource server 'Microsoft.HybridCompute/machines@2024-07-10' = {
  name: 'server'
  location: 'westeurope'
  properties: {}
}

resource window 'Microsoft.Maintenance/maintenanceConfigurations@2023-04-01' = {
  name: 'window'
  location: 'westeurope'
  properties: {
    maintenanceScope: scopeName
    maintenanceWindow: {
      startDateTime: '2027-01-03 02:00'
      duration: '02:00'
      timeZone: 'UTC'
      recurEvery: 'Week Sunday'
    }
    extensionProperties: { InGuestPatchMode: 'User' }
    installPatches: { rebootSetting: 'IfRequired', linuxParameters: { classificationsToInclude: ['Critical'] } }
  }
}

resource assignment 'Microsoft.Maintenance/configurationAssignments@2023-04-01' = {
  scope: server
  name: 'assignment'
  location: 'westeurope'
  properties: { maintenanceConfigurationId: window.id }
}
