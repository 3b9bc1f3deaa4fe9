resource window 'Microsoft.Maintenance/maintenanceConfigurations@2021-09-01-preview' = {
  name: 'window'
  location: 'westeurope'
  properties: {
    maintenanceScope: 'InGuestPatch'
    maintenanceWindow: {
      startDateTime: '2026-01-04 02:00'
      duration: '02:00'
      timeZone: 'UTC'
      recurEvery: 'Week Sunday'
    }
    installPatches: { rebootSetting: 'IfRequired', tasks: { preTasks: [] } }
  }
}
