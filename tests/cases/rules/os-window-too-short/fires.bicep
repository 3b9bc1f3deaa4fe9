resource window 'Microsoft.Maintenance/maintenanceConfigurations@2023-04-01' = {
  name: 'window'
  location: 'westeurope'
  properties: {
    maintenanceScope: 'OSImage'
    maintenanceWindow: {
      startDateTime: '2027-01-03 02:00'
      duration: '03:00'
//              ^^^^^^^ error: a window of `03:00` hours is too short for OS images
      timeZone: 'UTC'
      recurEvery: 'Week Sunday'
    }
  }
}
