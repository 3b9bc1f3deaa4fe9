resource window 'Microsoft.Maintenance/maintenanceConfigurations@2023-04-01' = {
  name: 'window'
  location: 'westeurope'
  properties: {
    maintenanceScope: 'OSImage'
    maintenanceWindow: {
      startDateTime: '2027-01-03T02:00Z'
//                   ^^^^^^^^^^^^^^^^^^^ error: `startDateTime` `2027-01-03T02:00Z` is not of the form yyyy-MM-dd HH:mm
      duration: '05:00'
      timeZone: 'UTC'
      recurEvery: 'Week Sunday'
    }
  }
}
