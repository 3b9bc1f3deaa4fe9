param bypass bool

resource vm 'Microsoft.Compute/virtualMachines@2024-07-01' = {
  name: 'vm'
  location: 'westeurope'
  properties: {
    hardwareProfile: { vmSize: 'Standard_D2s_v5' }
    osProfile: {
      computerName: 'vm'
      adminUsername: 'ops'
      linuxConfiguration: {
        patchSettings: {
          patchMode: 'AutomaticByPlatform'
          automaticByPlatformSettings: { bypassPlatformSafetyChecksOnUserSchedule: bypass }
        }
      }
    }
  }
}

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

resource assignment 'Microsoft.Maintenance/configurationAssignments@2023-04-01' = {
  scope: vm
  name: 'assignment'
  location: 'westeurope'
  properties: { maintenanceConfigurationId: window.id }
}
