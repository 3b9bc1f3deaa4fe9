resource account 'Microsoft.Automation/automationAccounts@2023-11-01' existing = { name: 'ops' }
resource updates 'Microsoft.Automation/automationAccounts/softwareUpdateConfigurations@2019-06-01' = {
//< warning: a schedule of the retired Automation update solution
  parent: account
  name: 'monthly'
  properties: {
    updateConfiguration: { operatingSystem: 'Linux', duration: 'PT2H' }
    scheduleInfo: { frequency: 'Month', interval: 1 }
  }
}
