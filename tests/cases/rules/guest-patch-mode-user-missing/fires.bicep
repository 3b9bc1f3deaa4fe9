resource window 'Microsoft.Maintenance/maintenanceConfigurations@2023-04-01' = {
  name: 'window'
  location: 'westeurope'
  properties: {
//^^^^^^^^^^ error: a guest-patch configuration needs `extensionProperties: { InGuestPatchMode: 'User' }`
    maintenanceScope: 'InGuestPatch'
    maintenanceWindow: {
      startDateTime: '2027-01-03 02:00'
      duration: '02:00'
      timeZone: 'UTC'
      recurEvery: 'Week Sunday'
    }
    installPatches: { rebootSetting: 'IfRequired', linuxParameters: { classificationsToInclude: ['Critical'] } }
  }
}
