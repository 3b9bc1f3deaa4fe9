param imageVersion string
module vmss 'vmss.bicep' = { name: 'vmss', params: { name: 'web', mode: 'Rolling', imageVersion: imageVersion } }
