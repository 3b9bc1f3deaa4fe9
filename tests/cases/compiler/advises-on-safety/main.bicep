// Each rule once where it speaks and once where it does not.
metadata source = 'https://management.azure.com is no finding here'

param adminPassword string
param secretName string
@secure()
param token string
param fromToken string = 'Bearer ${token}'
param options object = {}
@description('The template lies at https://management.azure.com')
param endpoint string = 'https://schema.management.azure.com/and/vault.azure.net'
param _artifactsLocation string = 'here'
param _artifactsLocationSasToken string = 'there'

var urls = 'https://management.azure.com/${secretName}/login.microsoftonline.com'
var image = { publisher: 'p', offer: 'o', sku: '22-Preview', version: 'latest' }

resource account 'Microsoft.Storage/storageAccounts@2023-01-01' = {
  name: 'account'
  location: 'westeurope'
  sku: { name: 'Standard_LRS' }
  kind: 'StorageV2'
}

resource other 'Microsoft.Storage/storageAccounts@2023-01-01' = {
  name: 'other'
  location: 'westeurope'
  sku: { name: 'Standard_LRS' }
  kind: 'StorageV2'
}

resource machine 'Microsoft.Compute/virtualMachines@2023-03-01' = {
  name: 'machine'
  location: 'westeurope'
  tags: { store: account.id }
  properties: {
    osProfile: { adminUsername: 'root', computerName: 'm' }
    storageProfile: { imageReference: image }
  }
  dependsOn: [
    account
    other
    other
  ]

  resource script 'extensions' = {
    name: 'script'
    properties: {
      publisher: 'Microsoft.Compute'
      type: 'CustomScriptExtension'
      settings: { commandToExecute: 'run ${token}' }
    }
  }
}

resource outer 'Microsoft.Resources/deployments@2021-04-01' = {
  name: 'outer'
  properties: {
    mode: 'Incremental'
    template: { a: token, b: listKeys('id', '2023-01-01') }
  }
}

resource inner 'Microsoft.Resources/deployments@2021-04-01' = {
  name: 'inner'
  properties: {
    mode: 'Incremental'
    expressionEvaluationOptions: { scope: 'Inner' }
    template: { a: endpoint }
  }
}

resource cleaning 'Microsoft.Resources/deploymentScripts@2023-08-01' = {
  name: 'cleaning'
  location: 'westeurope'
  kind: 'AzurePowerShell'
  properties: { azPowerShellVersion: '10.4', retentionInterval: 'P1D' }
}

output read object = reference(account.id)
output readById object = reference(resourceId('Microsoft.Storage/storageAccounts', 'other'), '2023-01-01')
output readOlder object = reference(resourceId('Microsoft.Storage/storageAccounts', 'other'), '2019-01-01')
output chosen string = contains(options, 'size') ? options.size : 'small'
output used array = [adminPassword, fromToken, urls, endpoint]
