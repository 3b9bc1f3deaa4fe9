param end string

resource window 'Microsoft.Maintenance/maintenanceConfigurations@2023-04-01' = {
  name: 'window'
  location: 'westeurope'
  properties: {
    maintenanceScope: 'OSImage'
    maintenanceWindow: {
      startDateTime: '2027-01-03 02:00'
      duration: '05:00'
      timeZone: 'UTC'
      recurEvery: 'Week Sunday'
      expirationDateTime: end
    }
  }
}
