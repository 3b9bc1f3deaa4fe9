param start string

resource window 'Microsoft.Maintenance/maintenanceConfigurations@2023-04-01' = {
  name: 'window'
  location: 'westeurope'
  properties: {
    maintenanceScope: 'OSImage'
    maintenanceWindow: { startDateTime: start, duration: '05:00', timeZone: 'UTC', recurEvery: 'Week Sunday' }
  }
}
