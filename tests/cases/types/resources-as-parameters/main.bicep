resource box 'Sample.Box/boxes@2024-01-01' existing = {
  name: 'box'
}

module fits 'part.bicep' = {
  params: {
    box: box
    other: box
  }
}

output id string = fits.outputs.box.id
output state string = fits.outputs.box.properties.state
