resource window 'Microsoft.Maintenance/maintenanceConfigurations@2023-04-01' = {
  name: 'window'
  location: 'westeurope'
  properties: {
    maintenanceScope: 'InGuestPatch'
    maintenanceWindow: {
      startDateTime: '2027-01-03 02:00'
      duration: '02:00'
      timeZone: 'UTC'
      recurEvery: 'Week Sunday'
    }
    extensionProperties: { InGuestPatchMode: 'User' }
    installPatches: {
      rebootSetting: 'IfRequired'
      linuxParameters: { classificationsToInclude: ['Critical', 'Security'] }
    }
  }
}
