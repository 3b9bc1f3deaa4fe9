// What a module makes names, scopes and conditions of should be known before the deployment.
module first 'store.bicep' = {
  name: 'first'
  params: { name: 'known', size: 1 }
}
module second 'store.bicep' = {
  name: 'second'
  params: { name: first.outputs.id, size: length(first.outputs.id) }
}
module third 'wrapper.bicep' = {
  name: 'third'
  params: { label: first.outputs.id, prefix: first.outputs.id, deploy: empty(first.outputs.id) }
}

// Templates in JSON are looked into, too.
module template 'template.json' = {
  params: {
    name: reader.properties.place
    inner: reader.properties.place
    version: reader.properties.place
    wanted: bool(reader.properties.place)
    text: reader.properties.place
    deployment: reader.properties.place
  }
}
resource reader 'Contoso.Web/sites@2024-01-01' existing = { name: 'reader' }
