param imageVersion string = '22.04.202401010'
module between 'modules/between.bicep' = { name: 'between', params: { imageVersion: imageVersion } }
